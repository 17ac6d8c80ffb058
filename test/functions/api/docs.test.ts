import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { type Route, routes } from '../../../functions/api/routes.ts';
import { Role } from '../../../functions/domain/access.ts';

const file = 'docs/api.md';
const between = /(<!-- doors -->\n)[\s\S]*?(<!-- \/doors -->)/;

function table(): string {
  const rows = Object.values<Route>(routes).map(({ method, path, says, roles }) => {
    const who = roles.length === Role.options.length ? 'everybody signed in' : roles.join(', ');
    return `| \`${method.toUpperCase()} /api${path}\` | ${says} | ${who} |`;
  });
  return ['| door | | for |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

test('the page about the API has the table of its doors (UPDATE_DOCS=1 writes it)', () => {
  const page = readFileSync(file, 'utf8');
  const whole = page.replace(between, (_, start: string, end: string) => `${start}${table()}${end}`);
  if (process.env['UPDATE_DOCS']) {
    writeFileSync(file, whole);
  } else {
    expect(page).toBe(whole);
  }
});
