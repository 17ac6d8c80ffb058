import { useCollection } from '@cloudscape-design/collection-hooks';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import PropertyFilter from '@cloudscape-design/components/property-filter';
import Table from '@cloudscape-design/components/table';
import { useSearchParams } from 'react-router-dom';
import type { Control } from '../../../functions/api/shapes.ts';
import { useControls } from '../api/queries.ts';
import { Empty, Failed } from '../parts/states.tsx';
import { useTitle } from '../shell/title.tsx';
import { columns } from './controls/columns.tsx';
import { properties, rowOf } from './controls/rows.ts';

/** The catalogue: what safe looks like, what each control may do, and what it did lately. */
export default function Controls() {
  useTitle('Controls');
  const { data, error, refetch } = useControls();
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  return <Catalogue controls={data} />;
}

function Catalogue({ controls }: { controls: readonly Control[] | undefined }) {
  const { items, collectionProps, propertyFilterProps, paginationProps, filteredItemsCount } = useRows(controls ?? []);
  const count = controls && `(${controls.length})`;
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      stickyHeader
      items={items}
      loading={controls === undefined}
      loadingText="Waiting for the catalogue"
      columnDefinitions={columns}
      trackBy="id"
      wrapLines
      contentDensity="compact"
      ariaLabels={{ tableLabel: 'Controls' }}
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={count}
          description="What safe looks like, and what each may do by itself"
        >
          Controls
        </Header>
      }
      filter={
        <PropertyFilter
          {...propertyFilterProps}
          expandToViewport
          countText={`${filteredItemsCount ?? 0} found`}
          filteringAriaLabel="Find controls"
          filteringPlaceholder="Find by practice, severity, mode, or words"
        />
      }
      pagination={<Pagination {...paginationProps} />}
    />
  );
}

/** The rows with their filter, order and pages; an address may name the practice that is looked for. */
function useRows(controls: readonly Control[]) {
  const [search] = useSearchParams();
  const practice = search.get('practice');
  const tokens = practice ? [{ propertyKey: 'practice', operator: '=' as const, value: practice }] : [];
  const collection = useCollection(controls.map(rowOf), {
    propertyFiltering: {
      filteringProperties: properties,
      defaultQuery: { operation: 'and', tokens },
      empty: <Empty says="There is no control" />,
      noMatch: <Empty says="Nothing matches" action={<Button onClick={() => clear()}>Clear the filter</Button>} />,
    },
    pagination: { pageSize: 100 },
    sorting: { defaultState: { sortingColumn: { sortingField: 'drifts' }, isDescending: true } },
  });
  const clear = () => collection.actions.setPropertyFiltering({ operation: 'and', tokens: [] });
  return collection;
}
