import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { Change } from '../../../functions/domain/finding.ts';
import { Json } from './json.tsx';

/** The calls of a plan in their order: the sentence an approver reads, and the exact input. */
export function PlannedCalls({ calls, isOpen = false }: { calls: readonly Change[]; isOpen?: boolean }) {
  return (
    <ol className="calls">
      {calls.map(({ call, input, says }, index) => (
        <li key={index}>
          <Box>{says}</Box>
          <ExpandableSection
            variant="footer"
            headerText={<span className="mono quiet">{call}</span>}
            defaultExpanded={isOpen}
          >
            <Json value={input} label={`the input of ${call}`} />
          </ExpandableSection>
        </li>
      ))}
    </ol>
  );
}

/** What would take a plan back, folded away; null where nothing can. */
export function UndoCalls({ calls }: { calls: readonly Change[] | null }) {
  return (
    <ExpandableSection variant="footer" headerText={<span className="quiet">How it would be undone</span>}>
      {calls ? <PlannedCalls calls={calls} /> : <Box variant="p">It cannot be undone.</Box>}
    </ExpandableSection>
  );
}
