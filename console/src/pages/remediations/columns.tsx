import type { CollectionPreferencesProps } from '@cloudscape-design/components/collection-preferences';
import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { Remediation } from '../../../../functions/domain/history.ts';
import { Link, toControl, toRemediation, toResource } from '../../parts/link.tsx';
import { RiskMark, StatusMark } from '../../parts/marks.tsx';
import { Ago, Time } from '../../parts/time.tsx';
import { actorName, duration, nameOf } from '../../pure/text.ts';
import { preference, setPreference } from '../../shell/preferences.ts';

/** The columns of every table of remediations; the first two always show. */
export const columns: readonly (TableProps.ColumnDefinition<Remediation> & { readonly id: string })[] = [
  {
    id: 'resource',
    header: 'Resource',
    isRowHeader: true,
    minWidth: 150,
    cell: ({ id, resource }) => (
      <span title={resource} className="wrap">
        <Link to={toRemediation(id)}>{nameOf(resource)}</Link>
      </span>
    ),
  },
  { id: 'status', header: 'Status', minWidth: 165, cell: ({ status }) => <StatusMark status={status} /> },
  {
    id: 'control',
    header: 'Control',
    minWidth: 180,
    cell: ({ control }) => (
      <span className="wrap">
        <Link to={toControl(control)}>{control}</Link>
      </span>
    ),
  },
  { id: 'openedAt', header: 'Opened', minWidth: 95, cell: ({ openedAt }) => <Ago at={openedAt} /> },
  { id: 'account', header: 'Account', cell: ({ account }) => account },
  { id: 'region', header: 'Region', cell: ({ region }) => <span className="time">{region}</span> },
  { id: 'actor', header: 'Caused by', cell: ({ actor }) => <span title={actor}>{actorName(actor)}</span> },
  { id: 'event', header: 'With', cell: ({ event }) => event },
  { id: 'risk', header: 'Risk', minWidth: 120, cell: ({ risk }) => <RiskMark risk={risk} /> },
  { id: 'because', header: 'Because', minWidth: 190, cell: ({ because }) => because },
  { id: 'took', header: 'Took', cell: tookOf },
  { id: 'opened', header: 'Opened at', cell: ({ openedAt }) => <Time at={openedAt} /> },
  { id: 'closedAt', header: 'Closed at', cell: ({ closedAt }) => <Time at={closedAt} /> },
  { id: 'arn', header: 'ARN', cell: (one) => <Link to={toResource(one)}>{one.resource}</Link> },
  { id: 'id', header: 'Id', cell: ({ id }) => <span className="mono">{id}</span> },
];

function tookOf({ openedAt, closedAt }: Remediation): string {
  return closedAt === undefined ? '–' : duration((Date.parse(closedAt) - Date.parse(openedAt)) / 1000);
}

const ofResource = ['openedAt', 'status', 'control', 'actor', 'event', 'because'];

/** Where all rows are about one resource, the time leads to each. */
export const resourceColumns = columns
  .filter(({ id }) => ofResource.includes(id))
  .toSorted((a, b) => ofResource.indexOf(a.id) - ofResource.indexOf(b.id))
  .map((column) => (column.id === 'openedAt' ? { ...column, isRowHeader: true, cell: openedLink } : column));

function openedLink({ id, openedAt }: Remediation) {
  return (
    <Link to={toRemediation(id)}>
      <Ago at={openedAt} />
    </Link>
  );
}

const usual = ['resource', 'status', 'control', 'openedAt', 'account', 'actor', 'risk'];

/** How somebody likes their lists: kept in the browser. */
export function useListPreferences() {
  const [value, setValue] = useState<CollectionPreferencesProps.Preferences>(() =>
    preference('remediations', {
      pageSize: 50,
      wrapLines: true,
      contentDensity: 'compact' as const,
      contentDisplay: columns.map(({ id }) => ({ id, visible: usual.includes(id) })),
    }),
  );
  return {
    value,
    set: (next: CollectionPreferencesProps.Preferences) => {
      setValue(next);
      setPreference('remediations', next);
    },
  };
}
export type ListPreferences = ReturnType<typeof useListPreferences>;
