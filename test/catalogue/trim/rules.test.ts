import { describe, expect, test } from '@jest/globals';
import { emptied } from '../../../catalogue/iam/plan-trimming.ts';
import type { Evidence } from '../../../catalogue/trim/evidence.ts';
import { type Account, allow, document, judged, lately, longAgo, over, policyArn, roleArn } from './account.ts';

/**
 * The rules that keep trimming safe, in the order in which they were set down. Each is told of a policy `app`, or of the own
 * policies of a role `app`, whose notice is over, so that nothing but the rule stands against a trim.
 */
const sqs: Evidence['services'] = {
  sqs: { lastUsed: lately, tracked: { SendMessage: lately, PurgeQueue: null, CreateQueue: longAgo } },
};
const used: Account = { evidence: { app: { services: sqs } } };
const queues = [allow(['sqs:SendMessage', 'sqs:PurgeQueue'])];

const says = (outcome: Awaited<ReturnType<typeof judged>>) =>
  outcome.plan.outcome === 'leave' ? outcome.plan.because : outcome.plan.outcome;

describe('kept is', () => {
  test.each<[string, Account, string, RegExp]>([
    [
      'what was used in the window',
      used,
      'sqs:SendMessage',
      /^it was used on 2026-06-30, says the last-accessed report$/,
    ],
    [
      'what was used within the lag, which the report does not know yet',
      { evidence: { app: { services: sqs, calls: { 'sqs:PurgeQueue': '2026-06-30T11:59:00.000Z' } } } },
      'sqs:PurgeQueue',
      /says CloudTrail$/,
    ],
    [
      'every untracked action of any service that was used',
      used,
      'sqs:GetQueueUrl',
      /^AWS does not track it, and sqs was/,
    ],
    [
      'what never shows under the role: a key that S3 or DynamoDB uses in its name',
      used,
      'kms:GenerateDataKey',
      /in the name of their caller/,
    ],
    ['iam:PassRole, while anything is used that may take a role', used, 'iam:PassRole', /handing over a role/],
    [
      'the log floor of a Lambda function’s role',
      { ...used, roles: [{ name: 'app', trusts: 'lambda.amazonaws.com' }] },
      'logs:PutLogEvents',
      /^Lambda needs it/,
    ],
    ['what IAM’s tables do not know', used, 'sqs:NewOne', /^IAM’s tables do not know it$/],
    ['what restores', used, 'rds:RestoreDBInstanceFromS3', /rare and vital/],
    ['what fails over', used, 'rds:FailoverDBCluster', /rare and vital/],
    ['what decrypts', used, 'kms:Decrypt', /rare and vital/],
    [
      'what notice was not given of',
      { ...used, notice: ['sns:*'] },
      'sqs:PurgeQueue',
      /^it is not used, and no notice was given of it yet$/,
    ],
  ])('%s', async (_, account, action, because) => {
    const { stays, document: after } = await judged({ ...account, policy: [allow([action, 'sns:Publish'])] });
    expect(stays[action]).toMatch(because);
    expect(after).toBe(document([allow([action])]));
  });

  test('what was granted less than a grace period ago', async () => {
    const policy = [allow(['sqs:SendMessage', 'sqs:PurgeQueue'])];
    const settings = { windowDays: 10, graceDays: 30 };
    const changed = (changedAt: string) => judged({ ...used, policy, changedAt, settings });
    expect(says(await changed('2026-06-15T00:00:00.000Z'))).toBe(
      'policy app: notice until 2026-07-15T00:00:00.000Z: 1 action would go',
    );
    expect(says(await changed('2026-05-15T00:00:00.000Z'))).toBe('change');
  });

  test('what was granted less than a grace period before notice was given, as far as anybody can know of a role’s own policy', async () => {
    const own = { queues: document(queues) };
    const begun = (since: string) =>
      judged({ ...used, own, notice: { ...over, since, until: '2026-06-29T00:00:00.000Z' } }, roleArn);
    expect(says(await begun('2026-06-22T00:00:00.000Z'))).toBe(
      'role app: notice until 2026-07-22T00:00:00.000Z: 1 action would go',
    );
    expect(says(await begun('2026-05-22T00:00:00.000Z'))).toBe('change');
  });

  test('what its owner opted out by the Sid of its statement', async () => {
    const policy = [allow(['sqs:PurgeQueue'], { Sid: 'KeepEmergency' }), allow(['sqs:SendMessage', 'sqs:PurgeQueue'])];
    const { document: after, state } = await judged({ ...used, policy });
    expect(after).toBe(document([allow(['sqs:PurgeQueue'], { Sid: 'KeepEmergency' }), allow(['sqs:SendMessage'])]));
    expect(state).toMatchObject({
      policy: { left: ['statement KeepEmergency is opted out: its Sid begins with Keep'] },
    });
    const other = await judged({ ...used, policy, settings: { optOutSids: 'Leave' } });
    expect(other.document).toBe(document([allow(['sqs:SendMessage'])]));
  });

  test.each<[string, string, RegExp]>([
    [
      'until its end',
      'owner=ann@example.com until=2026-06-30',
      /ann@example.com keeps the permissions of policy app until 2026-06-30/,
    ],
    ['and not after it', 'owner=ann@example.com until=2026-06-29', /^change$/],
    ['and held where it names no owner', 'until=2026-12-31', /does not say who owns it and until when/],
    ['and held where it names no end', 'owner=ann@example.com', /does not say who owns it and until when/],
    [
      'and held where its end is no day',
      'owner=ann@example.com until=2026-13-99',
      /does not say who owns it and until/,
    ],
  ])('what its owner opted out by a tag, %s', async (_, tag, because) => {
    const outcome = await judged({ ...used, policy: queues, tags: { 'homeostat:keep-permissions': tag } });
    expect(says(outcome)).toMatch(because);
  });
});

