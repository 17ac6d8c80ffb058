import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from '@jest/globals';
import { filesIn, type TrailFile, trailFiles } from '../../cli/trail-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'trail-'));
afterAll(() => rmSync(folder, { recursive: true }));

const delivered = JSON.stringify({ Records: [{ eventName: 'A' }, { eventName: 'B' }] });

test.each<[string, string, string | Buffer, object]>([
  ['plain', 'plain.json', delivered, { records: [{ eventName: 'A' }, { eventName: 'B' }] }],
  ['packed', 'packed.json.gz', gzipSync(delivered), { records: [{ eventName: 'A' }, { eventName: 'B' }] }],
  ['packed, whatever its name', 'packed.json', gzipSync(delivered), { records: [{}, {}] }],
  [
    'that lists digests',
    'digest.json',
    '{"digestStartTime":"x"}',
    { records: [], problem: expect.stringMatching(/Records/) },
  ],
  ['cut off', 'cut.json', delivered.slice(0, 30), { records: [], problem: expect.any(String) }],
  [
    'cut off while packed',
    'cut.json.gz',
    gzipSync(delivered).subarray(0, 20),
    { records: [], problem: expect.any(String) },
  ],
  ['empty', 'empty.json', '', { records: [], problem: expect.any(String) }],
])('a file %s is read, or named with what is wrong with it', async (_, name, content, expected) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  expect(await all([file])).toMatchObject([{ file, ...expected }]);
});

test('a folder is searched at any depth, for files that CloudTrail may have delivered', async () => {
  const deep = join(folder, 'AWSLogs', '2026', '01');
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, 'one.json.gz'), gzipSync(delivered));
  writeFileSync(join(deep, 'notes.txt'), 'no');
  expect(await filesIn([join(folder, 'AWSLogs'), join(deep, 'one.json.gz')])).toEqual([join(deep, 'one.json.gz')]);
});

test('a name that leads nowhere is bad usage', async () => {
  await expect(filesIn([join(folder, 'nowhere')])).rejects.toMatchObject({ name: 'Problem', status: 2 });
});

async function all(files: readonly string[]): Promise<TrailFile[]> {
  const read: TrailFile[] = [];
  for await (const one of trailFiles(files)) {
    read.push(one);
  }
  return read;
}
