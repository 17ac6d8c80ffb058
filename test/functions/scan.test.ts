import { describe, expect, test } from '@jest/globals';
import type { Control } from '../../catalogue/control.ts';
import { catalogue } from '../../catalogue/index.ts';
import type { Send } from '../../functions/aws/sender.ts';
import { type Scan, type Scanning, scan } from '../../functions/scan.ts';

const controls = catalogue.filter(({ id }) =>
  ['s3.bucket-closed-to-public', 's3.bucket-encrypted', 's3.bucket-owns-its-objects', 's3.bucket-versioned'].includes(
    id,
  ),
);
const place = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };

describe('a scan of a thousand buckets', () => {
  test('makes each distinct call once, and only so many at a time', async () => {
    const s3 = account(1_000);
    const { resources, checks, calls } = await scanned(s3.send);
    expect({ resources, checks }).toEqual({ resources: 1_000, checks: 4_000 });
    expect(calls).toBe(s3.made.length);
    expect(new Set(s3.made).size).toBe(s3.made.length);
    expect(s3.most()).toBeLessThanOrEqual(24 * 5);
  });

  test('tells how far it is', async () => {
    const seen: number[] = [];
    await scanned(account(3).send, { progress: (done, of) => seen.push(done, of) });
    expect(seen.slice(-2)).toEqual([12, 12]);
  });
});

describe('a scan', () => {
  test('finds what is not as it should be, with what it read and what the plan would be', async () => {
    const { found, compliant } = await scanned(account(1).send);
    expect(found.map(({ control, verdict }) => [control, verdict.outcome])).toEqual([
      ['s3.bucket-closed-to-public', 'change'],
      ['s3.bucket-versioned', 'change'],
    ]);
    expect(found[1]).toMatchObject({
      target: { account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::bucket-0' },
      state: { versioning: 'never' },
    });
    expect(compliant).toBe(2);
  });

  test('names what could not be read, and judges the rest', async () => {
    const { unread, found } = await scanned(account(2, { 's3:GetBucketVersioning bucket-1': 'AccessDenied' }).send);
    expect(unread).toEqual([
      {
        control: 's3.bucket-versioned',
        resource: 'arn:aws:s3:::bucket-1',
        because: 'it could not be read: AccessDenied: no',
      },
    ]);
    expect(found).toHaveLength(3);
  });

  test('names every control whose resources could not be listed', async () => {
    const { unread, checks } = await scanned(account(2, { 's3:ListBuckets ': 'AccessDenied' }).send);
    expect(checks).toBe(0);
    expect(unread.map(({ control, resource }) => [control, resource])).toEqual(controls.map(({ id }) => [id, null]));
  });

  test('passes over what is gone by the time it is read', async () => {
    const gone = account(1, { 's3:GetBucketVersioning bucket-0': 'NoSuchBucket' });
    expect(await scanned(gone.send)).toMatchObject({ unread: [], compliant: 2, found: [{}] });
  });
});

function scanned(send: Send, more: Pick<Scanning, 'progress'> = {}): Promise<Scan> {
  return scan({ controls, place, settingsOf, send, ...more });
}

function settingsOf(control: Control): unknown {
  return control.settings?.parse({}) ?? {};
}

/** An account with open buckets that keep no versions; `refusals` name the error of a call on a bucket. */
function account(buckets: number, refusals: Readonly<Record<string, string>> = {}) {
  const made: string[] = [];
  let open = 0;
  let most = 0;
  const send: Send = async ({ call, input }) => {
    const { Bucket = '' } = input as { Bucket?: string };
    made.push(`${call} ${JSON.stringify(input)}`);
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    open -= 1;
    const refusal = refusals[`${call} ${Bucket}`] ?? absences[call];
    if (refusal !== undefined) {
      throw Object.assign(new Error('no'), { name: refusal });
    }
    const Buckets = Array.from({ length: buckets }, (_, index) => ({ Name: `bucket-${index}` }));
    const output = { ...(answers[call] ?? {}), ...(call === 's3:ListBuckets' && { Buckets }) };
    return { output, requestId: 'q-1', milliseconds: 1 };
  };
  return { send, made, most: () => most };
}

const absences: Readonly<Record<string, string>> = {
  's3:GetPublicAccessBlock': 'NoSuchPublicAccessBlockConfiguration',
  's3:GetBucketPolicy': 'NoSuchBucketPolicy',
  's3:GetBucketWebsite': 'NoSuchWebsiteConfiguration',
  's3:GetBucketLifecycleConfiguration': 'NoSuchLifecycleConfiguration',
};

const answers: Readonly<Record<string, object>> = {
  's3:GetBucketAcl': { Owner: { ID: 'o' }, Grants: [] },
  's3:GetBucketOwnershipControls': { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } },
  's3:GetBucketEncryption': {
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
  },
};