describe('removed is only', () => {
  test.each<[string, string, RegExp]>([
    [
      'what is tracked and unused through the window',
      'sqs:PurgeQueue',
      /^it was not used in 90 days, and AWS tracks it$/,
    ],
    ['what is tracked and was used before the window alone', 'sqs:CreateQueue', /^it was last used on 2025-01-15$/],
    ['any action of a service with no access at all', 'sns:Publish', /^nothing of its service was ever used$/],
  ])('%s', async (_, action, because) => {
    const { goes, document: after } = await judged({ ...used, policy: [allow(['sqs:SendMessage', action])] });
    expect(goes).toEqual({ [action]: expect.stringMatching(because) });
    expect(after).toBe(document([allow(['sqs:SendMessage'])]));
  });

  test('what notice was given of and nobody used since: a use within the notice keeps it', async () => {
    const policy = [allow(['sqs:SendMessage', 'sqs:PurgeQueue', 'sns:Publish'])];
    const since = { services: sqs, calls: { 'sqs:PurgeQueue': lately } };
    const outcome = await judged({ policy, evidence: { app: since }, notice: ['sqs:PurgeQueue', 'sns:*'] });
    expect(outcome.document).toBe(document([allow(['sqs:SendMessage', 'sqs:PurgeQueue'])]));
  });

  test.each<[string, NonNullable<Account['notice']> | null, RegExp]>([
    ['before notice is given', null, /1 action is unused; they go after a notice of 7 days/],
    [
      'while the notice runs',
      { ...over, until: '2026-07-02T00:00:00.000Z' },
      /^policy app: notice until 2026-07-02T00:00:00.000Z: 1 action would go$/,
    ],
  ])('what notice was given of, and nothing %s', async (_, notice, because) => {
    expect(says(await judged({ ...used, policy: queues, notice }))).toMatch(because);
  });
});

