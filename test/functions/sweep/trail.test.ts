import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { type Send, sendingAs } from '../../../functions/aws/sender.ts';
import { prepare } from '../environment.ts';
import { Tables } from '../tables.ts';

prepare();
const { trailOf } = await import('../../../functions/sweep/read-marks.ts');
const { trail } = await import('../../../functions/sweep/trail.ts');
const { readQuery, startQuery } = await import('../../../functions/sweep/query.ts');
const { Athena } = await import('../../../functions/domain/evidence-config.ts');

const tables = new Tables();
const account = '111122223333';
const role = `arn:aws:iam::${account}:role/app`;
const reading = {
  sweep: 's',
  region: 'us-east-1',
  from: '2026-01-01T00:00:00Z',
  to: '2026-01-01T04:00:00Z',
  token: null,
  round: 0,
};
const event = (eventName: string, eventTime = '2026-01-01T01:00:00Z') => ({
  CloudTrailEvent: JSON.stringify({
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::…', sessionContext: { sessionIssuer: { arn: role } } },
    eventSource: 's3.amazonaws.com',
    eventName,
    eventTime,
  }),
});

beforeEach(() => tables.reset());

describe('the trail of the last hours', () => {
  test('is read page by page, and each use is known by the action that IAM has for it', async () => {
    const pages = [[event('ListBuckets'), event('GetBucketAcl')], [event('GetBucketAcl', '2026-01-01T02:00:00Z')]];
    expect(await trail(reading, answering(pages))).toEqual({ token: null });
    const { calls, unread } = await trailOf('s', ['us-east-1']);
    expect(calls[role]).toEqual({
      's3:ListAllMyBuckets': '2026-01-01T01:00:00Z',
      's3:GetBucketAcl': '2026-01-01T02:00:00Z',
    });
    expect(unread).toBeUndefined();
  });

  test('goes on in the next round where it is long', async () => {
    const pages = Array.from({ length: 60 }, () => [event('GetBucketAcl')]);
    const send = answering(pages);
    const { token } = await trail(reading, send);
    expect(token).toBe('50');
    expect((await trailOf('s', ['us-east-1'])).unread).toBe('the trail could not be read: us-east-1');
    expect(await trail({ ...reading, token, round: 1 }, send)).toEqual({ token: null });
    expect((await trailOf('s', ['us-east-1'])).unread).toBeUndefined();
  });

  test('goes on in the next round where CloudTrail refuses for the rate', async () => {
    const send = answering([[event('GetBucketAcl')], [event('GetBucketTagging')]], (page) => page === 1);
    expect(await trail(reading, send)).toEqual({ token: '1' });
  });

  test.each([
    [
      'has more calls than can be read',
      { round: 39 },
      Array.from({ length: 60 }, () => [event('GetBucketAcl')]),
      /more than 100000 calls/,
    ],
    ['has a record that cannot be read', {}, [[{ CloudTrailEvent: '{' }]], /records that cannot be read/],
  ])('is not known where it %s', async (_, round, pages, because) => {
    await trail({ ...reading, ...round }, answering(pages));
    expect((await trailOf('s', ['us-east-1'])).unread).toMatch(because);
  });

  test('is not known where one of the regions was not read', async () => {
    await trail(reading, answering([[event('GetBucketAcl')]]));
    expect((await trailOf('s', ['us-east-1', 'eu-central-1'])).unread).toBe(
      'the trail could not be read: eu-central-1',
    );
  });
});

