import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { type Place, useResource } from '../api/queries.ts';
import { DeedButton } from '../parts/forbidden.tsx';
import { Link } from '../parts/link.tsx';
import { Empty, Failed } from '../parts/states.tsx';
import { nameOf, serviceOf } from '../pure/text.ts';
import { useTitle } from '../shell/title.tsx';
import { ExemptDialog } from './exemptions/exempt.tsx';
import { resourceColumns } from './remediations/columns.tsx';
import { useFollowed } from './remediations/followed.ts';
import { usePages } from './remediations/pages.ts';

/** All that ever happened to one resource. */
export default function Resource() {
  const [search] = useSearchParams();
  const place = {
    account: search.get('account') ?? '',
    region: search.get('region') ?? '',
    arn: search.get('arn') ?? '',
  };
  useTitle(nameOf(place.arn) || 'Resource');
  if (!place.arn.startsWith('arn:')) {
    return (
      <Empty
        says="No resource is named"
        more="Open one from a remediation."
        action={<Link to="/remediations">Go to the remediations</Link>}
      />
    );
  }
  return <Everything place={place} />;
}

function Everything({ place }: { place: Place }) {
  const address = JSON.stringify(place);
  const pages = usePages(address);
  const { data, error, refetch } = useResource(place, { limit: 50, cursor: pages.cursor });
  const followed = useFollowed(data, `${address} ${pages.index}`);
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  const { index, count, isOpenEnded, go } = pages.of(data?.cursor);
  return (
    <Table
      variant="full-page"
      header={<ResourceHeader place={place} news={followed.news} onNews={followed.showNews} />}
      items={followed.rows}
      trackBy="id"
      loading={data === undefined}
      loadingText="Waiting for its history"
      columnDefinitions={resourceColumns}
      wrapLines
      ariaLabels={{ tableLabel: 'All that happened to the resource' }}
      pagination={
        count > 1 && (
          <Pagination
            currentPageIndex={index}
            pagesCount={count}
            openEnd={isOpenEnded && index === count}
            onChange={({ detail }) => go(detail.currentPageIndex)}
          />
        )
      }
      empty={<Empty says="Nothing ever happened to it" more="Homeostat has not seen it out of order." />}
    />
  );
}

function ResourceHeader({ place, news, onNews }: { place: Place; news: number; onNews: () => void }) {
  const [isExempting, setExempting] = useState(false);
  const { account, region, arn } = place;
  return (
    <Header
      variant="h1"
      description={
        <span className="wrap">
          {arn} · {serviceOf(arn)} · {account}, {region}
        </span>
      }
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {news > 0 && <Button iconName="refresh" onClick={onNews}>{`Show ${news} new`}</Button>}
          <DeedButton deed="exempt" onClick={() => setExempting(true)}>
            Leave it alone for a while
          </DeedButton>
          {isExempting && <ExemptDialog of={place} onClose={() => setExempting(false)} />}
        </SpaceBetween>
      }
    >
      {nameOf(arn)}
    </Header>
  );
}
