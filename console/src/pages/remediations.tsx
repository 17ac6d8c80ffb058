import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useRemediations } from '../api/queries.ts';
import { Failed } from '../parts/states.tsx';
import { fromSearch, toFilter, toSearch, type View } from '../pure/filter.ts';
import { useTitle } from '../shell/title.tsx';
import { useListPreferences } from './remediations/columns.tsx';
import { useFollowed } from './remediations/followed.ts';
import { usePages } from './remediations/pages.ts';
import { RemediationTable } from './remediations/table.tsx';

/** Everything that happened, cut down to what one looks for. The address says what is shown. */
export default function Remediations() {
  useTitle('Remediations');
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => fromSearch(search), [search]);
  const address = search.toString();
  const [asOf, setAsOf] = useState(() => ({ address, now: new Date() }));
  if (asOf.address !== address) setAsOf({ address, now: new Date() });
  const filter = useMemo(() => toFilter(view, asOf.now), [view, asOf.now]);
  const preferences = useListPreferences();
  const limit = preferences.value.pageSize ?? 50;
  const pages = usePages(`${address} ${limit}`);
  const answer = useRemediations(filter, { limit, cursor: pages.cursor });
  const followed = useFollowed(answer.data, `${address} ${limit} ${pages.index}`);
  if (answer.error && !answer.data) return <Failed error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <RemediationTable
      view={view}
      filter={filter}
      onView={(next: View) => setSearch(toSearch(next))}
      followed={followed}
      isWaiting={answer.data === undefined}
      isPartial={answer.data?.partial ?? false}
      pages={pages.of(answer.data?.cursor)}
      preferences={preferences}
    />
  );
}