describe('Athena', () => {
  const athena = Athena.parse({
    workgroup: 'primary',
    database: 'trails',
    table: 'all',
    output: 's3://answers/',
    trail: 'logs',
  });
  const querying = { account, sweep: 'a-sweep', athena, region: 'eu-central-1', windowDays: 90 };
  const client = mockClient(AthenaClient);
  const send = sendingAs();
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
  const header = ['principal', 'eventsource', 'eventname', 'day', 'at'];
  const use = [role, 's3.amazonaws.com', 'GetObject', undefined, `${day(3)}T00:00:00Z`];
  const daysSince = (first: number, without: readonly number[] = []) =>
    Array.from({ length: first + 1 }, (_, ago) => ago)
      .filter((ago) => !without.includes(ago))
      .map((ago) => [undefined, undefined, undefined, day(ago), `${day(ago)}T01:00:00Z`]);

  beforeEach(() => {
    client.reset();
    client.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q-1' });
    client.on(GetQueryExecutionCommand).resolves({ QueryExecution: { Status: { State: 'SUCCEEDED' } } });
  });

  const results = (...pages: readonly (readonly (readonly (string | undefined)[])[])[]) =>
    client.on(GetQueryResultsCommand).callsFake(({ NextToken = '0' }: { NextToken?: string }) => {
      const page = Number(NextToken);
      const Rows = pages[page]?.map((row) => ({
        Data: row.map((VarCharValue) => (VarCharValue ? { VarCharValue } : {})),
      }));
      return { ResultSet: { Rows }, ...(page + 1 < pages.length && { NextToken: `${page + 1}` }) };
    });

  async function asked() {
    const query = await startQuery(querying, send);
    return { query, round: await readQuery({ ...querying, query, token: null, round: 0 }, send) };
  }

  test('is asked for the whole window first, and then only for what is new', async () => {
    results([header, use, ...daysSince(91)]);
    await asked();
    results([header, ...daysSince(1)]);
    await asked();
    const [first, second] = client
      .commandCalls(StartQueryExecutionCommand)
      .map(({ args: [{ input }] }) => input.QueryString);
    expect(first).toContain(`BETWEEN '${day(91).replaceAll('-', '/')}' AND '${day(0).replaceAll('-', '/')}'`);
    expect(second).toContain(`BETWEEN '${day(1).replaceAll('-', '/')}' AND`);
    expect((await trailOf('a-sweep', ['athena'])).since).toBe(`${day(91)}T00:00:00.000Z`);
  });

  test('answers in pages, with a row for each use and each day', async () => {
    results([header, use], daysSince(91));
    expect((await asked()).round).toEqual({ state: 'done' });
    const { calls, since, unread } = await trailOf('a-sweep', ['athena']);
    expect(calls[role]).toEqual({ 's3:GetObject': `${day(3)}T00:00:00Z` });
    expect({ since, unread }).toEqual({ since: `${day(91)}T00:00:00.000Z`, unread: undefined });
  });

  test('shows a gap by the day of which it knows no call', async () => {
    results([header, use, ...daysSince(91, [20, 40])]);
    await asked();
    expect((await trailOf('a-sweep', ['athena'])).since).toBe(`${day(19)}T00:00:00.000Z`);
  });

  test('is waited for while it runs', async () => {
    client.on(GetQueryExecutionCommand).resolves({ QueryExecution: { Status: { State: 'RUNNING' } } });
    expect((await asked()).round).toEqual({ state: 'running' });
  });

  test('that fails leaves what it was asked for unknown', async () => {
    client
      .on(GetQueryExecutionCommand)
      .resolves({ QueryExecution: { Status: { State: 'FAILED', StateChangeReason: 'no such table' } } });
    await expect(asked()).rejects.toMatchObject({
      name: 'QueryFailed',
      message: 'Athena could not ask the trail: no such table',
    });
    expect((await trailOf('a-sweep', ['athena'])).unread).toBe('the trail could not be read: athena');
  });
});

/** A CloudTrail with these pages; it refuses some for its rate. */
function answering(pages: readonly (readonly object[])[], refuses: (page: number) => boolean = () => false): Send {
  return async ({ input }) => {
    const page = Number((input as { NextToken?: string }).NextToken ?? 0);
    if (refuses(page)) {
      throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    }
    const next = page + 1 < pages.length ? { NextToken: `${page + 1}` } : {};
    return { output: { Events: pages[page], ...next }, requestId: undefined, milliseconds: 1 };
  };
}
