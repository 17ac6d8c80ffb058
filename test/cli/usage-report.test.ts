import { describe, expect, test } from '@jest/globals';
import { csvOf, orders, saysSummary, sorted, summaryOf, tableHead, tableRow } from '../../cli/usage-report.ts';
import { ReportRow } from '../../functions/domain/usage-report.ts';

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const row = (name: string, change: Partial<ReportRow> = {}): ReportRow =>
  ReportRow.parse({
    account: '111122223333',
    principal: arn(name),
    kind: 'role',
    policies: ['arn:aws:iam::111122223333:policy/wide', 'inline'],
    lastActivity: '2026-11-01T00:00:00.000Z',
    unusedServices: ['s3', 'sqs'],
    unusedActions: 12,
    byLevel: { 'permissions management': 1, write: 2, tagging: 3, read: 4, list: 2 },
    score: 139,
    refusals: [],
    evidenceAt: '2026-11-24T06:00:00.000Z',
    ...change,
  });

const admin = row('admin', { score: 9_000, unusedActions: 900, unusedServices: ['s3'], lastActivity: null });
const reader = row('reader', {
  score: 40,
  unusedActions: 2_000,
  unusedServices: [],
  lastActivity: '2026-11-20T00:00:00.000Z',
});
const worker = row('worker', { score: 500, unusedServices: ['a', 'b', 'c'] });

describe('the report', () => {
  test.each<[(typeof orders)[number], readonly ReportRow[]]>([
    ['risk', [admin, worker, reader]],
    ['actions', [reader, admin, worker]],
    ['services', [worker, admin, reader]],
    ['activity', [admin, worker, reader]],
    ['principal', [admin, reader, worker]],
  ])('can be sorted by %s', (order, expected) => {
    expect(sorted([reader, worker, admin], order)).toEqual(expected);
  });

  test.each(orders)('has rows that are equal by %s in the order of their names', (order) => {
    const [a, b] = [row('a'), row('b')];
    expect(sorted([b, a], order)).toEqual([a, b]);
  });

  test('sums what is not used', () => {
    expect(summaryOf([admin, reader, worker])).toMatchObject({
      principals: 3,
      unusedServices: 4,
      unusedActions: 2_912,
    });
  });

  test('says between when and when it was gathered', () => {
    const late = row('late', { evidenceAt: '2026-11-24T09:30:00.000Z' });
    const none = row('none', { evidenceAt: null });
    const said = saysSummary(summaryOf([late, none, worker]));
    expect(said).toContain('What they use was gathered between 2026-11-24 06:00 and 2026-11-24 09:30 UTC.');
    expect(saysSummary(summaryOf([none]))).toContain('Nobody could find out what they use yet.');
  });

  test('counts why principals are not trimmed, whoever they are and whenever it was', () => {
    const young = (name: string, day: string) =>
      row(name, { refusals: [`${arn(name)} was made on 2026-11-${day}T10:00:00.000Z, within the window`] });
    const gap = row('gap', { refusals: ['the trail has a gap'] });
    const { refusals } = summaryOf([gap, young('a', '01'), young('b', '02')]);
    expect(refusals).toEqual([
      { because: 'the role was made on …, within the window', principals: 2 },
      { because: 'the trail has a gap', principals: 1 },
    ]);
  });

  test('has a cell for each column of its table', () => {
    expect(tableRow(worker)).toHaveLength(tableHead.length);
    expect(tableRow(worker)).toEqual([arn('worker'), '1', '2', '3', '4', '2', '3', '2026-11-01', '']);
    expect(tableRow(admin)[7]).toBe('never');
  });
});

describe('the CSV', () => {
  test('has a line for each row, with the ends of lines that RFC 4180 names', () => {
    const [head, first, ...more] = csvOf([worker]).split('\r\n');
    expect(head).toBe(
      'account,principal,kind,policies,last_activity,unused_services,unused_actions,unused_permissions_management,unused_write,unused_tagging,unused_read,unused_list,score,refusals,evidence_at',
    );
    expect(first).toBe(
      `111122223333,${arn('worker')},role,arn:aws:iam::111122223333:policy/wide inline,2026-11-01T00:00:00.000Z,a b c,12,1,2,3,4,2,500,,2026-11-24T06:00:00.000Z`,
    );
    expect(more).toEqual(['']);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'has no cell that a spreadsheet would run: %j',
    (policy) => {
      expect(csvOf([row('a', { policies: [policy] })])).toContain(`'${policy}`);
    },
  );

  test('quotes what holds commas, quotes and new lines', () => {
    expect(csvOf([row('a', { policies: ['a,"b"\nc'] })])).toContain('"a,""b""\nc"');
  });
});
