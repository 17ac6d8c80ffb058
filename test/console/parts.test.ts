import { describe, expect, it } from '@jest/globals';
import { crumbsOf } from '../../console/src/pure/crumbs.ts';
import { fold, type Line, linesOf, sumOf } from '../../console/src/pure/diff.ts';
import { follow } from '../../console/src/pure/list.ts';
import { actorName, duration, nameOf, relative, timesIn } from '../../console/src/pure/text.ts';
import type { Remediation } from '../../functions/domain/history.ts';

const same = (count: number): Line[] => Array.from({ length: count }, (_, at) => ({ kind: 'same', text: `${at}` }));
const added: Line = { kind: 'added', text: 'new' };
const removed: Line = { kind: 'removed', text: 'old' };

describe('a diff', () => {
  it.each([
    ['folds what is far from a change', [...same(10), added, ...same(10)], ['folded 7', 'shown 7', 'folded 7']],
    ['folds nothing near one', [...same(3), removed, added, ...same(3)], ['shown 8']],
    ['folds no single line', [...same(4), added], ['shown 1', 'shown 4']],
    ['is folded whole where nothing changes', same(9), ['folded 9']],
    ['shows nothing of nothing', [], []],
  ])('%s', (_, lines, expected) => {
    expect(fold(lines).map(({ kind, lines: part }) => `${kind} ${part.length}`)).toEqual(expected);
  });

  it('leaves no line out', () => {
    const lines = [...same(20), removed, ...same(2), added, ...same(20)];
    expect(fold(lines).flatMap((part) => part.lines)).toEqual(lines);
  });

  it.each([
    [[added], '1 line added, 0 removed'],
    [[added, added, removed], '2 lines added, 1 removed'],
    [same(3), 'Nothing differs'],
  ])('is told in a few words', (lines, expected) => {
    expect(sumOf(lines)).toBe(expected);
  });

  it('is read from its text', () => {
    expect(linesOf('  a\n- b\n+ c')).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'removed', text: 'b' },
      { kind: 'added', text: 'c' },
    ]);
  });
});

describe('a list that is followed', () => {
  const one = (id: string, minute: number, status: Remediation['status'] = 'remediated') =>
    ({ id, status, openedAt: `2026-11-25T10:${String(minute).padStart(2, '0')}:00Z` }) as Remediation;
  const shown = [one('c', 3), one('b', 2), one('a', 1)];

  it.each([
    [
      'counts what is new and leaves the rows where they are',
      [one('d', 4), ...shown],
      { ids: 'c b a', news: 1, gone: 0 },
    ],
    [
      'takes nothing for gone that was pushed on to the next page',
      [one('d', 4), one('c', 3), one('b', 2)],
      { ids: 'c b a', news: 1, gone: 0 },
    ],
    ['counts what it would show no longer', [one('c', 3), one('a', 1)], { ids: 'c b a', news: 0, gone: 1 }],
    ['is quiet where nothing changed', shown, { ids: 'c b a', news: 0, gone: 0 }],
  ])('%s', (_, fresh, expected) => {
    const { rows, news, gone } = follow(shown, fresh);
    expect({ ids: rows.map(({ id }) => id).join(' '), news, gone }).toEqual(expected);
  });

  it('shows the newest status of its rows', () => {
    const { rows } = follow([one('a', 1, 'applying')], [one('a', 1, 'remediated')]);
    expect(rows[0]?.status).toBe('remediated');
  });

  it('takes for gone what a last page lacks', () => {
    expect(follow(shown, [], true)).toMatchObject({ news: 0, gone: 3 });
  });
});

it.each([
  ['arn:aws:s3:::shop-invoices', 'shop-invoices'],
  ['arn:aws:iam::111122223333:role/team/deployer', 'deployer'],
  ['arn:aws:rds:eu-central-1:111122223333:db:ledger', 'db:ledger'],
  ['arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/thumbnails', 'log-group:/aws/lambda/thumbnails'],
  ['not an arn', 'not an arn'],
])('%s is called %s', (arn, name) => {
  expect(nameOf(arn)).toBe(name);
});

it.each([
  ['arn:aws:sts::111122223333:assumed-role/developer/ada@example.com', 'ada@example.com'],
  ['arn:aws:iam::111122223333:user/contractor', 'contractor'],
  ['arn:aws:iam::111122223333:root', 'root'],
  ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
  ['', 'unknown'],
])('%s is %s', (arn, name) => {
  expect(actorName(arn)).toBe(name);
});

it.each([
  [0.84, '0.8 s'],
  [59, '59 s'],
  [600, '10 min'],
  [7200, '2 h'],
  [3 * 86_400, '3 d'],
])('%s seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

it.each([
  ['2026-11-25T09:57:00Z', '3 min ago'],
  ['2026-11-27T10:00:00Z', 'in 2 d'],
  ['2026-11-25T10:00:01Z', 'now'],
  ['never', ''],
])('%s is %s', (at, text) => {
  expect(relative(at, new Date('2026-11-25T10:00:00Z'))).toBe(text);
});

it('finds the times in a sentence', () => {
  expect(timesIn('2 wait, the first until 2026-11-27T18:12:35.912Z.')).toEqual([
    { text: '2 wait, the first until ', isTime: false },
    { text: '2026-11-27T18:12:35.912Z', isTime: true },
    { text: '.', isTime: false },
  ]);
});

it.each([
  ['/', ['Homeostat', 'Overview']],
  ['/remediations', ['Homeostat', 'Remediations']],
  ['/remediations/r-7k2m9qc4x1d8w0ze', ['Homeostat', 'Remediations', 'r-7k2m9qc4x1d8w0ze']],
  ['/resource', ['Homeostat', 'Remediations', 'Resource']],
  ['/nowhere', ['Homeostat', 'Not found']],
])('the way to %s is %s', (path, expected) => {
  expect(crumbsOf(path).map(({ text }) => text)).toEqual(expected);
});
