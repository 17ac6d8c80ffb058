import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { Json } from '../../parts/json.tsx';
import { StatusMark } from '../../parts/marks.tsx';
import { Prose } from '../../parts/prose.tsx';
import { Time } from '../../parts/time.tsx';
import { duration } from '../../pure/text.ts';

/** What happened, in its order: the event first, then each entry of the history. */
export function Timeline({ detail: { cause, steps } }: { detail: Detail }) {
  return (
    <Container header={<Header variant="h2">What happened</Header>}>
      <ol className="timeline">
        <li>
          <strong>{cause.name}</strong>
          <p>The event that caused it</p>
          <p className="when">
            <Time at={cause.time} />
          </p>
        </li>
        {steps.map(({ sequence, at, status, because, detail }, index) => (
          <li key={sequence}>
            <StatusMark status={status} />
            <p>
              <Prose text={because} />
            </p>
            <p className="when">
              <Time at={at} /> · {after(steps[index - 1]?.at ?? cause.time, at)}
            </p>
            {Object.keys(detail).length > 0 && (
              <ExpandableSection variant="footer" headerText={<span className="quiet">What was recorded</span>}>
                <Json value={detail} label={`entry ${sequence}`} />
              </ExpandableSection>
            )}
          </li>
        ))}
      </ol>
    </Container>
  );
}

function after(before: string, at: string): string {
  const seconds = (Date.parse(at) - Date.parse(before)) / 1000;
  return Number.isNaN(seconds) ? '' : `${duration(Math.max(0, seconds))} later`;
}
