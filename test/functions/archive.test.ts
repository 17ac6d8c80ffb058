import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { resetCloud, tables } from './cloud.ts';
import { prepare } from './environment.ts';
import { again, awsError, bucketDrift } from './findings.ts';

prepare({ ARCHIVE_BUCKET: 'archive' });
const configFile = join(process.env['LAMBDA_TASK_ROOT'] ?? '', 'config.json');
const configured = JSON.parse(readFileSync(configFile, 'utf8'));
writeFileSync(configFile, JSON.stringify({ ...configured, history: { keepDays: 90, archive: {} } }));
const { handler } = await import('../../functions/archive.ts');
const { append, entriesOf, latest } = await import('../../functions/aws/history.ts');
const { checkArchive } = await import('../../functions/aws/check-archived.ts');
const { checkEverything } = await import('../../functions/aws/check-history.ts');
const { startOf } = await import('../../functions/domain/history.ts');

const day = 86_400_000;
const bucket = mockClient(S3Client);
const objects = new Map<string, Uint8Array>();

beforeEach(() => {
  resetCloud();
  objects.clear();
  bucket.reset();
  bucket.on(PutObjectCommand).callsFake(({ Key, Body }) => {
    objects.set(Key, Body);
    return {};
  });
  bucket.on(GetObjectCommand).callsFake(({ Key }) => {
    const object = objects.get(Key);
    if (object === undefined) {
      throw awsError('NoSuchKey');
    }
    return { Body: { transformToByteArray: async () => object } };
  });
});

/** A remediation that ended so many days ago, with three entries. */
async function ended(daysAgo: number, event = 'e-1') {
  const finding = again(bucketDrift(), event);
  const began = Date.now() - daysAgo * day;
  const at = (seconds: number) => new Date(began + seconds * 1000).toISOString();
  const start = startOf(finding, { because: 'the policy lets it' }, new Date(at(0)));
  const opened = await append({ head: start, status: 'applying', because: 'so', detail: { finding }, at: at(0) });
  const applied = await append({ head: opened, status: 'applying', because: 'so', detail: {}, at: at(1) });
  return append({ head: applied, status: 'remediated', because: 'so', detail: {}, at: at(2) });
}

const itemsOf = (id: string) => tables.under(`REMEDIATION#${id}`);
const marksOf = (id: string) => itemsOf(id).map(({ expires }) => expires);
const keyOf = (id: string, sk: string) => `history REMEDIATION#${id} ${sk}`;
const check = () => checkEverything(() => undefined);

/** As if the time had come, and DynamoDB had taken away only this yet. */
function taken(id: string, ...gone: string[]) {
  for (const item of itemsOf(id)) {
    tables.items.set(keyOf(id, String(item['sk'])), { ...item, expires: Math.floor(Date.now() / 1000) - 60 });
  }
  for (const sk of gone) {
    tables.items.delete(keyOf(id, sk));
  }
}

