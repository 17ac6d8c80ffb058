import type { Control } from '../control.ts';
import { type Card, card } from './card.ts';
import { code, page, plain, table } from './markdown.ts';

/** All controls, in Markdown: a table for each practice, by name, and in it by id. */
export function indexPage(controls: readonly Control[]): string {
  const cards = controls.map(card).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const practices = [...new Set(cards.map(({ practice }) => practice))].toSorted();
  return page([
    '# Controls',
    `${cards.length} controls, written from the catalogue: \`UPDATE_DOCS=1 npm test -- test/catalogue.test.ts\` writes these pages anew.`,
    'What they may do, all together: [to read](permissions-to-read.md) and [to change](permissions-to-change.md).',
    ...practices.flatMap((practice) => [
      `## ${practice.charAt(0).toUpperCase()}${practice.slice(1)}`,
      table(
        ['control', 'id', 'severity', 'resources', 'risk of a mend'],
        cards.filter((one) => one.practice === practice).map(row),
      ),
    ]),
  ]);
}

function row({ id, title, severity, resources, risks }: Card): readonly string[] {
  const types = resources.map(code).join(', ');
  return [`[${plain(title)}](${id}.md)`, code(id), severity, types, risks.join(', ') || 'none: it finds only'];
}
