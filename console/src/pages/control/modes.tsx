import Header from '@cloudscape-design/components/header';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Mode } from '../../../../functions/api/shapes.ts';
import { Empty } from '../../parts/states.tsx';

type Consent = Mode['safe'];

export const consents = {
  observe: { type: 'info', says: 'Observe', means: 'Records, and changes nothing' },
  ask: { type: 'pending', says: 'Ask', means: 'Asks an approver first' },
  automatic: { type: 'success', says: 'Automatic', means: 'Mends by itself' },
} as const satisfies Record<Consent, { type: StatusIndicatorProps.Type; says: string; means: string }>;

function ConsentMark({ consent }: { consent: Consent }) {
  const { type, says, means } = consents[consent];
  return (
    <span title={means} className="mark">
      <StatusIndicator type={type}>{says}</StatusIndicator>
    </span>
  );
}

const columns: TableProps.ColumnDefinition<Mode>[] = [
  { id: 'scope', header: 'Where', isRowHeader: true, cell: ({ scope }) => (scope === '*' ? 'Everywhere else' : scope) },
  { id: 'safe', header: 'Safe', cell: ({ safe }) => <ConsentMark consent={safe} /> },
  { id: 'disruptive', header: 'Disruptive', cell: ({ disruptive }) => <ConsentMark consent={disruptive} /> },
  { id: 'irreversible', header: 'Irreversible', cell: ({ irreversible }) => <ConsentMark consent={irreversible} /> },
  { id: 'from', header: 'Says', cell: ({ from }) => sources[from] },
];

const sources: Readonly<Record<Mode['from'], string>> = {
  configuration: 'the configuration',
  console: 'an admin, here',
  default: 'nobody: it observes',
};

/** What it may do by itself, for each risk, by scope. The first that fits decides. */
export function Modes({ modes }: { modes: readonly Mode[] }) {
  return (
    <Table
      header={
        <Header variant="h2" description="What it may do by itself, for each risk. The first line that fits decides.">
          Mode
        </Header>
      }
      items={modes}
      columnDefinitions={columns}
      contentDensity="compact"
      empty={<Empty says="Nothing says what it may do" more="It observes." />}
    />
  );
}
