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
  const { items, collectionProps, filterProps, paginationProps, actions } = useCollection(data ?? [], {
    filtering: {
      empty: <Empty says="Nothing is exempted" more="An exemption leaves something alone for a while, for a reason." />,
      noMatch: <Empty says="Nothing matches" action={<Button onClick={() => actions.setFiltering('')}>Clear the filter</Button>} />,
    },
    pagination: { pageSize: 50 },
    sorting: { defaultState: { sortingColumn: { sortingField: 'until' } } },
  });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Table
        {...collectionProps}
        variant="full-page"
        items={items}
        loading={data === undefined}
        loadingText="Waiting for the exemptions"
        columnDefinitions={columnsOf(setEnding)}
        trackBy="id"
        wrapLines
        ariaLabels={{ tableLabel: 'Exemptions' }}
        filter={<TextFilter {...filterProps} filteringPlaceholder="Find an exemption" filteringAriaLabel="Find an exemption" />}
        pagination={<Pagination {...paginationProps} />}
        header={
          <Header
            variant="h1"
            counter={data ? `(${data.length})` : undefined}
            description="What is left alone for a control, until when, and who says so"
            actions={
              <DeedButton deed="exempt" variant="primary" onClick={() => setMaking(true)}>
                Leave something alone
              </DeedButton>
            }
          >
            Exemptions
          </Header>
        }
      />
      {isMaking && <ExemptDialog onClose={() => setMaking(false)} />}
      {ending && <EndDialog exemption={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}
