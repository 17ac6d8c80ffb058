import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { Pause } from '../../../../functions/api/shapes.ts';
import { usePauses } from '../../api/queries.ts';
import { DeedButton } from '../../parts/forbidden.tsx';
import { PauseButton } from '../../parts/pause.tsx';
import { Empty, Failed, Waiting } from '../../parts/states.tsx';
import { Ago, Time } from '../../parts/time.tsx';
import { ResumeDialog } from './resume.tsx';

/** What is stopped now, and every stop there was: who, when and why. */
export function Pauses() {
  const { data, error, refetch } = usePauses();
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting what="the switch" />;
  return (
    <SpaceBetween size="l">
      <Switch inForce={data.filter(({ endedAt }) => endedAt === null)} />
      <Table
        header={
          <Header variant="h2" description="Who stopped what, when and why">
            Earlier stops
          </Header>
        }
        items={data.filter(({ endedAt }) => endedAt !== null)}
        columnDefinitions={columns}
        trackBy="id"
        wrapLines
        contentDensity="compact"
        empty={<Empty says="Nothing was ever stopped" />}
      />
    </SpaceBetween>
  );
}

const columns: TableProps.ColumnDefinition<Pause>[] = [
  { id: 'says', header: 'What', isRowHeader: true, cell: ({ says }) => says },
  {
    id: 'at',
    header: 'Stopped',
    cell: ({ at, by }) => (
      <>
        <Time at={at} /> by {by}
      </>
    ),
  },
  { id: 'reason', header: 'Because', cell: ({ reason }) => reason, minWidth: 180 },
  {
    id: 'ended',
    header: 'Went on',
    cell: ({ endedAt, endedBy }) => (
      <>
        <Time at={endedAt} /> by {endedBy}
      </>
    ),
  },
  { id: 'endedBecause', header: 'Because', cell: ({ endedBecause }) => endedBecause, minWidth: 180 },
];

function Switch({ inForce }: { inForce: readonly Pause[] }) {
  const [ending, setEnding] = useState<Pause | undefined>();
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Stops all changes within 5 seconds: of everything, of an account, or of a control"
          actions={<PauseButton variant="primary" />}
        >
          Pause
        </Header>
      }
    >
      {inForce.length === 0 ? (
        <StatusIndicator type="success">Nothing is stopped: changes are made as the policy says</StatusIndicator>
      ) : (
        <ul className="plain lines">
          {inForce.map((pause) => (
            <li key={pause.id}>
              <span>
                <StatusIndicator type="error">Changes to {pause.says} are stopped</StatusIndicator>
                <Box variant="small" display="block">
                  <Ago at={pause.at} /> by {pause.by}: {pause.reason}
                </Box>
              </span>
              <DeedButton
                deed="resume"
                ariaLabel={`Let changes to ${pause.says} go on`}
                onClick={() => setEnding(pause)}
              >
                Let changes go on
              </DeedButton>
            </li>
          ))}
        </ul>
      )}
      {ending && <ResumeDialog pause={ending} onClose={() => setEnding(undefined)} />}
    </Container>
  );
}
