import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { Json } from '../../parts/json.tsx';
import { Time } from '../../parts/time.tsx';

/** What was read back afterwards, and whether the record of all this is whole. */
export function Proof({ detail: { verified, flaws, head } }: { detail: Detail }) {
  return (
    <Container header={<Header variant="h2">Proof</Header>}>
      <SpaceBetween size="s">
        {verified ? (
          <>
            <StatusIndicator type="success">
              Read back <Time at={verified.at} />, as it should be
            </StatusIndicator>
            <Json value={verified.state} label="what was read back" />
          </>
        ) : (
          <StatusIndicator type="info">
            Nothing was read back: {head.status === 'remediated' ? 'it was not recorded' : 'there was nothing to prove'}
          </StatusIndicator>
        )}
        <StatusIndicator type={flaws.length === 0 ? 'success' : 'error'}>
          {flaws.length === 0 ? 'Its chain of entries is whole' : `Its chain of entries is broken: ${flaws.join('; ')}`}
        </StatusIndicator>
        <Box variant="small">
          Latest entry <span className="mono wrap">{head.tip}</span>
        </Box>
      </SpaceBetween>
    </Container>
  );
}
