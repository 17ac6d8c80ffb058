import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { digest } from '../../functions/domain/digest.ts';
import { closeBucket, resetCloud, s3, tables, writesMade } from './cloud.ts';
import { prepare } from './environment.ts';
import { awsError, bucketDrift, closedBucket, planOf } from './findings.ts';

prepare({ AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: 'https://sts.example.com/' });
const { handler } = await import('../../functions/undo.ts');
const { handler: open } = await import('../../functions/open.ts');
const { handler: close } = await import('../../functions/close.ts');
const { pause } = await import('../../functions/aws/switches.ts');

const workflows = mockClient(SFNClient);
const finding = bucketDrift();
const owner = 'arn:aws:sts::111122223333:assumed-role/ops/ann';
const proof = {
  region: 'eu-central-1',
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIA/20261124/eu-central-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-homeostat-purpose, Signature=00',
  date: '20261124T100000Z',
};
const wish = { id: finding.id, reason: 'a campaign', days: 14, proof };

const answers = (status: number, body: string) =>
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(body, { status }));
const confirmed = () =>
  answers(
    200,
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${owner}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
const started = () => workflows.commandCalls(StartExecutionCommand).map(({ args: [command] }) => command.input);

beforeEach(async () => {
  resetCloud();
  workflows.reset();
  workflows.on(StartExecutionCommand).resolves({});
  await open({ finding });
  const verified = { state: closedBucket, at: '2026-11-24T10:00:02Z' };
  await close({
    finding,
    status: 'remediated',
    because: 'x',
    detail: { applied: { calls: [], undo: planOf(finding).undo }, verified },
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('a preview', () => {
  const preview = { preview: true, id: finding.id, proof };

  test('shows the exact calls, the difference and what is asked first, and starts nothing', async () => {
    const sent = confirmed();
    closeBucket();
    expect(await handler(preview)).toMatchObject({
      outcome: 'previewed',
      preview: {
        possible: true,
        calls: [{ call: 's3:DeletePublicAccessBlock', input: { Bucket: 'logs' } }],
        diff: expect.arrayContaining([{ kind: 'removed', text: expect.stringContaining('"BlockPublicAcls": true') }]),
        risk: { level: 'safe', because: `it takes ${finding.id} back, which was safe` },
        consent: 'automatic',
        moved: 'no',
        maximumDays: 90,
      },
    });
    expect([started(), writesMade()]).toEqual([[], []]);
    expect(sent.mock.calls[0]?.[1]?.headers).toMatchObject({ 'x-homeostat-purpose': `preview-undo ${finding.id}` });
  });

  test.each([
    ['changed since', () => {}, 'yes'],
    ['cannot be read', () => s3.on(GetPublicAccessBlockCommand).rejects(awsError('AccessDenied')), 'unknown'],
    ['is gone', () => s3.on(GetPublicAccessBlockCommand).rejects(awsError('NoSuchBucket')), 'yes'],
  ])('says of a resource that %s that it moved on: %s', async (_, arrange, moved) => {
    confirmed();
    arrange();
    expect(await handler(preview)).toMatchObject({ preview: { possible: true, moved } });
  });

  test('of what nobody can undo says why', async () => {
    confirmed();
    expect(await handler({ ...preview, id: 'r-0000000000000000' })).toMatchObject({
      preview: { possible: false, because: 'there is no such remediation' },
    });
    confirmed();
    await pause({ scope: { kind: 'everything' }, by: 'ops', reason: 'an incident', now: new Date() });
    expect(await handler(preview)).toMatchObject({
      preview: { possible: false, because: expect.stringContaining('says ops: an incident') },
    });
  });

  test('is for operators', async () => {
    answers(200, '<Arn>arn:aws:sts::111122223333:assumed-role/dev/ann</Arn>');
    expect(await handler(preview)).toMatchObject({ outcome: 'refused' });
  });
});

describe('whoever AWS confirms', () => {
  test('starts the undo in their name', async () => {
    confirmed();
    const answer = await handler(wish);
    expect(answer).toEqual({
      outcome: 'started',
      remediation: expect.stringMatching(/^r-[0-9a-z]{16}$/),
      owner,
      says: ['Take the block of public access off logs again'],
    });
    const [execution, ...more] = started();
    expect(more).toEqual([]);
    const input = JSON.parse(execution?.input ?? '');
    expect(input).toMatchObject({
      id: execution?.name,
      undoes: finding.id,
      cause: { actor: { arn: owner } },
      exemption: { owner, reason: 'a campaign' },
    });
  });

  test('signed for this very purpose: what, why and for how long', async () => {
    const sent = confirmed();
    await handler(wish);
    const [url, request] = sent.mock.calls[0] ?? [];
    expect(String(url)).toBe('https://sts.example.com/');
    expect(request).toMatchObject({
      method: 'POST',
      redirect: 'error',
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
      headers: {
        authorization: proof.authorization,
        'x-amz-date': proof.date,
        'x-homeostat-purpose': `undo ${finding.id} ${digest({ reason: 'a campaign', days: 14 })}`,
      },
    });
  });

  test.each([
    ['what never was', { id: 'r-0000000000000000' }, 'there is no such remediation'],
    ['longer than an exemption may last', { days: 91 }, 'an exemption lasts 90 days at most'],
  ])('cannot undo %s', async (_, change, because) => {
    confirmed();
    expect(await handler({ ...wish, ...change })).toEqual({ outcome: 'refused', because });
    expect(started()).toEqual([]);
  });

  test('cannot undo from a history that was tampered with', async () => {
    confirmed();
    const key = `history REMEDIATION#${finding.id} ENTRY#000002`;
    tables.items.set(key, {
      ...tables.items.get(key),
      detail: String(tables.items.get(key)?.['detail']).replace('logs', 'prod'),
    });
    expect(await handler(wish)).toEqual({
      outcome: 'refused',
      because: expect.stringContaining('its history cannot be trusted'),
    });
    expect(started()).toEqual([]);
  });

  test('learns that the workflow could not be started', async () => {
    confirmed();
    workflows.on(StartExecutionCommand).rejects(awsError('ThrottlingException'));
    await expect(handler(wish)).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

test.each([
  ['another role', 'arn:aws:sts::111122223333:assumed-role/dev/ann'],
  ['a role of the same name in another account', 'arn:aws:sts::999988887777:assumed-role/ops/ann'],
])('a proven caller who is no operator is refused: %s', async (_, arn) => {
  answers(200, `<Arn>${arn}</Arn>`);
  expect(await handler(wish)).toEqual({
    outcome: 'refused',
    because: expect.stringContaining(`${arn} is no operator`),
  });
  expect(started()).toEqual([]);
});

describe('an unproven caller is refused', () => {
  const signed = (headers: string) => ({
    ...proof,
    authorization: proof.authorization.replace('x-homeostat-purpose', headers),
  });
  test.each([
    ['whom AWS does not know', () => answers(403, '<Error><Code>InvalidClientTokenId</Code></Error>'), proof],
    ['about whom AWS says nothing', () => answers(200, '<GetCallerIdentityResponse/>'), proof],
    ['who signed for no purpose', confirmed, signed('x-amz-security-token')],
    ['who signed a header that resembles the purpose', confirmed, signed('x-homeostat-purpose-2')],
  ])('%s', async (_, answer, shown) => {
    answer();
    expect(await handler({ ...wish, proof: shown })).toEqual({
      outcome: 'refused',
      because: expect.stringContaining('AWS does not confirm who asks'),
    });
    expect(started()).toEqual([]);
  });

  test('while STS cannot be reached', async () => {
    jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));
    await expect(handler(wish)).rejects.toThrow('fetch failed');
    expect(started()).toEqual([]);
  });
});

test.each([
  ['no remediation', { id: '../../x' }, 'id: '],
  ['no reason', { reason: '  ' }, 'reason: '],
  ['half a day', { days: 0.5 }, 'days: '],
  ['no proof', { proof: undefined }, 'proof: '],
  ['a region that is an address', { proof: { ...proof, region: 'evil.example.com/' } }, 'proof.region: '],
  [
    'a header with a line break',
    { proof: { ...proof, authorization: `${proof.authorization}\nx: y` } },
    'proof.authorization: ',
  ],
])('a wish that names %s is refused before anybody is asked, with the field', async (_, change, because) => {
  const sent = confirmed();
  expect(await handler({ ...wish, ...change })).toEqual({
    outcome: 'refused',
    because: expect.stringContaining(because),
  });
  expect(sent).not.toHaveBeenCalled();
  expect(started()).toEqual([]);
});
