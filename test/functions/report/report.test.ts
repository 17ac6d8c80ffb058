import { describe, expect, test } from '@jest/globals';
import { actorLabel, timeToSafe } from '../../../functions/domain/bars.ts';
import { parseConfig } from '../../../functions/domain/config.ts';
import { cronOf } from '../../../functions/domain/report-config.ts';
import { daysOf, periodUntil, type ReportSources, weeklyReport } from '../../../functions/domain/weekly-report.ts';
import { reportHtml, reportMail } from '../../../functions/report/mail.tsx';
import { reportText } from '../../../functions/report/text.ts';
import { dayOf, periodOf } from '../../../functions/report/words.ts';
import { actingConfig } from '../environment.ts';
import { busy, count, exemption, now, pause, period, quiet, remediation } from './sources.ts';

const of = (change: Partial<ReportSources>) => weeklyReport({ ...quiet, ...change });
const markup = `"><img src=x onerror=alert(1)></td></table><script>alert('1')</script>&lt;b&gt;`;
const tags = (html: string) => (html.match(/<\/?[a-z]+/g) ?? []).toSorted();

describe('the report', () => {
  test('of a week in which nothing happened says that nothing needs anybody', () => {
    const report = of({});
    expect(report.needs).toEqual([]);
    expect(reportText(report)).toContain('Nothing needs you.');
    expect(reportHtml(report, '')).toContain('Nothing needs you.');
    expect(reportMail(report, 'ann@example.com', '').subject).toBe(
      'Homeostat, 16 Nov to 22 Nov 2026: nothing needs you',
    );
  });

  test.each<[string, Partial<ReportSources>, readonly string[]]>([
    [
      'a question that waits',
      { waiting: [remediation({ openedAt: '2026-11-23T07:00:00.000Z' }), remediation()] },
      ['2 questions wait for an answer, the oldest for 2 days'],
    ],
    ['a mend that failed', { failed: [remediation()] }, ['1 mend failed and wants a look']],
    [
      'a stop that is in force',
      { pauses: [pause({ endedAt: null }), pause()] },
      ['Changes are stopped for everything since 2026-11-18, by ann@example.com: the migration runs'],
    ],
    [
      'an exemption that ends soon',
      {
        exemptions: [
          exemption(),
          exemption({ until: '2026-12-08T08:00:00.000Z' }),
          exemption({ until: '2026-11-20T00:00:00.000Z' }),
        ],
      },
      ['1 exemption ends within 14 days: what they hold is judged again then'],
    ],
    ['what is held', { held: [remediation({ status: 'held' })] }, []],
  ])('says what needs somebody: %s', (_, change, needs) => {
    expect(of(change).needs).toEqual(needs);
  });

  test('sums up the days and compares them with those before', () => {
    const report = of({
      counts: [
        count({ opened: 5, byStatus: { remediated: 3, held: 1, failed: 1 } }),
        count({ day: '2026-11-17', account: '2', opened: 2, byStatus: { 'verification-failed': 2 } }),
      ],
      countsBefore: [count({ opened: 1, byStatus: { remediated: 1 } })],
    });
    expect(report.sums).toEqual({
      drifted: { now: 7, before: 1 },
      mended: { now: 3, before: 1 },
      held: { now: 1, before: 0 },
      failed: { now: 3, before: 0 },
      waiting: 0,
      undone: 0,
    });
    expect(report.days.map(({ name, count: drifts, mended }) => [name, drifts, mended])).toEqual([
      ['2026-11-16', 5, 3],
      ['2026-11-17', 2, 0],
      ...['18', '19', '20', '21', '22'].map((day) => [`2026-11-${day}`, 0, 0]),
    ]);
    expect(report.accounts.map(({ name }) => name)).toEqual(['111122223333', '2']);
  });

  test('names who causes most first, by the name that people know', () => {
    const report = of({
      counts: [
        count({ opened: 1, actors: { unknown: 1, 'arn:aws:iam::1:user/ann': 2 } }),
        count({ opened: 1, actors: { 'arn:aws:iam::1:user/ann': 1 } }),
      ],
    });
    expect(report.actors.map(({ label, count: drifts }) => [label, drifts])).toEqual([
      ['ann', 3],
      ['nobody named', 1],
    ]);
  });

  test('takes the same reason about different resources for one', () => {
    const held = ['arn:aws:s3:::a is protected', 'arn:aws:s3:::b is protected', 'no approver'].map((because) =>
      remediation({ status: 'held', because }),
    );
    expect(of({ held }).held.map(({ because, count: times }) => [because, times])).toEqual([
      ['… is protected', 2],
      ['no approver', 1],
    ]);
  });

  test('tells an undo once, though both remediations say so', () => {
    const { undone, sums } = weeklyReport(busy);
    expect(undone.map(({ id }) => id)).toEqual(['r-0000000000000004']);
    expect(sums.undone).toBe(1);
  });

  test('shows the oldest question first', () => {
    expect(weeklyReport(busy).waiting.map(({ id }) => id)).toEqual(['r-0000000000000002', 'r-0000000000000001']);
  });

  test('can be kept as JSON and is the same again', () => {
    const report = weeklyReport(busy);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

test.each([
  [[{}], null, null, 0],
  [[{ 5: 1 }], 5, 5, 1],
  [[{ 5: 9 }, { 10: 9, 60: 2 }], 10, 60, 20],
  [[{ 5: 19, 3600: 1 }], 5, 5, 20],
  [[{ 5: 1, Infinity: 1 }], 5, null, 2],
  [[{ Infinity: 1 }], null, null, 1],
])('the time to safe of %j is %s, and %s for nearly all', (timesToSafe, p50, p95, all) => {
  expect(timeToSafe(timesToSafe.map((one) => count({ timeToSafe: one as never })))).toEqual({ p50, p95, count: all });
});

test.each([
  ['arn:aws:sts::111122223333:assumed-role/ops/ann', 'ops/ann'],
  ['arn:aws:iam::111122223333:user/team/ann', 'team/ann'],
  ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root'],
  ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
  ['unknown', 'nobody named'],
])('%s is called %s', (arn, label) => {
  expect(actorLabel(arn)).toBe(label);
});

test.each([
  ['2026-11-30', '2026-12-06', '30 Nov to 06 Dec 2026'],
  ['2026-12-28', '2027-01-03', '28 Dec 2026 to 03 Jan 2027'],
])('the days from %s to %s are written %s', (from, to, text) => {
  expect(periodOf({ period: { from, to } })).toBe(text);
  expect(dayOf(from)).toMatch(/^Mon \d\d \w{3}$/);
});

test('a period has whole days, over the end of a month and a leap day', () => {
  expect(daysOf(periodUntil('2028-03-01', 3))).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  expect(periodUntil('2026-11-22', 7)).toEqual(period);
});

describe('the mail', () => {
  test('shows markup that comes from outside as text', () => {
    const marked = (text: string): ReportSources => ({
      ...busy,
      waiting: [remediation({ resource: text, actor: text, because: text })],
      held: [remediation({ resource: text, because: text })],
      failed: [],
      pauses: [pause({ says: text, by: text, reason: text, endedAt: null })],
      exemptions: [exemption({ owner: text, reason: text, control: text })],
      counts: [count({ opened: 1, actors: { [text]: 1 } })],
      nameOf: () => text,
      titleOf: () => text,
    });
    const html = (text: string) => reportHtml(weeklyReport(marked(text)), 'https://console.example.com/');
    expect(tags(html(markup))).toEqual(tags(html('plain')));
  });

  test('loads nothing and runs nothing', () => {
    const html = reportHtml(weeklyReport(busy), 'https://console.example.com/');
    expect(html).not.toMatch(/<(script|img|link|iframe|svg)|url\(|@import/);
    expect(html.match(/href="[^"]*"/g)?.every((link) => link.startsWith('href="https://console.example.com/'))).toBe(
      true,
    );
  });

  test('is not cut by mail programs, however much there is', () => {
    const long = 'x'.repeat(500);
    const lines = Array.from({ length: 300 }, (_, index) =>
      remediation({ resource: `arn:aws:s3:::${long}`, because: `${index} ${long}`, undoes: 'r-1' }),
    );
    const report = weeklyReport({ ...busy, waiting: lines, failed: lines, held: lines, undone: lines });
    const { html, text } = reportMail(report, 'ann@example.com', 'https://console.example.com/');
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(text).toContain('and 288 more');
  });

  test('is one line in its subject, whatever stands in it', () => {
    expect(reportMail(weeklyReport(busy), 'ann@example.com', '').subject).toBe(
      'Homeostat, 16 Nov to 22 Nov 2026: 4 things need somebody',
    );
  });

  test('says the same as text', () => {
    expect(reportText(weeklyReport(busy))).toMatchSnapshot();
    expect(now.toISOString()).toBe(weeklyReport(busy).madeAt);
  });
});

describe('the configuration of the weekly report', () => {
  const to = ['ann@example.com'];
  test.each([
    [{ to }, 'cron(0 8 ? * MON *)', 'UTC'],
    [{ to, day: 'friday', hour: 17, timezone: 'Europe/Berlin' }, 'cron(0 17 ? * FRI *)', 'Europe/Berlin'],
  ] as const)('%j is sent at %s, %s', (weekly, cron, timezone) => {
    const parsed = parseConfig({ ...actingConfig, reports: { weekly: { ...weekly, to: [...to] } } }).reports.weekly;
    expect(parsed && cronOf(parsed)).toBe(cron);
    expect(parsed?.timezone).toBe(timezone);
  });

  test.each([
    ['a time zone that there is not', { to, timezone: 'Berlin' }, 'a time zone looks like Europe/Berlin'],
    ['nobody', { to: [] }, 'reports.weekly.to'],
    ['no mail', { to: ['ann'] }, 'reports.weekly.to'],
    ['a day that there is not', { to, day: 'someday' as never }, 'reports.weekly.day'],
  ])('refuses %s', (_, weekly, message) => {
    expect(() => parseConfig({ ...actingConfig, reports: { weekly } })).toThrow(message);
  });

  test('refuses a report that nobody could send', () => {
    expect(() => parseConfig({ ...actingConfig, channels: {}, reports: { weekly: { to } } })).toThrow(
      'reports.weekly: it goes by mail: say under channels.mail whom it comes from',
    );
  });
});
