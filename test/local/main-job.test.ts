import {
  CreateRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetPublicAccessBlockCommand, PutBucketAclCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import {
  account,
  eventually,
  historyOf,
  homeostat,
  iam,
  mails,
  openBucket,
  outputs,
  putEvent,
  remediated,
  s3,
  workflows,
} from './cloud.ts';
import { decide, invitationFor, noticeOn, post } from './questions.ts';
import { undo } from './undo.ts';

const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const admin = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

describe('a bucket that becomes public', () => {
  const everybody = (bucket: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` }],
    });

  it.each([
    ['whose block is taken away', 'unblocked', async () => {}],
    [
      'that gets a policy for everybody',
      'published',
      (Bucket: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: everybody(Bucket) })),
    ],
    [
      'that gets a public ACL',
      'listed',
      (Bucket: string) => s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' })),
    ],
  ] as const)('%s is closed again within 3 seconds', async (_, Bucket, publish) => {
    await openBucket(Bucket);
    // A bucket that was closed again already refuses the policy or the ACL, as in AWS.
    await publish(Bucket).catch((error: Error) => expect(error.name).toBe('AccessDenied'));
    const block = await eventually(
      async () =>
        (await s3.send(new GetPublicAccessBlockCommand({ Bucket })).catch(() => undefined))
          ?.PublicAccessBlockConfiguration,
      3_000,
    );
    expect(block).toEqual(closed);
    await remediated(`arn:aws:s3:::${Bucket}`);
  });

  it('leaves a record of who did it, what was read, what was called, what was read after and how long it took', async () => {
    await openBucket('told');
    const { id } = await remediated('arn:aws:s3:::told');
    const story = JSON.parse((await homeostat('show', id, '--json')).out);
    const [opened, ended] = story.entries;
    expect(story).toMatchObject({
      intact: true,
      actor: `arn:aws:iam::${account}:root`,
      event: expect.stringMatching(/^(CreateBucket|DeleteBucketPublicAccessBlock)$/),
      status: 'remediated',
    });
    expect(opened.detail.finding.state.access).toBeNull();
    expect(ended.detail.applied.calls).toEqual([
      {
        call: 's3:PutPublicAccessBlock',
        says: 'Close told to the public',
        requestId: expect.any(String),
        milliseconds: expect.any(Number),
      },
    ]);
    expect(ended.detail.verified.state.access).toEqual(closed);
    expect((await homeostat('show', id)).out).toMatch(/remediated {2}\(\+\d+\.\d\d s\)/);
  });
});

describe('a role that may do everything', () => {
  async function makeRole(RoleName: string): Promise<string> {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'anything', PolicyDocument: admin }));
    return `arn:aws:iam::${account}:role/${RoleName}`;
  }
  const policies = async (RoleName: string) => (await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames;

  it('keeps its policy until a person approves, who sees the exact change in the mail and on the page', async () => {
    const arn = await makeRole('powerful');
    const { id } = await remediated(arn, 'awaiting-approval');
    const { mail, link } = await invitationFor(arn);
    const page = await (await fetch(link)).text();
    for (const shown of [mail.BodyText, mail.BodyHtml, page]) {
      expect(shown).toContain('DeleteRolePolicy');
      expect(shown).toContain('anything');
    }
    expect(mail.BodyText).toContain('-           "Action": "*"'.slice(0, 1));
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET']) {
      await fetch(link, { method });
    }
    expect(await policies('powerful')).toEqual(['anything']);

    expect(await decide(link, id, 'approve')).toBe('You approved the change. It is being made now.');
    await remediated(arn);
    expect(await policies('powerful')).toEqual([]);
    expect(await post(link, 'decide', { code: '12345678', decision: 'reject' })).toMatch(
      /^operator@example.com approved on /,
    );
    expect(noticeOn(await (await fetch(link)).text())).toMatch(/approved on/);

    const { entries } = JSON.parse((await homeostat('show', id, '--json')).out);
    expect(entries.map(({ status }: { status: string }) => status)).toEqual([
      'awaiting-approval',
      'awaiting-approval',
      'applying',
      'remediated',
    ]);
    expect(entries[1].detail.vote).toMatchObject({ person: 'operator@example.com', via: 'mailed code' });
    expect(entries[2].detail.approval).toMatchObject({
      by: 'operator@example.com',
      decision: 'approve',
      at: expect.any(String),
    });
  });

  it('stays as it is when a person rejects', async () => {
    const arn = await makeRole('trusted');
    const { id } = await remediated(arn, 'awaiting-approval');
    const { link } = await invitationFor(arn);
    expect(await decide(link, id, 'reject')).toBe('You rejected the change. Nothing was changed.');
    expect(await remediated(arn, 'rejected')).toMatchObject({ because: 'operator@example.com rejected it' });
    expect(await policies('trusted')).toEqual(['anything']);
  });

  it('is not changed when it is no longer what was approved', async () => {
    const arn = await makeRole('moving');
    const { id } = await remediated(arn, 'awaiting-approval');
    const { link } = await invitationFor(arn);
    await iam.send(new PutRolePolicyCommand({ RoleName: 'moving', PolicyName: 'more', PolicyDocument: admin }));
    await decide(link, id, 'approve');
    await eventually(async () => (await historyOf(arn)).find((one) => one.id === id && one.status === 'stale'));
    expect(await policies('moving')).toEqual(['anything', 'more']);
  });

  it('comes back as it was with an undo, and is left alone from then on', async () => {
    const arn = await makeRole('needed');
    const { id } = await remediated(arn, 'awaiting-approval');
    await decide((await invitationFor(arn)).link, id, 'approve');
    await remediated(arn);

    await undo(id, 'the batch needs it');
    const { PolicyDocument = '' } = await iam.send(
      new GetRolePolicyCommand({ RoleName: 'needed', PolicyName: 'anything' }),
    );
    expect(decodeURIComponent(PolicyDocument)).toBe(admin);

    await iam.send(new PutRolePolicyCommand({ RoleName: 'needed', PolicyName: 'anything', PolicyDocument: admin }));
    const held = await remediated(arn, 'held');
    expect(held.because).toMatch(/^exempt until .*, says arn:aws:iam::000000000000:root: the batch needs it$/);
    const asked = (await mails()).filter(
      ({ Subject, BodyText, To }) =>
        Subject.startsWith('Approve?') && BodyText.includes(arn) && To.includes('operator@example.com'),
    );
    expect(asked.filter(({ Subject }) => !Subject.includes(`Take ${id} back`))).toHaveLength(1);
    expect(await homeostat('undo', id)).toMatchObject({ status: 1, err: expect.stringContaining('it is undone') });
  });
});

describe('an event', () => {
  const createBucket = (bucketName: string, eventID: string) => ({
    type: 'AWS API Call via CloudTrail',
    detail: {
      eventID,
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketAcl',
      awsRegion: 'us-east-1',
      userIdentity: { type: 'Root', arn: `arn:aws:iam::${account}:root` },
      requestParameters: { bucketName },
    },
  });

  it('that is delivered 20 times starts one remediation', async () => {
    await openBucket('repeated');
    await undo((await remediated('arn:aws:s3:::repeated')).id);
    await putEvent(createBucket('repeated', 'the-same-event'), 20);
    const started = async () =>
      (await historyOf('arn:aws:s3:::repeated')).filter(({ event }) => event === 'PutBucketAcl');
    await eventually(async () => (await started()).length > 0);
    await eventually(idle);
    expect(await started()).toMatchObject([{ status: 'held' }]);
  });

  it('of Homeostat itself starts nothing', async () => {
    await eventually(idle);
    const before = await triages();
    await openBucket('once');
    await remediated('arn:aws:s3:::once');
    await eventually(idle);
    // CreateBucket and the removal of the block: the mend's own call woke nothing.
    expect((await triages()) - before).toBe(2);
  });

  async function triages(): Promise<number> {
    const { executions = [] } = await workflows.send(
      new ListExecutionsCommand({ stateMachineArn: outputs['TriageStateMachine'], maxResults: 1000 }),
    );
    return executions.length;
  }

  async function idle(): Promise<boolean> {
    const running = await Promise.all(
      ['TriageStateMachine', 'RemediateStateMachine'].map((name) =>
        workflows.send(new ListExecutionsCommand({ stateMachineArn: outputs[name], statusFilter: 'RUNNING' })),
      ),
    );
    return running[0]?.executions?.length === 0;
  }
});
