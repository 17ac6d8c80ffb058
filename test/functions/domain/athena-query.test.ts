import { describe, expect, test } from '@jest/globals';
import { lastGap, usesQuery } from '../../../functions/domain/athena-query.ts';
import { Athena } from '../../../functions/domain/evidence-config.ts';

const athena = {
  workgroup: 'primary',
  database: 'trails',
  table: 'all_of_them',
  output: 's3://answers/x/',
  trail: 'logs',
};
const asking = {
  account: '111122223333',
  from: new Date('2026-01-30T00:00:00Z'),
  now: new Date('2026-02-01T09:00:00Z'),
};

test('the question goes over the days in question once, and over no other partition', () => {
  expect(usesQuery(Athena.parse(athena), asking)).toMatchInlineSnapshot(`
"SELECT principal, eventsource, eventname, day, max(eventtime) AS at FROM (
  SELECT coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn) AS principal,
    eventsource, eventname, eventtime, substr(eventtime, 1, 10) AS day
  FROM "trails"."all_of_them"
  WHERE "timestamp" BETWEEN '2026/01/30' AND '2026/02/01'
    AND recipientaccountid = '111122223333' AND eventtime >= '2026-01-30T00:00:00Z'
) GROUP BY GROUPING SETS ((principal, eventsource, eventname), (day))"
`);
});

test('what comes from outside stays a text in it', () => {
  expect(usesQuery(Athena.parse(athena), { ...asking, account: "1' OR '1'='1" })).toContain(
    "recipientaccountid = '1'' OR ''1''=''1'",
  );
});

test.each([
  ['table', 'all"; DROP TABLE x; --'],
  ['database', 'a.b'],
  ['partition', 'day OR 1=1'],
  ['output', 'https://answers/'],
  ['trail', 'Logs/2026'],
])('a configuration whose %s is %s is refused', (field, value) => {
  expect(Athena.safeParse({ ...athena, [field]: value }).success).toBe(false);
});

describe('a gap', () => {
  test.each([
    ['none where each day has a call', ['2026-01-30', '2026-01-31', '2026-02-01'], undefined],
    ['none where today has none yet', ['2026-01-30', '2026-01-31'], undefined],
    ['a day without one', ['2026-01-30', '2026-02-01'], '2026-01-31'],
    ['the last such day', ['2026-02-01'], '2026-01-31'],
    ['the first day, too', ['2026-01-31', '2026-02-01'], '2026-01-30'],
  ])('is %s', (_, days, expected) => {
    expect(lastGap(new Set(days), asking)).toBe(expected);
  });
});
