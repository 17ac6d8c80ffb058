import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { Remediation } from '../../../../functions/domain/history.ts';
import { useResource } from '../../api/queries.ts';
import { Link, toResource } from '../../parts/link.tsx';
import { Empty } from '../../parts/states.tsx';
import { resourceColumns } from '../remediations/columns.tsx';

/** What else happened to the same resource. */
export function Neighbours({ head }: { head: Remediation }) {
  const { account, region, resource: arn, id: own } = head;
  const { data, error } = useResource({ account, region, arn }, { limit: 20 });
  const others = data?.items.filter(({ id }) => id !== own) ?? [];
  return (
    <Table
      header={
        <Header variant="h2" actions={<Link to={toResource(head)}>All that happened to it</Link>}>
          The same resource
        </Header>
      }
      items={others.slice(0, 8)}
      trackBy="id"
      loading={data === undefined && error === null}
      loadingText="Waiting for its history"
      columnDefinitions={resourceColumns}
      contentDensity="compact"
      wrapLines
      empty={error ? <Empty says="It could not be loaded" /> : <Empty says="Nothing else happened to it" />}
    />
  );
}
