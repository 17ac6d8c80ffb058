import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Control } from '../../../../functions/api/shapes.ts';
import { useRemediations } from '../../api/queries.ts';
import { Link } from '../../parts/link.tsx';
import { Empty } from '../../parts/states.tsx';
import { isStatus, statuses } from '../../pure/status.ts';
import { columns } from '../remediations/columns.tsx';

const shown = ['resource', 'status', 'openedAt', 'account', 'actor', 'because'];
const lately = columns.filter(({ id }) => shown.includes(id));

/** What it did within 30 days: how often it ended how, and the latest. */
export function Lately({ control: { id, counts } }: { control: Control }) {
  const { data, error } = useRemediations({ control: [id] }, { limit: 10 });
  const list = `/remediations?control=${encodeURIComponent(id)}`;
  return (
    <Table
      header={
        <Header
          variant="h2"
          description={<Counts counts={counts} list={list} />}
          actions={<Link to={list}>All of them</Link>}
        >
          What it did lately
        </Header>
      }
      items={data?.items ?? []}
      trackBy="id"
      loading={data === undefined && error === null}
      loadingText="Waiting for its history"
      columnDefinitions={lately}
      contentDensity="compact"
      wrapLines
      empty={
        error ? (
          <Empty says="It could not be loaded" />
        ) : (
          <Empty says="It did nothing yet" more="Nothing it looks after was out of order." />
        )
      }
    />
  );
}

function Counts({ counts, list }: { counts: Control['counts']; list: string }) {
  const some = Object.entries(counts).filter(([status, count]) => count > 0 && isStatus(status));
  if (some.length === 0) return 'Within 30 days: nothing';
  return some.map(([status, count], index) => (
    <span key={status}>
      {index > 0 && ' · '}
      <Link to={`${list}&status=${status}&last=30d`}>
        {`${isStatus(status) ? statuses[status].says : status}: ${count}`}
      </Link>
    </span>
  ));
}
