import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { columns, type ListPreferences } from './columns.tsx';

/** Which columns show, how many rows, and how close together. */
export function Preferences({ preferences: { value, set } }: { preferences: ListPreferences }) {
  return (
    <CollectionPreferences
      title="How the list looks"
      confirmLabel="Keep"
      cancelLabel="Cancel"
      preferences={value}
      onConfirm={({ detail }) => set(detail)}
      pageSizePreference={{
        title: 'Rows',
        options: [20, 50, 100, 200].map((size) => ({ value: size, label: `${size} rows` })),
      }}
      wrapLinesPreference={{ label: 'Wrap lines', description: 'Show all of a text, on several lines' }}
      stripedRowsPreference={{ label: 'Striped rows', description: 'Shade every other row' }}
      contentDensityPreference={{ label: 'Compact', description: 'Show more rows at once' }}
      contentDisplayPreference={{
        title: 'Columns',
        options: columns.map(({ id, header }) => ({ id, label: String(header), alwaysVisible: id === 'resource' })),
      }}
    />
  );
}
