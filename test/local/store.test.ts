import { gunzipSync } from 'node:zlib';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { bucketDrift } from '../functions/findings.ts';
import {
  account,
  emulatorKeys,
  eventually,
  historyOf,
  homeostat,
  lambda,
  openBucket,
  outputs,
  remediated,
  s3,
} from './cloud.ts';

const today = new Date().toISOString().slice(0, 10);
// The store's own modules, pointed at the running cloud.
Object.assign(process.env, emulatorKeys, {
  HISTORY_TABLE: outputs['HistoryTable'],
  STATE_TABLE: outputs['StateTable'],
  TALLY_TABLE: outputs['TallyTable'],
});
const { changes } = await import('../../functions/aws/changes.ts');
const { counts } = await import('../../functions/aws/counts.ts');
const { list } = await import('../../functions/aws/history-list.ts');
const { append } = await import('../../functions/aws/history.ts');
const { startOf } = await import('../../functions/domain/history.ts');

describe('a mend', () => {
  const resource = 'arn:aws:s3:::watched';
  let toldAfter = Number.POSITIVE_INFINITY;

  beforeAll(async () => {
    const { cursor } = await changes(undefined);
    await openBucket('watched');
    const { id } = await remediated(resource);
    const since = Date.now();
    await eventually(async () => (await changes(cursor)).ids.includes(id));
    toldAfter = Date.now() - since;
  });

  it('is told to open pages within two seconds', () => {
    expect(toldAfter).toBeLessThan(2_000);
  });

  it('is counted, with the time from the event to the mend', async () => {
    const control = 's3.bucket-closed-to-public';
    const cell = await eventually(async () => {
      const found = await counts({ accounts: ['*'], from: today, to: today });
      return found.find((one) => one.control === control && (one.byStatus['remediated'] ?? 0) > 0);
    });
    const all = (
      await list({ filter: { control: [control], from: `${today}T00:00:00Z` }, accounts: ['*'], limit: 200 })
    ).items;
    await eventually(async () => {
      const found = await counts({ accounts: [account], from: today, to: today });
      return found.find((one) => one.control === control)?.opened === all.length;
    });
    expect(cell).toMatchObject({ account, day: today });
    expect(Object.values(cell.timeToSafe).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });

  it.each([
    ['its resource', { resource: [resource] }],
    ['its control and status', { control: ['s3.bucket-closed-to-public'], status: ['remediated' as const] }],
    ['its account and status', { account: [account], status: ['remediated' as const] }],
    ['who caused it', { actor: [`arn:aws:iam::${account}:root`] }],
    ['its risk', { risk: ['disruptive' as const] }],
    ['its region', { region: ['us-east-1'] }],
    ['a part of its name', { contains: 'WATCH' }],
  ])('is found by %s', async (_, filter) => {
    const { items } = await list({ filter, accounts: ['*'], limit: 200 });
    expect(items.map((one) => one.resource)).toContain(resource);
    expect((await list({ filter, accounts: ['999999999999'], limit: 200 })).items).toEqual([]);
  });
});

describe('a remediation that ended a hundred days ago', () => {
  const finding = bucketDrift();
  const archive = async () => {
    const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 'Homeostat-archive' }));
    return { error: FunctionError, ...JSON.parse(Buffer.from(Payload ?? []).toString()) };
  };

  beforeAll(async () => {
    const opened = new Date(Date.now() - 100 * 86_400_000);
    const at = opened.toISOString();
    const head = startOf(finding, { because: 'the policy lets it' }, opened);
    const applying = await append({ head, status: 'applying', because: 'so', detail: { finding }, at });
    await append({ head: applying, status: 'remediated', because: 'so', detail: {}, at });
  });

  it('goes to the archive, and stays until its time has come', async () => {
    expect(await archive()).toEqual({ archived: 1, left: 0 });
    const Bucket = outputs['ArchiveBucket'];
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents).toHaveLength(1);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[0]?.Key }));
    const text = gunzipSync((await Body?.transformToByteArray()) ?? '').toString();
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).kind),
    ).toEqual(['head', 'entry', 'entry']);
    expect(await historyOf(finding.target.arn)).toHaveLength(1);
  });

  it('goes there once', async () => {
    expect(await archive()).toEqual({ archived: 0, left: 0 });
  });

  it('is no flaw of the history', async () => {
    const { status, out } = await homeostat('verify-history', '--json');
    expect(JSON.parse(out)).toMatchObject({ broken: [], archived: 0 });
    expect(status).toBe(0);
  });

  it('is whole in the archive', async () => {
    const { status, out } = await homeostat('verify-history', '--archive', '--json');
    expect(JSON.parse(out)).toEqual({ objects: 1, remediations: 1, broken: [] });
    expect(status).toBe(0);
  });
});