describe('what ended longer ago than the history keeps', () => {
  test('is in the archive, under its day, and marked to go in a week', async () => {
    const { id, openedAt } = await ended(100);
    expect(await handler({})).toEqual({ archived: 1, left: 0 });
    const [key = ''] = objects.keys();
    expect(key).toMatch(
      new RegExp(`^remediations/${openedAt.slice(0, 10).replaceAll('-', '/')}/[0-9a-f]{32}.jsonl.gz$`),
    );
    const lines = gunzipSync(objects.get(key) ?? '')
      .toString()
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['head', 'entry', 'entry', 'entry']);
    const inAWeek = Math.floor(Date.now() / 1000) + 7 * 86_400;
    expect(marksOf(id).map((mark) => Math.abs(Number(mark) - inAWeek) < 60)).toEqual([true, true, true, true]);
    expect(itemsOf(id).map(({ archivedIn }) => archivedIn)).toEqual([key, key, key, key]);
  });

  test('is archived once', async () => {
    await ended(100);
    await handler({});
    expect(await handler({})).toEqual({ archived: 0, left: 0 });
    expect(objects.size).toBe(1);
  });

  test('is archived together, each day in objects of its own', async () => {
    for (const one of Array.from({ length: 12 }, (_, index) => index)) {
      await ended(100 + (one % 2) * 2, `e-${one}`);
    }
    expect(await handler({})).toEqual({ archived: 12, left: 0 });
    expect(new Set([...objects.keys()].map((key) => key.slice(0, 24))).size).toBe(2);
  });

  test.each([
    ['not when it ended lately', () => ended(80)],
    [
      'not while it goes on',
      async () => {
        const finding = bucketDrift();
        const old = new Date(Date.now() - 200 * day);
        const head = startOf(finding, { because: 'so' }, old);
        return append({ head, status: 'awaiting-approval', because: 'so', detail: { finding }, at: old.toISOString() });
      },
    ],
  ])('goes, but %s', async (_, make) => {
    const { id } = await make();
    expect(await handler({})).toEqual({ archived: 0, left: 0 });
    expect(objects.size).toBe(0);
    expect(marksOf(id).every((mark) => mark === undefined)).toBe(true);
  });

  test('stays whole when an undo comes to it before it is gone, for as long again', async () => {
    const head = await ended(100);
    await handler({});
    await append({ head, status: 'undone', because: 'so', detail: {}, at: new Date().toISOString() });
    expect(await handler({})).toEqual({ archived: 0, left: 0 });
    expect(marksOf(head.id)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect((await check()).broken).toEqual([]);
  });
});

describe('nothing is let go of', () => {
  const left = async (id: string) => {
    expect(marksOf(id).every((mark) => mark === undefined)).toBe(true);
  };

  test('when the archive cannot be written', async () => {
    const { id } = await ended(100);
    bucket.on(PutObjectCommand).rejects(awsError('AccessDenied'));
    await expect(handler({})).rejects.toThrow('AWS refused');
    await left(id);
  });

  test('when it does not read back as it was written', async () => {
    const { id } = await ended(100);
    bucket.on(GetObjectCommand).resolves({ Body: { transformToByteArray: async () => gzipSync('') } as never });
    await expect(handler({})).rejects.toMatchObject({ name: 'ArchiveDiffers' });
    await left(id);
  });

  test('when it has more entries than go in one transaction', async () => {
    let head = await ended(100);
    for (let entry = 4; entry <= 100; entry += 1) {
      head = await append({ head, status: 'undone', because: 'so', detail: {}, at: head.updatedAt });
    }
    expect(await handler({})).toEqual({ archived: 0, left: 1 });
    expect(objects.size).toBe(0);
    await left(head.id);
  });

  test('when its chain is not whole', async () => {
    const { id } = await ended(100);
    tables.items.delete(keyOf(id, 'ENTRY#000002'));
    expect(await handler({})).toEqual({ archived: 0, left: 1 });
    await left(id);
  });

  test('when something happens to it just then', async () => {
    const head = await ended(100);
    bucket.on(GetObjectCommand).callsFake(async ({ Key }) => {
      await append({ head, status: 'undone', because: 'so', detail: {}, at: new Date().toISOString() });
      return { Body: { transformToByteArray: async () => objects.get(Key) } };
    });
    expect(await handler({})).toEqual({ archived: 0, left: 1 });
    await left(head.id);
  });
});

