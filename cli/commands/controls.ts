import { Command } from 'commander';
import { card } from '../../catalogue/derive/card.ts';
import { page } from '../../catalogue/derive/page.ts';
import { catalogue, controlById } from '../../catalogue/index.ts';
import pc from '../colour.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { printJson, printTable } from '../print.ts';

export function controlsCommand(): Command {
  const command = new Command('controls')
    .description('what Homeostat looks after; with an id, all about one control')
    .argument('[id]', 'a control, such as s3.bucket-closed-to-public')
    .option('--json', 'as one JSON document')
    .action((id: string | undefined, { json }: { json?: boolean }) => (id === undefined ? all(json) : one(id, json)));
  return withExamples(command, [
    ['homeostat controls', 'all of them, by practice'],
    ['homeostat controls iam.role-trust-closed', 'all about one'],
  ]);
}

function all(json?: boolean): void {
  const cards = catalogue.map(card).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (json) {
    printJson(cards);
    return;
  }
  for (const practice of new Set(cards.map((each) => each.practice))) {
    console.log(`\n${pc.bold(practice)}`);
    printTable(
      ['id', 'what it leaves behind', 'severity', 'risk of a mend'],
      cards
        .filter((each) => each.practice === practice)
        .map(({ id, title, severity, risks }) => [id, title, severity, risks.join(', ')]),
    );
  }
  console.log(`\n${cards.length} controls. homeostat controls ID tells all about one.`);
}

/** Its page of the documentation, which is written to be read as it is, too. */
function one(id: string, json?: boolean): void {
  const control = controlById(id);
  if (control === undefined) {
    throw new Problem(exit.badUsage, `There is no control ${id}. \`homeostat controls\` lists them.`);
  }
  json ? printJson(card(control)) : console.log(page(control));
}
