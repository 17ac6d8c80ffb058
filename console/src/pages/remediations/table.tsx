import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import LiveRegion from '@cloudscape-design/components/live-region';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { Filter } from '../../../../functions/api/shapes.ts';
import { Empty } from '../../parts/states.tsx';
import type { View } from '../../pure/filter.ts';
import { plural } from '../../pure/text.ts';
import { columns, type ListPreferences } from './columns.tsx';
import { ExportButton } from './export.tsx';
import { Filtering } from './filtering.tsx';
import type { useFollowed } from './followed.ts';
import type { Pages } from './pages.ts';
import { Preferences } from './preferences.tsx';
import { SavedFilters } from './saved.tsx';

interface Props {
  readonly view: View;
  readonly filter: Filter;
  readonly onView: (view: View) => void;
  readonly followed: ReturnType<typeof useFollowed>;
  readonly isWaiting: boolean;
  readonly isPartial: boolean;
  readonly pages: Pages;
  readonly preferences: ListPreferences;
}

/** The list of remediations with all that cuts it down. */
export function RemediationTable(props: Props) {
  const { view, onView, isWaiting, preferences } = props;
  const { wrapLines, contentDensity, contentDisplay, stripedRows } = preferences.value;
  return (
    <Table
      variant="full-page"
      stickyHeader
      header={<ListHeader {...props} />}
      filter={<Filtering view={view} onView={onView} />}
      pagination={<Paging pages={props.pages} />}
      preferences={<Preferences preferences={preferences} />}
      items={props.followed.rows}
      trackBy="id"
      loading={isWaiting}
      loadingText="Waiting for the history"
      columnDefinitions={columns}
      columnDisplay={contentDisplay}
      wrapLines={wrapLines}
      stripedRows={stripedRows}
      contentDensity={contentDensity}
      enableKeyboardNavigation
      ariaLabels={{ tableLabel: 'Remediations' }}
      empty={<Nothing onView={onView} />}
      footer={props.isPartial && <Alert type="info">There is more to look through: the next page goes on.</Alert>}
    />
  );
}

function ListHeader({ view, filter, onView, followed, pages }: Props) {
  const { rows } = followed;
  return (
    <Header
      variant="awsui-h1-sticky"
      counter={rows.length > 0 && pages.index === 1 ? `(${rows.length}${pages.isOpenEnded ? '+' : ''})` : undefined}
      description="What drifted, and what became of it, newest first"
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <News followed={followed} isFirst={pages.index === 1} />
          <SavedFilters view={view} onView={onView} />
          <ExportButton filter={filter} />
        </SpaceBetween>
      }
    >
      Remediations
    </Header>
  );
}

/** What came since is shown when one asks for it: nothing moves under the reader. */
function News({ followed: { news, gone, showNews }, isFirst }: Pick<Props, 'followed'> & { isFirst: boolean }) {
  const isNews = isFirst && news > 0;
  return (
    <LiveRegion>
      {(isNews || gone > 0) && (
        <Button iconName="refresh" onClick={showNews}>
          {isNews ? `Show ${plural(news, 'new one')}` : 'Bring the list up to date'}
        </Button>
      )}
    </LiveRegion>
  );
}

function Paging({ pages: { index, count, isOpenEnded, go } }: { pages: Pages }) {
  return (
    <Pagination
      currentPageIndex={index}
      pagesCount={count}
      openEnd={isOpenEnded && index === count}
      onChange={({ detail }) => go(detail.currentPageIndex)}
    />
  );
}

function Nothing({ onView }: Pick<Props, 'onView'>) {
  return (
    <Empty
      says="Nothing matches"
      more="Nothing of this kind happened, or it is older than the time range."
      action={<Button onClick={() => onView({ filter: {}, range: {} })}>Clear the filter</Button>}
    />
  );
}