describe('verify-history', () => {
  const everyItem = ['HEAD', 'ENTRY#000001', 'ENTRY#000002', 'ENTRY#000003'];

  test.each([
    ['before anything of it went', []],
    ['without its list entry', ['HEAD']],
    ['without its first entry', ['ENTRY#000001']],
    ['without its last', ['ENTRY#000003']],
    ['with nothing left but one entry', everyItem.filter((sk) => sk !== 'ENTRY#000002')],
    ['with nothing left', everyItem],
  ])('finds no flaw in what is archived, %s', async (_, gone) => {
    const { id } = await ended(100);
    await handler({});
    taken(id, ...gone);
    expect((await check()).broken).toEqual([]);
  });

  test('says of how many a part is gone', async () => {
    const { id } = await ended(100);
    await handler({});
    taken(id, 'HEAD');
    expect(await check()).toMatchObject({ remediations: 1, archived: 1, broken: [] });
  });

  test.each<[string, (id: string) => void, RegExp]>([
    [
      'an entry is missing before its time',
      (id) => tables.items.delete(keyOf(id, 'ENTRY#000002')),
      /entry 2 is missing/,
    ],
    [
      'the archive is gone',
      (id) => {
        taken(id, 'HEAD');
        objects.clear();
      },
      /which cannot be read \(NoSuchKey\)/,
    ],
    [
      'it names an archive that does not have it',
      (id) => {
        taken(id, 'HEAD');
        for (const [key, object] of objects) {
          objects.set(key, gzipSync(gunzipSync(object).toString().replaceAll(id, 'r-0000000000000000')));
        }
      },
      /not in the object of the archive/,
    ],
    [
      'what is left was changed',
      (id) => {
        taken(id, 'HEAD');
        const key = keyOf(id, 'ENTRY#000002');
        tables.items.set(key, { ...tables.items.get(key), because: 'something else' });
      },
      /entry 2 is not the one that was archived/,
    ],
    [
      'what is in the archive was changed',
      (id) => {
        taken(id, 'HEAD');
        for (const [key, object] of objects) {
          objects.set(key, gzipSync(gunzipSync(object).toString().replace('"because":"so"', '"because":"no"')));
        }
      },
      /in the archive, /,
    ],
    [
      'it only says that it is archived',
      (id) => {
        for (const item of itemsOf(id)) {
          const mark = { expires: 1, archivedIn: 'remediations/2026/01/01/none.jsonl.gz' };
          tables.items.set(keyOf(id, String(item['sk'])), { ...item, ...mark });
        }
        tables.items.delete(keyOf(id, 'ENTRY#000002'));
      },
      /cannot be read|is missing/,
    ],
  ])('finds it when %s', async (_, tamper, flaw) => {
    const { id } = await ended(100);
    await handler({});
    tamper(id);
    const { broken } = await check();
    expect(broken.map(({ id: one, flaws }) => [one, flaws.join('; ')])).toEqual([[id, expect.stringMatching(flaw)]]);
  });

  test('still finds what vanished in part and was never archived', async () => {
    const { id } = await ended(10);
    tables.items.delete(keyOf(id, 'HEAD'));
    expect((await check()).broken).toEqual([{ id, flaws: ['it is missing from the list of remediations'] }]);
  });

  test('reads the archive, too, and finds what was changed in it', async () => {
    const { id } = await ended(100);
    await handler({});
    bucket.on(ListObjectsV2Command).callsFake(() => ({ Contents: [...objects.keys()].map((Key) => ({ Key })) }));
    expect(await checkArchive(() => undefined)).toEqual({ objects: 1, remediations: 1, broken: [] });
    const [[key, object] = ['', new Uint8Array()]] = objects;
    objects.set(key, gzipSync(gunzipSync(object).toString().replace('"sequence":2', '"sequence":7')));
    objects.set('remediations/2026/01/01/cut-off.jsonl.gz', object.slice(0, 40));
    expect(await checkArchive(() => undefined)).toEqual({
      objects: 2,
      remediations: 1,
      broken: [
        { id, flaws: expect.arrayContaining([expect.stringMatching(/entry 2 is missing/)]) },
        { id: 'remediations/2026/01/01/cut-off.jsonl.gz', flaws: [expect.stringMatching(/^it cannot be read/)] },
      ],
    });
  });

  test('finds nothing in a history with the mark, and reads it as before', async () => {
    const { id } = await ended(100);
    await handler({});
    expect(await latest(id)).not.toHaveProperty('expires');
    expect((await entriesOf(id))[0]).not.toHaveProperty('archivedIn');
    expect(await check()).toMatchObject({ archived: 0, broken: [] });
  });
});
