import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ProofItem } from '../../pure/proofs.ts';

/** What was checked about the plan before anybody was asked. */
export function ProofList({ proofs }: { proofs: readonly ProofItem[] }) {
  if (proofs.length === 0) return null;
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">What was proven about it</Box>
      <ul className="plain">
        {proofs.map(({ name, holds, says }) => (
          <li key={name}>
            <StatusIndicator type={holds === undefined ? 'info' : holds ? 'success' : 'error'}>{name}</StatusIndicator>
            <Box variant="small" display="block">
              {says}
            </Box>
          </li>
        ))}
      </ul>
    </SpaceBetween>
  );
}
