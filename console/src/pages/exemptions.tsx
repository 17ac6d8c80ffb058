import { useCollection } from '@cloudscape-design/collection-hooks';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import { useExemptions } from '../api/queries.ts';
import { DeedButton } from '../parts/forbidden.tsx';
import { Empty, Failed } from '../parts/states.tsx';
import { useTitle } from '../shell/title.tsx';
import { columnsOf, type Exemption } from './exemptions/columns.tsx';
import { EndDialog } from './exemptions/end.tsx';
import { ExemptDialog } from './exemptions/exempt.tsx';

/** What is left alone, until when and why. */
export default function Exemptions() {
  useTitle('Exemptions');
  const { data, error, refetch } = useExemptions();
  const [isMaking, setMaking] = useState(false);
  const [ending, setEnding] = useState<Exemption | undefined>();
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <List exemptions={data} onMake={() => setMaking(true)} onEnd={setEnding} />
      {isMaking && <ExemptDialog onClose={() => setMaking(false)} />}
      {ending && <EndDialog exemption={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}

interface ListProps {
  readonly exemptions: readonly Exemption[] | undefined;
  readonly onMake: () => void;
  readonly onEnd: (exemption: Exemption) => void;
}

function List({ exemptions, onMake, onEnd }: ListProps) {
  const { items, collectionProps, filterProps, paginationProps, actions } = useCollection(exemptions ?? [], {
    filtering: {
      empty: <Empty says="Nothing is exempted" more="An exemption leaves something alone for a while, for a reason." />,
      noMatch: (
        <Empty
          says="Nothing matches"
          action={<Button onClick={() => actions.setFiltering('')}>Clear the filter</Button>}
        />
      ),
    },
    pagination: { pageSize: 50 },
    sorting: { defaultState: { sortingColumn: { sortingField: 'until' } } },
  });
  const words = 'Find an exemption';
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      items={items}
      loading={exemptions === undefined}
      loadingText="Waiting for the exemptions"
      columnDefinitions={columnsOf(onEnd)}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: 'Exemptions' }}
      filter={<TextFilter {...filterProps} filteringPlaceholder={words} filteringAriaLabel={words} />}
      pagination={<Pagination {...paginationProps} />}
      header={<ListHeader count={exemptions?.length} onMake={onMake} />}
    />
  );
}

function ListHeader({ count, onMake }: { count: number | undefined; onMake: () => void }) {
  return (
    <Header
      variant="h1"
      counter={count === undefined ? undefined : `(${count})`}
      description="What is left alone for a control, until when, and who says so"
      actions={
        <DeedButton deed="exempt" variant="primary" onClick={onMake}>
          Leave something alone
        </DeedButton>
      }
    >
      Exemptions
    </Header>
  );
}
