import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Listing } from '../../functions/api/needs.ts';
import type { Remediations } from '../../functions/api/shapes.ts';
import { startOf } from '../../functions/domain/history.ts';
import { prepare } from './environment.ts';
import { bucketDrift } from './findings.ts';
import { Tables } from './tables.ts';

prepare({ EXPORTS_BUCKET: 'exports', EXPORT_FUNCTION: 'Homeostat-export' });
const listed = jest.fn<(listing: Listing) => Promise<Remediations>>();
jest.unstable_mockModule('../../functions/aws/history-list.ts', () => ({ list: listed }));
const { handler } = await import('../../functions/export.ts');
const { exporting } = await import('../../functions/aws/exports.ts');

const tables = new Tables();
const s3 = mockClient(S3Client);
const lambda = mockClient(LambdaClient);

/** The files of the bucket: what was put, and how much each finished upload holds. */
const files = new Map<string, Buffer>();
let parts = new Map<number, Buffer>();
let mostPart = 0;

beforeEach(() => {
  tables.reset();
  s3.reset();
  lambda.reset();
  files.clear();
  parts = new Map();
  mostPart = 0;
  lambda.on(InvokeCommand).resolves({});
  s3.on(PutObjectCommand).callsFake(({ Key, Body }) => {
    files.set(Key, Body);
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }) => ({ Body: { transformToByteArray: async () => files.get(Key) } }));
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'upload-1' });
  s3.on(UploadPartCommand).callsFake(({ PartNumber, Body }) => {
    parts.set(PartNumber, Body);
    mostPart = Math.max(mostPart, Body.length);
    return { ETag: `"${PartNumber}"` };
  });
  s3.on(CompleteMultipartUploadCommand).callsFake(({ Key, MultipartUpload: { Parts } }) => {
    const sizes = Parts.map(({ PartNumber }: { PartNumber: number }) => parts.get(PartNumber)?.length ?? 0);
    expect(sizes.slice(0, -1).every((size: number) => size >= 5 * 1024 * 1024)).toBe(true);
    expect(Parts.map(({ ETag }: { ETag: string }) => ETag)).toEqual(
      Parts.map(({ PartNumber }: { PartNumber: number }) => `"${PartNumber}"`),
    );
    files.set(Key, Buffer.concat(Parts.map(({ PartNumber }: { PartNumber: number }) => parts.get(PartNumber))));
    return {};
  });
});

const one = startOf(bucketDrift(), { because: 'it is public, and the reason is of ordinary length' }, new Date());

/** A store that holds so many remediations and gives them page by page. */
function hold(count: number): void {
  listed.mockReset();
  listed.mockImplementation(async ({ cursor = '0', limit }) => {
    const from = Number(cursor);
    const items = Array.from({ length: Math.min(limit, count - from) }, (_, index) => ({
      ...one,
      id: `r-${String(from + index).padStart(16, '0')}`,
    }));
    const next = from + limit;
    return { items, cursor: next < count ? String(next) : null, partial: false };
  });
}

const wish = { accounts: ['*'], format: 'jsonl', filter: {}, by: 'ann@example.com' } as const;

/** Runs the function as often as it asks for itself, with so many pages of time for each run; answers how often. */
async function work(pagesEach = Number.POSITIVE_INFINITY): Promise<number> {
  let runs = 0;
  for (; runs < lambda.commandCalls(InvokeCommand).length; runs++) {
    const payload = lambda.commandCalls(InvokeCommand)[runs]?.args[0].input.Payload;
    let left = pagesEach;
    const getRemainingTimeInMillis = () => (--left > 0 ? 600_000 : 1_000);
    await handler(JSON.parse(String(payload)), {
      awsRequestId: `run-${runs}`,
      getRemainingTimeInMillis,
    });
  }
  return runs;
}

const linesOf = (id: string) => (files.get(`${id}.jsonl`)?.toString() ?? '').split('\n').slice(0, -1);

