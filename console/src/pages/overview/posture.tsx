import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { Overview } from '../../../../functions/api/shapes.ts';
import { Link } from '../../parts/link.tsx';
import { Empty } from '../../parts/states.tsx';

interface Row {
  readonly opened: number;
  readonly remediated: number;
  readonly unsafe: number;
}

/** What is out of order now, by practice. */
export function ByPractice({ practices }: Pick<Overview, 'practices'>) {
  return (
    <Posture
      title="Practices"
      items={practices}
      name={({ practice }) => <Link to={`/controls?practice=${encodeURIComponent(practice)}`}>{practice}</Link>}
      keyOf={({ practice }) => practice}
    />
  );
}

export function ByAccount({ accounts, days }: Pick<Overview, 'accounts'> & { days: number }) {
  return (
    <Posture
      title="Accounts"
      items={accounts}
      name={({ account, name }) => (
        <>
          <Link to={`/remediations?account=${account}&last=${days}d`}>{name || account}</Link>{' '}
          <Box variant="span" color="text-body-secondary" fontSize="body-s">
            {name && account}
          </Box>
        </>
      )}
      keyOf={({ account }) => account}
    />
  );
}

interface Props<Item> {
  readonly title: string;
  readonly items: readonly Item[];
  readonly name: (item: Item) => ReactNode;
  readonly keyOf: (item: Item) => string;
}

function Posture<Item extends Row>({ title, items, name, keyOf }: Props<Item>) {
  const columns: TableProps.ColumnDefinition<Item>[] = [
    { id: 'name', header: title.replace(/s$/, ''), cell: name, isRowHeader: true },
    { id: 'unsafe', header: 'Now', cell: ({ unsafe }) => <Now unsafe={unsafe} /> },
    { id: 'opened', header: 'Drifts', cell: ({ opened }) => opened },
    { id: 'remediated', header: 'Mended', cell: ({ remediated }) => remediated },
  ];
  const ordered = [...items].sort((a, b) => b.unsafe - a.unsafe || b.opened - a.opened);
  return (
    <Table
      header={<Header variant="h2">{title}</Header>}
      items={ordered}
      columnDefinitions={columns}
      trackBy={keyOf}
      contentDensity="compact"
      empty={<Empty says="Nothing is looked after yet" more="The configuration names the accounts." />}
    />
  );
}

function Now({ unsafe }: { unsafe: number }) {
  return unsafe === 0 ? (
    <StatusIndicator type="success">In order</StatusIndicator>
  ) : (
    <StatusIndicator type="warning">{unsafe} open</StatusIndicator>
  );
}
