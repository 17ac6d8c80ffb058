import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { Link, toControl } from '../../parts/link.tsx';
import { SeverityMark } from '../../parts/marks.tsx';
import type { Row } from './rows.ts';

/** What the list of controls shows. */
export const columns: TableProps.ColumnDefinition<Row>[] = [
  {
    id: 'title',
    header: 'Control',
    sortingField: 'id',
    isRowHeader: true,
    minWidth: 300,
    cell: ({ id, title }) => (
      <>
        <Link to={toControl(id)}>{title}</Link>
        <Box variant="small" display="block">
          <span className="mono">{id}</span>
        </Box>
      </>
    ),
  },
  { id: 'practice', header: 'Practice', sortingField: 'practice', cell: ({ practice }) => practice },
  {
    id: 'severity',
    header: 'Severity',
    sortingField: 'rank',
    cell: ({ severity }) => <SeverityMark severity={severity} />,
  },
  { id: 'atWork', header: 'State', sortingField: 'atWork', cell: ({ atWork }) => <AtWork says={atWork} /> },
  { id: 'safe', header: 'Safe', sortingField: 'safe', cell: ({ safe }) => safe },
  { id: 'disruptive', header: 'Disruptive', sortingField: 'disruptive', cell: ({ disruptive }) => disruptive },
  { id: 'drifts', header: 'Drifts (30 d)', sortingField: 'drifts', cell: ({ drifts }) => drifts },
  { id: 'mended', header: 'Mended', sortingField: 'mended', cell: ({ mended }) => mended },
  {
    id: 'open',
    header: 'Open',
    sortingField: 'open',
    cell: ({ open }) => (open === 0 ? 0 : <StatusIndicator type="warning">{open}</StatusIndicator>),
  },
];

function AtWork({ says }: { says: string }) {
  const type = says === 'At work' ? 'success' : says === 'Off' ? 'stopped' : 'warning';
  return (
    <span className="mark">
      <StatusIndicator type={type}>{says}</StatusIndicator>
    </span>
  );
}
