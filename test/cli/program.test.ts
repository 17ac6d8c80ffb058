import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { isColoured } from '../../cli/colour.ts';
import { completionScript } from '../../cli/completion.ts';
import { filterOf } from '../../cli/filter.ts';
import { makeProgram } from '../../cli/program.ts';

const program = makeProgram();
const all = (command: Command, path = command.name()): readonly (readonly [string, Command])[] => [
  [path, command],
  ...command.commands.flatMap((one) => all(one, `${path} ${one.name()}`)),
];

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

describe.each(all(program).filter(([, { commands }]) => commands.length === 0))('%s', (path, command) => {
  test('says what it does, with an example that can be typed', () => {
    expect(command.description()).toMatch(/\w+ \w+/);
    const examples = helpOf(command).split('Examples:\n')[1] ?? '';
    expect(examples.split('\n').filter((line) => line.startsWith(`  ${path}`))).not.toEqual([]);
  });

  test('says what each option is', () => {
    expect(command.options.filter(({ description }) => description === '')).toEqual([]);
  });

  test('answers with JSON for a program', () => {
    expect(command.options.map(({ long }) => long)).toContain('--json');
  });

  test('has examples of options that there are', () => {
    const known = new Set(command.options.flatMap(({ long, short }) => [long, short]));
    const lines = (helpOf(command).split('Examples:\n')[1] ?? '').split('\n');
    const own = lines.filter((line) => line.startsWith(`  ${path}`)).map((line) => line.split(/ [|>;] /)[0] ?? '');
    const used = own.flatMap((line) => line.match(/--[a-z-]+/g) ?? []);
    expect(used.filter((option) => !known.has(option))).toEqual([]);
  });
});

describe('colours', () => {
  test.each([
    ['on a terminal', { isTTY: true }, {}, true],
    ['into a file', {}, {}, false],
    ['into a file, in CI', {}, { CI: 'true', FORCE_COLOR: '1' }, false],
    ['where NO_COLOR is set', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['where NO_COLOR is empty', { isTTY: true }, { NO_COLOR: '' }, true],
    ['on a terminal that has none', { isTTY: true }, { TERM: 'dumb' }, false],
  ])('%s: %#', (_, stream, env, expected) => {
    expect(isColoured(stream, env)).toBe(expected);
  });
});

describe('a filter', () => {
  const now = new Date('2026-11-24T12:00:00Z');

  test('is what the options say, and nothing more', () => {
    expect(filterOf({ status: ['held', 'failed'], contains: 'x' }, now)).toEqual({
      status: ['held', 'failed'],
      contains: 'x',
    });
  });

  test('goes as many days back as it says, unless it says from when', () => {
    expect(filterOf({ days: 1 }, now)).toEqual({ from: '2026-11-23T12:00:00.000Z' });
    expect(filterOf({ days: 1, from: '2026-01-01T00:00:00.000Z' }, now)).toEqual({ from: '2026-01-01T00:00:00.000Z' });
  });

  test.each([
    ['a day as its beginning', '2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['a time with its zone', '2026-01-31T10:00:00+01:00', '2026-01-31T09:00:00.000Z'],
  ])('takes %s', (_, text, expected) => {
    expect(parsed('--from', text).opts()['from']).toBe(expected);
  });

  test.each([['yesterday'], ['2026-13-01']])('refuses %s as a time', (text) => {
    expect(() => parsed('--to', text)).toThrow('a day such as 2026-01-31');
  });

  /** The options of `homeostat history`, which is not run. */
  function parsed(...args: string[]): Command {
    const command = makeProgram().commands.find((one) => one.name() === 'history');
    return (command as Command)
      .action(() => {})
      .configureOutput({ writeErr: () => {} })
      .parse(args, { from: 'user' });
  }
});

describe('completion', () => {
  /** What bash offers for the last of some words. */
  function offered(...words: string[]): readonly string[] {
    const file = join(mkdtempSync(join(tmpdir(), 'completion-')), 'homeostat.bash');
    writeFileSync(file, completionScript(program, 'bash'));
    const run = 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _homeostat; printf "%s\\n" "${COMPREPLY[@]}"';
    return execFileSync('bash', ['-c', run, file, 'homeostat', ...words], { encoding: 'utf8' })
      .trim()
      .split('\n');
  }

  test.each<[string, string[], string[]]>([
    ['commands', ['pau'], ['pause', 'pauses']],
    ['commands of a command', ['exemptions', ''], ['add', 'end', '--json', '--help']],
    ['options', ['undo', 'r-7k2m9qc4x1d8w0ze', '--re'], ['--reason']],
    ['options of a command of a command', ['exemptions', 'add', '--ta'], ['--tag']],
    ['values of an option', ['export', '--format', ''], ['csv', 'jsonl', 'ocsf']],
  ])('offers %s', (_, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test('in zsh is that of bash', () => {
    expect(completionScript(program, 'zsh')).toContain('bashcompinit');
  });
});
