import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { homeostat, openBucket, remediated } from './cloud.ts';

describe('homeostat', () => {
  let id = '';
  beforeAll(async () => {
    await openBucket('command-line');
    id = (await remediated('arn:aws:s3:::command-line')).id;
  });

  it('lists the history in the form that other programs rely on', async () => {
    const { status, out } = await homeostat('history', '--json', '--limit', '500');
    const found = JSON.parse(out).find((one: { id: string }) => one.id === id);
    expect(status).toBe(0);
    expect(found).toEqual({
      id,
      control: 's3.bucket-closed-to-public',
      resource: 'arn:aws:s3:::command-line',
      account: '000000000000',
      region: 'us-east-1',
      status: 'remediated',
      risk: 'disruptive',
      actor: 'arn:aws:iam::000000000000:root',
      openedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      closedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      planDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      because: expect.any(String),
    });
  });

  it('cuts the history down by any field, several values each', async () => {
    const listed = async (...args: string[]) =>
      (JSON.parse((await homeostat('history', ...args, '--json')).out) as { id: string }[]).map((one) => one.id);
    const ours = ['--resource', 'arn:aws:s3:::command-line', '--control', 's3.bucket-closed-to-public'];
    expect(await listed(...ours, '--status', 'remediated', 'held', '--all')).toEqual([id]);
    expect(await listed('--contains', 'COMMAND-LINE', '--risk', 'disruptive', '--limit', '500')).toContain(id);
    expect(await listed(...ours, '--to', '2026-01-01')).toEqual([]);
  });

  it('exports it, to a pipe or to a file that is there when it is complete', async () => {
    const ours = ['--resource', 'arn:aws:s3:::command-line', '--status', 'remediated'];
    const { status, out } = await homeostat('export', '--format', 'jsonl', ...ours);
    expect(status).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toContainEqual(expect.objectContaining({ id }));
    const folder = mkdtempSync(join(tmpdir(), 'export-'));
    const file = join(folder, 'history.csv');
    const { out: told } = await homeostat('export', '--output', file, ...ours, '--json');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect(JSON.parse(told)).toEqual({ file, format: 'csv', rows: lines.length - 1 });
    expect([lines[0], lines.some((line) => line.startsWith(`"${id}"`))]).toEqual([
      expect.stringMatching(/^\uFEFF"id","control"/),
      true,
    ]);
    expect(readdirSync(folder)).toEqual(['history.csv']);
  });

  it('says that the history is whole', async () => {
    const { status, out } = await homeostat('verify-history', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ broken: [] });
  });

  it.each([
    ['an unknown command', ['histroy'], 2],
    ['an unknown option', ['history', '--colour'], 2],
    ['a limit that is no number', ['history', '--limit', 'many'], 2],
    ['a status that does not exist', ['history', '--status', 'done'], 2],
    ['a remediation that does not exist', ['show', 'r-0000000000000000'], 2],
    ['an undo of what does not exist', ['undo', 'r-0000000000000000'], 1],
    ['an undo of no id at all', ['undo', '../../etc/passwd'], 1],
    ['an exemption that is too long', ['undo', 'r-0000000000000000', '--days', '900'], 1],
    ['help', ['--help'], 0],
  ])('answers %s with a clear status', async (_, args, expected) => {
    const { status, out, err } = await homeostat(...args);
    expect(status).toBe(expected);
    expect((expected === 0 ? out : err).trim()).not.toBe('');
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('prints nothing but the document with --json', async () => {
    const { out } = await homeostat('show', id, '--json');
    expect(JSON.parse(out)).toMatchObject({ id, intact: true });
  });
});
