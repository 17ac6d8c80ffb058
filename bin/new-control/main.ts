import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cancel, intro, log, outro, select, text } from '@clack/prompts';
import { Command } from 'commander';
import { Answers, type Question, questions } from './answers.ts';
import { indexWith } from './index-file.ts';
import { exportName, template } from './template.ts';

/** Asks the few questions that a control starts with, and writes a file that compiles. */
const command = new Command('new-control').description('begins a control; what no option answers is asked');
for (const question of questions) {
  command.option(`--${question} <text>`, Answers.shape[question].description);
}
command.parse();
process.exitCode = await main(command.opts());

async function main(given: Partial<Record<Question, string>>): Promise<number> {
  const missing = questions.filter((question) => given[question] === undefined);
  if (missing.length > 0 && !process.stdin.isTTY) {
    console.error(`Outside a terminal, say ${missing.map((question) => `--${question}`).join(', ')}, too.`);
    return 2;
  }
  const answers = await Answers.safeParseAsync(missing.length > 0 ? await ask(given, missing) : given);
  if (!answers.success) {
    console.error(answers.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'));
    return 2;
  }
  write(answers.data);
  return 0;
}

async function ask(given: Partial<Record<Question, string>>, missing: readonly Question[]): Promise<object> {
  intro('A new control');
  const answers: Partial<Record<Question, string>> = { ...given };
  for (const question of missing) {
    const answer = await asked(question);
    if (typeof answer === 'symbol') {
      cancel('Nothing was written.');
      process.exit(1);
    }
    answers[question] = answer;
  }
  return answers;
}

function asked(question: Question): Promise<string | symbol> {
  const shape = Answers.shape[question];
  const message = shape.description ?? question;
  if ('options' in shape) {
    return select({ message, options: shape.options.map((value) => ({ value: value as string })) });
  }
  // Whether a call exists is only known once its service's client is loaded; that is checked at the end.
  return text({ message, validate: (value) => (value ? undefined : 'it is needed') });
}

function write(answers: Answers): void {
  const { id } = answers;
  const file = `catalogue/controls/${id.replace('.', '/')}.ts`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, template(answers), { flag: 'wx' });
  const index = 'catalogue/index.ts';
  writeFileSync(index, indexWith(readFileSync(index, 'utf8'), { id, name: exportName(id) }));
  spawnSync('npx', ['biome', 'format', '--write', file, index], { stdio: 'ignore' });
  log.step('Its page is written, and its examples are tried: a few seconds.');
  const isWritten = writePages();
  outro(`${file} is begun. It leaves every resource alone until \`read\` says what \`isSafe\` follows from.`);
  console.log(`Next:
  1. Write read, plan and the examples; CONTRIBUTING.md walks through it.${isWritten ? ` Its page is docs/controls/${id}.md.` : ''}
  2. npx tsc && UPDATE_DOCS=1 npm test -- test/catalogue.test.ts   holds it to what every control owes, writes its page anew
  3. Prove it in test/local/proofs/${id.split('.')[0]}.ts: npm test -- --selectProjects proofs`);
}

/** The pages are written by the test that holds them to the catalogue. */
function writePages(): boolean {
  const args = ['test', '--', '--selectProjects', 'unit', '--silent', 'test/catalogue.test.ts'];
  return spawnSync('npm', args, { stdio: 'ignore', env: { ...process.env, UPDATE_DOCS: '1' } }).status === 0;
}
