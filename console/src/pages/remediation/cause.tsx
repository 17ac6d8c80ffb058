import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { Json } from '../../parts/json.tsx';
import { Link } from '../../parts/link.tsx';

/** Who caused it, and by what. */
export function Cause({ detail: { cause } }: { detail: Detail }) {
  const { type, arn, sourceIdentity, userAgent, sourceIp } = cause.actor;
  const known = (label: string, value: string | undefined) =>
    value ? [{ label, value: <span className="wrap">{value}</span> }] : [];
  return (
    <Container header={<Header variant="h2">Who caused it</Header>}>
      <SpaceBetween size="s">
        <KeyValuePairs
          columns={2}
          minColumnWidth={160}
          items={[
            {
              label: type,
              value: (
                <span className="wrap">
                  <Link to={`/remediations?actor=${encodeURIComponent(arn)}`}>{arn}</Link>
                </span>
              ),
            },
            ...known('Source identity', sourceIdentity),
            ...known('From the address', sourceIp),
            ...known('With the program', userAgent),
          ]}
        />
        <ExpandableSection variant="footer" headerText={<span className="quiet">The original event</span>}>
          <Json value={cause} label="the event" />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
