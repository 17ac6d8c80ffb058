import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { Empty } from '../../parts/states.tsx';

type Call = Detail['calls'][number];

const columns: TableProps.ColumnDefinition<Call>[] = [
  { id: 'says', header: 'What it did', cell: ({ says }) => says, isRowHeader: true },
  { id: 'call', header: 'Call', cell: ({ call }) => <span className="mono">{call}</span> },
  {
    id: 'request',
    header: 'Request id',
    cell: ({ requestId }) => <span className="mono wrap">{requestId ?? '–'}</span>,
  },
  { id: 'took', header: 'Took', cell: ({ milliseconds }) => `${Math.round(milliseconds)} ms` },
];

/** The calls that were made to AWS. */
export function CallsMade({ detail: { calls } }: { detail: Detail }) {
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${calls.length})`} description="CloudTrail knows each by its request id">
          Calls made
        </Header>
      }
      items={calls}
      columnDefinitions={columns}
      contentDensity="compact"
      wrapLines
      empty={<Empty says="No call was made" more="Nothing was changed." />}
    />
  );
}