describe('in the text,', () => {
  test.each<[string, object]>([
    ['Deny', { Effect: 'Deny', Action: ['sqs:PurgeQueue', 'sns:*'], Resource: '*' }],
    ['NotAction', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
    ['NotResource', { Effect: 'Allow', Action: 'sns:*', NotResource: 'arn:aws:sns:*:*:kept' }],
    ['NotPrincipal', { Effect: 'Allow', Action: 'sns:*', Resource: '*', NotPrincipal: { AWS: '*' } }],
  ])('%s is untouched: a person decides', async (_, statement) => {
    const { document: after, state } = await judged({ ...used, policy: [statement, ...queues] });
    expect(after).toBe(document([statement, allow(['sqs:SendMessage'])]));
    expect(state).toMatchObject({ policy: { left: [expect.stringMatching(/^statement 1 /)] } });
  });

  test('Resource and Condition are copied verbatim', async () => {
    const more =
      '"Resource" : [ "arn:aws:sqs:*:*:a","arn:aws:sqs:*:*:b"],"Condition":{"Bool":{"aws:SecureTransport":true}}';
    const text = (actions: string) =>
      `{"Statement":[{"Effect":"Allow","Action":${actions},${more}}],"Version":"2012-10-17"}`;
    const { document: after } = await judged({ ...used, policy: text('["sqs:SendMessage", "sqs:PurgeQueue"]') });
    expect(after).toBe(text('["sqs:SendMessage"]'));
  });

  test('order and Sids stay, and the diff is minimal', async () => {
    const lines = (...actions: readonly string[]) =>
      `{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Sid": "B", "Effect": "Allow",\n      "Action": [\n        ${actions.map((one) => `"${one}"`).join(',\n        ')}\n      ], "Resource": "*" },\n    { "Sid": "A", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }\n  ]\n}`;
    const { document: after } = await judged({
      ...used,
      policy: lines('sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:GetQueueUrl', 'sns:Publish'),
    });
    expect(after).toBe(lines('sqs:SendMessage', 'sqs:GetQueueUrl'));
  });

  test('wildcards become the kept names, and never a wildcard that is wider', async () => {
    const { document: after } = await judged({ ...used, policy: [allow(['sqs:*Queue', 'sqs:Send*', 'sns:*'])] });
    expect(after).toBe(document([allow(['sqs:DeleteQueue', 'sqs:TagQueue', 'sqs:UntagQueue', 'sqs:Send*'])]));
  });
});

describe('nothing is trimmed', () => {
  const two = [{ name: 'app' }, { name: 'other' }];

  test.each<[string, Account, RegExp]>([
    ['by a report that is not complete', { evidence: { app: { services: sqs, isComplete: false } } }, /not complete/],
    [
      'by a report that is older than a day',
      { evidence: { app: { services: sqs, reportedAt: '2026-06-29T11:00:00.000Z' } } },
      /older than a day/,
    ],
    ['where nothing is known at all', { evidence: {} }, /what .*role\/app uses is not known/],
    [
      'of a role that is younger than the window',
      { ...used, roles: [{ name: 'app', createdAt: '2026-05-01T00:00:00.000Z' }] },
      /role\/app is younger than 90 days/,
    ],
    [
      'that is younger than the window',
      { ...used, changedAt: '2026-05-01T00:00:00.000Z' },
      /changed within the last 90/,
    ],
    [
      'over a gap in the trail',
      { evidence: { app: { services: sqs, trailSince: '2026-06-01T00:00:00.000Z' } } },
      /the trail has a gap within the window/,
    ],
    ['that bounds the permissions of somebody', { ...used, bounds: 1 }, /it bounds the permissions of a principal/],
    [
      'that is shared, without the evidence of all who hold it',
      { ...used, roles: two },
      /what .*role\/other uses is not known/,
    ],
    ['that nobody holds', { ...used, roles: [] }, /nobody holds it/],
    [
      'that the organization’s own way into the account holds',
      { evidence: { OrganizationAccountAccessRole: {} }, roles: [{ name: 'OrganizationAccountAccessRole' }] },
      /the organization’s own way into the account, holds it/,
    ],
    ['where its text cannot be read', { ...used, policy: '{"Statement":[{"Effect":"Perhaps"}]}' }, /cannot be read/],
  ])('%s', async (_, account, because) => {
    expect(says(await judged({ policy: queues, ...account }))).toMatch(because);
    expect(says(await judged({ ...used, policy: queues }))).toBe('change');
  });

  test('of a shared policy that one of its holders uses, by the evidence of all', async () => {
    const evidence = { app: { services: sqs }, other: { calls: { 'sqs:PurgeQueue': lately } } };
    const outcome = await judged({ policy: queues, roles: two, evidence });
    expect(outcome.plan).toEqual({ outcome: 'compliant' });
  });

  test('that AWS keeps: a copy and a swap are proposed', async () => {
    const outcome = await judged(used, 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    expect(says(outcome)).toBe(
      'policy ReadOnlyAccess is kept by AWS: a copy of it can be trimmed and put in its place',
    );
  });

  test('into more than IAM takes', async () => {
    const services: Evidence['services'] = { ec2: { lastUsed: lately, tracked: { RunInstances: null } } };
    const outcome = await judged({ policy: [allow('ec2:*')], evidence: { app: { services } } });
    expect(says(outcome)).toMatch(/with the names of what is kept, it would be longer than IAM takes$/);
  });
});

describe('a managed policy holds 5 versions:', () => {
  const versions = ['{"Statement":[]}', '{ "Statement": [] }', '{"Statement": []}', '{"Statement" :[]}'];

  test('the oldest is archived and deleted, and the new one made the default', async () => {
    const { plan } = await judged({ ...used, policy: queues, versions });
    expect(plan).toMatchObject({
      apply: [
        { call: 'iam:DeletePolicyVersion', input: { PolicyArn: policyArn, VersionId: 'v1' } },
        { call: 'iam:CreatePolicyVersion', input: { PolicyArn: policyArn, SetAsDefault: true } },
      ],
      undo: [
        { call: 'iam:SetDefaultPolicyVersion', input: { VersionId: 'v5' } },
        { call: 'iam:DeletePolicyVersion' },
        { call: 'iam:CreatePolicyVersion', input: { PolicyDocument: versions[0], SetAsDefault: false } },
      ],
    });
  });

  test('with room for another, none is deleted', async () => {
    const { plan } = await judged({ ...used, policy: queues, versions: versions.slice(1) });
    expect(plan).toMatchObject({ apply: [{ call: 'iam:CreatePolicyVersion' }] });
  });

  test('what is read back is the text of the version that is the default', async () => {
    const after = await judged({ ...used, policy: queues });
    const again = await judged({ ...used, policy: after.document ?? '', versions: [document(queues)] });
    expect(again.state).toMatchObject({ version: 'v2', policy: { document: after.document } });
    expect(again.plan).toEqual({ outcome: 'compliant' });
  });

  test('one of which nothing is used grants nothing any more, and stays attached', async () => {
    const { document: after } = await judged({ policy: [allow('sns:*')], evidence: { app: {} } });
    expect(after).toBe(emptied);
  });
});

test('inline policies have no versions: the document is the undo, byte for byte', async () => {
  const own = {
    queues: `  ${document(queues)}\n`,
    topics: document([allow('sns:Publish')]),
    other: document([allow('sqs:SendMessage')]),
  };
  const { plan } = await judged({ ...used, own }, roleArn);
  expect(plan).toMatchObject({
    apply: [
      {
        call: 'iam:PutRolePolicy',
        input: { PolicyName: 'queues', PolicyDocument: `  ${document([allow(['sqs:SendMessage'])])}\n` },
      },
      { call: 'iam:DeleteRolePolicy', input: { PolicyName: 'topics' } },
    ],
    undo: [
      { call: 'iam:PutRolePolicy', input: { PolicyName: 'queues', PolicyDocument: own.queues }, undoes: 0 },
      { call: 'iam:PutRolePolicy', input: { PolicyName: 'topics', PolicyDocument: own.topics }, undoes: 1 },
    ],
  });
});

describe('the proof, which is stored with the plan, shows that', () => {
  const policy = [allow(['sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:GetQueueUrl'])];
  const trimmed = document([allow(['sqs:SendMessage', 'sqs:GetQueueUrl'])]);
  const proofOf = async (account: Account) => {
    const { plan } = await judged({ ...used, policy, ...account });
    return plan.outcome === 'change' ? (plan.proof ?? []) : [];
  };

  test('structurally, every new statement is an old one with fewer actions', async () => {
    const [first] = await proofOf({});
    expect(first).toMatchObject({ check: expect.stringMatching(/^each statement .* fewer actions/), holds: true });
  });

  test('CheckNoNewAccess(existing=old, new=trimmed) passes', async () => {
    const { asked, plan } = await judged({ ...used, policy, analyzer: {} });
    expect(asked[0]).toEqual({
      existingPolicyDocument: document(policy),
      newPolicyDocument: trimmed,
      policyType: 'IDENTITY_POLICY',
    });
    expect(plan).toMatchObject({
      proof: expect.arrayContaining([expect.objectContaining({ by: 'IAM Access Analyzer' })]),
    });
    expect(says(await judged({ ...used, policy, analyzer: { results: ['FAIL'] } }))).toMatch(
      /does not hold: .* before: no/,
    );
  });

  test('and inverted, CheckNoNewAccess(existing=trimmed, new=old∩used) passes', async () => {
    const { asked } = await judged({ ...used, policy, analyzer: {} });
    expect(asked[1]).toMatchObject({
      existingPolicyDocument: trimmed,
      newPolicyDocument: document([allow(['sqs:SendMessage'])]),
    });
    expect(says(await judged({ ...used, policy, analyzer: { results: ['PASS', 'FAIL'] } }))).toMatch(
      /does not hold: all that is used of policy app is still granted: no/,
    );
  });

  test('ValidatePolicy has no errors', async () => {
    const { asked } = await judged({ ...used, policy, analyzer: {} });
    expect(asked[2]).toEqual({ policyDocument: trimmed, policyType: 'IDENTITY_POLICY' });
    expect(says(await judged({ ...used, policy, analyzer: { errors: ['INVALID_ACTION'] } }))).toMatch(
      /does not hold: the new text of policy app is a valid policy: no, says IAM Access Analyzer: INVALID_ACTION/,
    );
  });

  test('every distinct call of the window is allowed as before', async () => {
    const last = (await proofOf({})).at(-1);
    expect(last).toEqual({
      check: 'every call of the window is decided by policy app as before',
      by: 'Homeostat',
      holds: true,
      says: '1 distinct action was called: sqs:SendMessage',
    });
  });

  test('where an API is missing, the project’s own algebra gives the same answers, and says so', async () => {
    const [own, analyzed] = [await proofOf({}), await proofOf({ analyzer: {} })];
    expect(own.map(({ check, holds }) => [check, holds])).toEqual(analyzed.map(({ check, holds }) => [check, holds]));
    expect(own.slice(1, 4).map(({ by }) => by)).toEqual(
      Array.from({ length: 3 }, () =>
        expect.stringMatching(/own algebra of policies, as IAM Access Analyzer does not/),
      ),
    );
  });

  test('nobody is asked about a policy of which nothing may go yet', async () => {
    const { asked } = await judged({ ...used, policy, analyzer: {}, notice: null });
    expect(asked).toEqual([]);
  });
});

test('after applying, whoever lost an action is watched for being refused it', async () => {
  const { plan } = await judged({ ...used, policy: [allow(['sqs:SendMessage', 'sqs:PurgeQueue', 'sns:Pub*'])] });
  expect(plan).toMatchObject({
    watch: [{ principal: roleArn, actions: ['sns:Publish', 'sqs:PurgeQueue'], days: 90 }],
  });
});
