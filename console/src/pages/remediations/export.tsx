import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { Export, Filter } from '../../../../functions/api/shapes.ts';
import { get, post } from '../../api/client.ts';
import { saysOf } from '../../api/problem.ts';
import { plural } from '../../pure/text.ts';
import { type Notice, useNotices } from '../../shell/notices.tsx';

type Format = 'csv' | 'jsonl';

/** Everything that matches, as a file. It goes on while one looks at other pages. */
export function ExportButton({ filter }: { filter: Filter }) {
  const { say } = useNotices();
  return (
    <ButtonDropdown
      expandToViewport
      items={[
        { id: 'csv', text: 'CSV', description: 'For a spreadsheet' },
        { id: 'jsonl', text: 'JSON Lines', description: 'For programs' },
      ]}
      onItemClick={({ detail }) => void exportAll(filter, detail.id as Format, say)}
    >
      Export
    </ButtonDropdown>
  );
}

async function exportAll(filter: Filter, format: Format, say: (notice: Notice) => void): Promise<void> {
  const id = `export ${crypto.randomUUID()}`;
  say({ id, type: 'in-progress', content: 'The export begins.' });
  try {
    let made: Export = await post('/exports', { body: { format, filter } });
    while (made.status === 'running') {
      say({ id, type: 'in-progress', content: `The export runs: ${plural(made.rows, 'row')} so far.` });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      made = await get('/exports/{id}', { params: { id: made.id } });
    }
    say({ id, ...resultOf(made) });
  } catch (error) {
    say({ id, type: 'error', header: 'The export did not work', content: saysOf(error) });
  }
}

function resultOf({ status, rows, url, because }: Export): Notice {
  if (status === 'failed' || url === null) {
    return { type: 'error', header: 'The export did not work', content: because ?? 'Start it again.' };
  }
  return {
    type: 'success',
    content: `The export is done: ${plural(rows, 'row')}. The link works for some minutes.`,
    action: (
      <Button href={url} iconName="download" download>
        Download
      </Button>
    ),
  };
}
