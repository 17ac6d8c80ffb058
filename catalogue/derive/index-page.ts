import type { Control } from '../control.ts';
import { card } from './card.ts';
import { code, page, plain, table } from './markdown.ts';

/** The table of all controls, in Markdown, one row for each, by id. */
export function indexPage(controls: readonly Control[]): string {
  const rows = controls
    .map(card)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, title, practice, severity, resources, risks }) => [
      `[${plain(title)}](${id}.md)`,
      code(id),
      practice,
      severity,
      resources.map(code).join(', '),
      risks.join(', '),
    ]);
  return page([
    '# Controls',
    'Written from the catalogue: `UPDATE_DOCS=1 npm test -- test/catalogue.test.ts` writes these pages anew.',
    'What they may do, all together: [to read](permissions-to-read.md) and [to change](permissions-to-change.md).',
    table(['control', 'id', 'practice', 'severity', 'resources', 'risk of a mend'], rows),
  ]);
}
