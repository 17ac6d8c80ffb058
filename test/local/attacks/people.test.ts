import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { account, homeostat, homeostatAs, iam, iamAs, mails, operator, outputs, remediated, sts } from '../cloud.ts';
import { drift, isUntouched, question } from '../drifts.ts';
import { decide, invitationFor } from '../questions.ts';
import { decideInSlack } from '../slack-client.ts';

const yes = (id: string, plan: string) => ['approve', id, '--yes', '--plan', plan] as const;

/** Keys of a session of a role that may make drifts, under a name that whoever assumes it chooses. */
async function sessionOf(RoleName: string, RoleSessionName: string) {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: `arn:aws:iam::${account}:role/*` }],
  });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'drifts', PolicyDocument }));
  const RoleArn = `arn:aws:iam::${account}:role/${RoleName}`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

describe('who may not decide', () => {
  it('is nobody whom the configuration does not name, with whatever rights in the account', async () => {
    const role = await drift('people-root');
    const { id, planDigest } = await question(role.arn);
    const { status, err } = await homeostat(...yes(id, planDigest));
    expect([status, err]).toEqual([1, expect.stringContaining('is no approver')]);
    expect(await isUntouched(role)).toBe(true);
  });

  it('is an IAM user who only bears an approver’s name', async () => {
    const UserName = 'second';
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: outputs['CommandPolicy'] }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const keys = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    const role = await drift('people-alike');
    const { id, planDigest } = await question(role.arn);
    expect((await homeostatAs(keys, ...yes(id, planDigest))).err).toContain('is no approver');
    expect(await isUntouched(role)).toBe(true);
  });

  it('is who caused the drift, in a role session under their own name, by any channel', async () => {
    const session = await sessionOf('people-drifter', 'operator@example.com');
    const role = await drift('people-own', 'one', iamAs(session));
    const asked = await question(role.arn);
    await invitationFor(role.arn, 'second@example.com');
    const invited = (await mails()).filter(({ BodyText }) => BodyText.includes(role.arn)).flatMap(({ To }) => To);
    expect(invited).toEqual(['second@example.com']);
    expect((await homeostatAs(operator, ...yes(asked.id, asked.planDigest))).err).toContain('You caused this change');
    const said = await decideInSlack('U0OPERATOR', { arn: role.arn, id: asked.id }, 'approve');
    expect(said).toContain('You caused this change');
    expect(await isUntouched(role)).toBe(true);
  });
});

describe('a question that two have to approve', () => {
  it('is not approved by one person through two channels, and is by two people', async () => {
    const role = await drift('people-two', 'two');
    const { id, planDigest } = await question(role.arn);
    expect((await homeostatAs(operator, ...yes(id, planDigest))).out).toContain('You approved. 1 more has to.');
    expect(await decideInSlack('U0OPERATOR', { arn: role.arn, id }, 'approve')).toContain('one person has one vote');
    expect(await isUntouched(role)).toBe(true);
    const { link } = await invitationFor(role.arn, 'second@example.com');
    expect(await decide(link, id, 'approve')).toContain('You approved the change');
    await remediated(role.arn);
    const story = JSON.parse((await homeostat('show', id, '--json')).out);
    const votes = story.entries.flatMap(({ detail }: { detail: { vote?: { person: string; via: string } } }) =>
      detail.vote ? [[detail.vote.person, detail.vote.via]] : [],
    );
    expect(votes).toEqual([
      ['operator@example.com', 'command'],
      ['second@example.com', 'mailed code'],
    ]);
  });
});
