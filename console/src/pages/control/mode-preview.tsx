import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import type { Answer, Body } from '../../../../functions/api/routes.ts';
import { post } from '../../api/client.ts';
import { Link, toRemediation } from '../../parts/link.tsx';
import { StatusMark } from '../../parts/marks.tsx';
import { Empty, Failed } from '../../parts/states.tsx';
import { nameOf, plural } from '../../pure/text.ts';
import { consents } from './modes.tsx';

type Item = Answer<'previewMode'>['items'][number];

const columns: TableProps.ColumnDefinition<Item>[] = [
  {
    id: 'resource',
    header: 'Resource',
    isRowHeader: true,
    cell: ({ id, resource }) => <Link to={toRemediation(id)}>{nameOf(resource)}</Link>,
  },
  { id: 'account', header: 'Account', cell: ({ account }) => account },
  { id: 'status', header: 'Today', cell: ({ status }) => <StatusMark status={status} /> },
  { id: 'becomes', header: 'Then', cell: ({ becomes }) => consents[becomes].means },
];

/** What a control would start to act on with another mode. */
export function ModePreview({ id, wish }: { id: string; wish: Body<'previewMode'> }) {
  const isChange = wish.safe !== null || wish.disruptive !== null;
  const { data, error, refetch } = useQuery({
    queryKey: ['mode preview', id, wish],
    queryFn: ({ signal }) => post('/controls/{id}/mode/preview', { params: { id }, body: wish, signal }),
    staleTime: 0,
  });
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  const count = data?.items.length ?? 0;
  return (
    <SpaceBetween size="s">
      {count > 0 && (
        <Alert
          type="warning"
          header={`It would start to act on ${plural(count, 'resource')}${data?.partial ? ', and maybe more' : ''}`}
        >
          Of what it found lately. Each acts when it is judged the next time.
        </Alert>
      )}
      <Table
        variant="embedded"
        items={(data?.items ?? []).slice(0, 10)}
        loading={data === undefined}
        loadingText="Looking what it would act on"
        columnDefinitions={columns}
        trackBy="id"
        contentDensity="compact"
        ariaLabels={{ tableLabel: 'What it would start to act on' }}
        empty={
          <Empty
            says={
              isChange
                ? 'It would start to act on nothing that it found lately'
                : 'Choose a mode to see what it would act on'
            }
          />
        }
      />
    </SpaceBetween>
  );
}
