import {
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListPolicyVersionsCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { account, eventually, historyOf, iam, openBucket, remediated, s3 } from './cloud.ts';
import { decide, invitationFor } from './questions.ts';
import { undo } from './undo.ts';

const readLogs = { Sid: 'ReadLogs', Effect: 'Allow', Action: 'logs:GetLogEvents', Resource: '*' };
const admin = { Effect: 'Allow', Action: ['*'], Resource: '*' };
/** Several lines and odd spaces: an exact undo brings these back, too. */
const before = JSON.stringify({ Version: '2012-10-17', Statement: [readLogs, admin] }, null, 3);
const after = { Version: '2012-10-17', Statement: [readLogs] };
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const arnOf = (resource: string) => `arn:aws:iam::${account}:${resource}`;

async function mend(arn: string): Promise<string> {
  const { id } = await remediated(arn, 'awaiting-approval');
  await decide((await invitationFor(arn)).link, id, 'approve');
  await remediated(arn);
  return id;
}

describe('an undo brings back exactly', () => {
  it('the settings of a bucket that had some', async () => {
    const Bucket = 'half-open';
    const half = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: false,
    };
    await openBucket(Bucket);
    const first = await remediated(`arn:aws:s3:::${Bucket}`);
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: half }));
    const { id } = await eventually(async () =>
      (await historyOf(`arn:aws:s3:::${Bucket}`)).find((one) => one.id !== first.id && one.status === 'remediated'),
    );
    await undo(id);
    const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(PublicAccessBlockConfiguration).toEqual(half);
  });

  it('the absence of settings of a bucket that had none', async () => {
    await openBucket('bare');
    await undo((await remediated('arn:aws:s3:::bare')).id);
    await expect(s3.send(new GetPublicAccessBlockCommand({ Bucket: 'bare' }))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
    });
  });

  it.each([
    [
      'a role',
      async (name: string) => {
        await iam.send(new CreateRoleCommand({ RoleName: name, Path: '/team/', AssumeRolePolicyDocument: trust }));
        await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'wide', PolicyDocument: before }));
        return arnOf(`role/team/${name}`);
      },
      (RoleName: string) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'wide' })),
    ],
    [
      'a user',
      async (name: string) => {
        await iam.send(new CreateUserCommand({ UserName: name }));
        await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'wide', PolicyDocument: before }));
        return arnOf(`user/${name}`);
      },
      (UserName: string) => iam.send(new GetUserPolicyCommand({ UserName, PolicyName: 'wide' })),
    ],
    [
      'a group',
      async (name: string) => {
        await iam.send(new CreateGroupCommand({ GroupName: name }));
        await iam.send(new PutGroupPolicyCommand({ GroupName: name, PolicyName: 'wide', PolicyDocument: before }));
        return arnOf(`group/${name}`);
      },
      (GroupName: string) => iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName: 'wide' })),
    ],
  ] as const)('the inline policy of %s, byte for byte', async (what, make, get) => {
    const name = `exact-${what.replace('a ', '')}`;
    const id = await mend(await make(name));
    const text = async () => decodeURIComponent((await get(name)).PolicyDocument ?? '');
    expect(JSON.parse(await text())).toEqual(after);
    await undo(id);
    expect(await text()).toBe(before);
  });

  it.each([
    ['a managed policy', 'exact-managed', 1],
    ['a managed policy with as many versions as it can have', 'exact-full', 5],
  ])('%s: its text, its default version, the texts of its other versions', async (_, PolicyName, versions) => {
    const harmless = (number: number) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ ...readLogs, Sid: `V${number}` }] });
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName, PolicyDocument: versions === 1 ? before : harmless(1) }),
    );
    const PolicyArn = Policy?.Arn ?? '';
    for (let number = 2; number <= versions; number += 1) {
      const isLast = number === versions;
      await iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn,
          PolicyDocument: isLast ? before : harmless(number),
          SetAsDefault: isLast,
        }),
      );
    }
    const earlier = await texts(PolicyArn);
    const id = await mend(PolicyArn);
    expect(JSON.parse((await texts(PolicyArn)).current)).toEqual(after);
    await undo(id);
    expect(await texts(PolicyArn)).toEqual(earlier);
  });
});

async function texts(PolicyArn: string): Promise<{ current: string; others: string[]; id: string }> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  const text = async (VersionId = '') =>
    decodeURIComponent(
      (await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))).PolicyVersion?.Document ?? '',
    );
  const others = Versions.filter(({ VersionId }) => VersionId !== Policy?.DefaultVersionId);
  return {
    id: Policy?.DefaultVersionId ?? '',
    current: await text(Policy?.DefaultVersionId),
    others: (await Promise.all(others.map(({ VersionId }) => text(VersionId)))).toSorted(),
  };
}
