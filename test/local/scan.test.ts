import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetBucketVersioningCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { homeostat, s3 } from './cloud.ts';

const Bucket = 'scanned-by-command';
const arn = `arn:aws:s3:::${Bucket}`;
const control = 's3.bucket-versioned';
const folder = mkdtempSync(join(tmpdir(), 'mends-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket }));
});

describe('homeostat scan', () => {
  it('finds what is not as it should be, and says what a mend would do', async () => {
    const { status, out } = await homeostat('scan', '--control', control, '--json');
    expect(status).toBe(1);
    const scanned = JSON.parse(out) as { found: readonly { target: { arn: string } }[] };
    expect(scanned).toMatchObject({ account: '000000000000', region: 'us-east-1', controls: [control], unread: [] });
    expect(scanned.found.find(({ target }) => target.arn === arn)).toMatchObject({
      control,
      state: { versioning: 'never' },
      verdict: { outcome: 'change', plan: { apply: [{ call: 's3:PutBucketVersioning' }] } },
    });
    expect(await versioning()).toBeUndefined();
  });

  it('prints a table for people', async () => {
    const { out } = await homeostat('scan', '--control', 's3.*');
    expect(out).toContain(arn);
    expect(out).toMatch(/\d+ resources, \d+ checks in \d+ AWS calls/);
  });

  it('refuses a control that does not exist', async () => {
    const { status, err } = await homeostat('scan', '--control', 's3.bucket-painted');
    expect(status).toBe(2);
    expect(err).toMatch(/No control is called s3.bucket-painted/);
  });
});

describe('homeostat mend', () => {
  it('shows the whole change and changes nothing without a yes', async () => {
    const { status, out, err } = await homeostat('mend', control, arn, '--record', folder);
    expect(status).toBe(2);
    expect(out).toMatch(/-\s+"versioning": "never".*\+\s+"versioning": "Enabled".*How it would be undone/s);
    expect(err).toMatch(/Nothing was changed/);
    expect(await versioning()).toBeUndefined();
  });

  it('makes no other change than the one that was read', async () => {
    const { status, err } = await homeostat('mend', control, arn, '--plan', 'f'.repeat(64), '--record', folder);
    expect(status).toBe(1);
    expect(err).toMatch(/The plan is another by now/);
    expect(await versioning()).toBeUndefined();
  });

  it('makes it, reads it back, keeps a record, and takes it back once', async () => {
    const { out } = await homeostat('mend', control, arn, '--json');
    const { verdict } = JSON.parse(out) as { verdict: { plan: { digest: string } } };
    const mended = await homeostat('mend', control, arn, '--plan', verdict.plan.digest, '--record', folder, '--json');
    const { record } = JSON.parse(mended.out) as { record: string };
    expect(mended.status).toBe(0);
    expect(await versioning()).toBe('Enabled');
    expect(statSync(record).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({
      control,
      undo: [{}],
      mendedAt: expect.any(String),
    });

    await put('Suspended');
    const late = await homeostat('take-back', record);
    expect(late).toMatchObject({ status: 1, err: expect.stringMatching(/changed since it was mended/) });
    await put('Enabled');

    const foreign = join(folder, 'foreign.json');
    const kept = JSON.parse(readFileSync(record, 'utf8')) as { target: object };
    writeFileSync(foreign, JSON.stringify({ ...kept, target: { ...kept.target, account: '111122223333' } }));
    expect(await homeostat('take-back', foreign)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/credentials are of/),
    });
    const deletes = [{ call: 's3:DeleteBucket', input: { Bucket }, says: 'x' }];
    writeFileSync(foreign, JSON.stringify({ ...kept, undo: deletes }));
    expect(await homeostat('take-back', foreign)).toMatchObject({
      status: 3,
      err: expect.stringMatching(/UndeclaredChange/),
    });
    expect(await versioning()).toBe('Enabled');

    expect(await homeostat('take-back', record)).toMatchObject({ status: 0 });
    expect(await versioning()).toBe('Suspended');
    expect(await homeostat('take-back', record)).toMatchObject({ status: 1 });
  });

  it.each([
    ['what does not exist', control, 'arn:aws:s3:::nowhere-at-all', 1],
    ['a control that does not exist', 's3.bucket-painted', arn, 2],
    ['a resource of another kind', control, 'arn:aws:iam::000000000000:role/app', 2],
    ['a resource of another account', 'sqs.queue-encrypted', 'arn:aws:sqs:us-east-1:111122223333:jobs', 2],
  ])('answers %s with a clear status', async (_, id, resource, expected) => {
    const { status, err } = await homeostat('mend', id, resource);
    expect(status).toBe(expected);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

async function put(Status: 'Enabled' | 'Suspended'): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

async function versioning(): Promise<string | undefined> {
  return (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;
}
