import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Check } from '../../../functions/domain/finding.ts';

/** What was checked about the plan before anybody was asked. */
export function ProofList({ proof }: { proof: readonly Check[] }) {
  if (proof.length === 0) return null;
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">What was checked</Box>
      <ul className="plain">
        {proof.map(({ check, by, holds, says }) => (
          <li key={`${by} ${check}`}>
            <StatusIndicator type={holds ? 'success' : 'error'}>{check}</StatusIndicator>
            <Box variant="small" display="block">
              {by}: {says}
            </Box>
          </li>
        ))}
      </ul>
    </SpaceBetween>
  );
}