describe('an export', () => {
  test('of 120,000 rows has each of them once, in order, with one part in memory at a time', async () => {
    hold(120_000);
    const { id } = await exporting.start(wish);
    expect(await work()).toBe(1);
    expect(await exporting.get({ id, by: wish.by })).toMatchObject({ status: 'done', rows: 120_000, because: null });
    const ids = linesOf(id).map((line) => JSON.parse(line).id);
    expect(ids).toHaveLength(120_000);
    expect(ids.every((each, index) => Number(each.slice(2)) === index)).toBe(true);
    expect(parts.size).toBeGreaterThan(4);
    expect(mostPart).toBeLessThan(9 * 1024 * 1024);
  });

  test('goes on in another run, and another, where the time of one does not suffice', async () => {
    hold(120_000);
    const { id } = await exporting.start(wish);
    expect(await work(100)).toBe(6);
    expect(await exporting.get({ id, by: wish.by })).toMatchObject({ status: 'done', rows: 120_000 });
    expect(new Set(linesOf(id)).size).toBe(120_000);
  });

  test.each([0, 1, 200, 201])('of %d rows is one file, sent at once', async (count) => {
    hold(count);
    const { id } = await exporting.start({ ...wish, format: 'csv' });
    await work();
    expect(await exporting.get({ id, by: wish.by })).toMatchObject({ status: 'done', rows: count });
    expect(files.get(`${id}.csv`)?.toString().split('\r\n')).toHaveLength(count + 2);
    expect(s3.commandCalls(CreateMultipartUploadCommand)).toHaveLength(0);
  });

  test('goes on where a run read much and found little', async () => {
    hold(0);
    listed.mockImplementation(async ({ cursor = '0' }) => ({
      items: cursor === '7' ? [one] : [],
      cursor: cursor === '9' ? null : String(Number(cursor) + 1),
      partial: true,
    }));
    const { id } = await exporting.start(wish);
    expect(await work(1)).toBe(10);
    expect(linesOf(id)).toHaveLength(1);
  });

  test('asks the store for what its owner may see, and for nothing else', async () => {
    hold(1);
    await exporting.start({ ...wish, accounts: ['111122223333'], filter: { status: ['held'], contains: 'logs' } });
    await work();
    expect(listed).toHaveBeenCalledTimes(1);
    expect(listed.mock.calls[0]?.[0]).toMatchObject({
      accounts: ['111122223333'],
      filter: { status: ['held'], contains: 'logs' },
    });
  });

  test('is given to its owner only, and by a link that ends soon and saves a file', async () => {
    hold(1);
    const { id, url: early } = await exporting.start(wish);
    await work();
    const { url } = (await exporting.get({ id, by: wish.by })) ?? {};
    expect(early).toBeNull();
    expect(await exporting.get({ id, by: 'bob@example.com' })).toBeUndefined();
    expect(await exporting.get({ id: 'e-none', by: wish.by })).toBeUndefined();
    const link = new URL(url ?? '');
    expect(`${link.host}${link.pathname}`).toBe(`exports.s3.eu-central-1.amazonaws.com/${id}.jsonl`);
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      'X-Amz-Expires': '300',
      'X-Amz-SignedHeaders': 'host',
      'response-content-disposition': expect.stringMatching(/^attachment; filename="homeostat-[\d-]+\.jsonl"$/),
      'X-Amz-Signature': expect.stringMatching(/^[\da-f]{64}$/),
    });
  });

  test('that the store refuses ends as failed, says so, and leaves nothing half', async () => {
    hold(60_000);
    const page = listed.getMockImplementation();
    listed.mockImplementation(async (listing) => {
      if (Number(listing.cursor) > 40_000) {
        throw Object.assign(new Error('secret'), { name: 'ThrottlingException' });
      }
      return (await page?.(listing)) as Remediations;
    });
    const { id } = await exporting.start(wish);
    await work();
    expect(await exporting.get({ id, by: wish.by })).toMatchObject({
      status: 'failed',
      url: null,
      because: 'it could not be written: ThrottlingException',
    });
    expect(files.size).toBe(0);
    expect(s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
  });

  test('is worked on by one run at a time, which may be tried again', async () => {
    hold(1);
    const { id } = await exporting.start(wish);
    const context = (awsRequestId: string) => ({ awsRequestId, getRemainingTimeInMillis: () => 600_000 });
    const item = tables.under('EXPORT#')[0] as Record<string, unknown>;
    tables.items.set(`state EXPORT#${id} EXPORT`, { ...item, worker: 'run-0' });
    await handler({ id }, context('run-1'));
    expect(listed).not.toHaveBeenCalled();
    await handler({ id }, context('run-0'));
    expect(await exporting.get({ id, by: wish.by })).toMatchObject({ status: 'done' });
    await handler({ id }, context('run-0'));
    expect(listed).toHaveBeenCalledTimes(1);
  });

  test('that stopped without a word is told from one that works', async () => {
    hold(1);
    const { id } = await exporting.start(wish);
    expect(await exporting.get({ id, by: wish.by })).toMatchObject({ status: 'running', because: null });
    const item = tables.under('EXPORT#')[0] as Record<string, unknown>;
    tables.items.set(`state EXPORT#${id} EXPORT`, { ...item, heldUntil: '2020-01-01T00:00:00.000Z' });
    expect(await exporting.get({ id, by: wish.by })).toMatchObject({
      status: 'failed',
      because: 'it stopped on the way: ask for it again',
    });
  });
});
