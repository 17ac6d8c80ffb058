import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountPasswordPolicyCommand,
  GetLoginProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { trimming } from './iam/trimming.ts';
import type { Aws, Proof } from './proof.ts';

const readLogs = { Sid: 'ReadLogs', Effect: 'Allow', Action: 'logs:GetLogEvents', Resource: '*' };
const admin = { Effect: 'Allow', Action: '*', Resource: '*' };
const mixed = JSON.stringify({ Version: '2012-10-17', Statement: [readLogs, admin] }, null, 2);
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Days after which what the emulator just made counts as unused: it keeps no time of a use. */
const aMoment = 1e-9;

export const iam: readonly Proof[] = [
  ...trimming,
  {
    control: 'iam.policy-without-admin-wildcard',
    of: 'a role with an inline policy that grants everything',
    async drift(aws) {
      const RoleName = 'proof-admin';
      const client = aws.client(IAMClient);
      await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'mixed', PolicyDocument: mixed }));
      return `arn:aws:iam::${aws.account}:role/${RoleName}`;
    },
    async witness(aws, arn) {
      const RoleName = arn.split('/').at(-1);
      const client = aws.client(IAMClient);
      const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
      const documents = PolicyNames.map(async (PolicyName) => {
        const { PolicyDocument = '' } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        return [PolicyName, decodeURIComponent(PolicyDocument)];
      });
      return Promise.all(documents);
    },
  },
  {
    control: 'iam.policy-without-admin-wildcard',
    of: 'a managed policy that grants everything',
    async drift(aws) {
      const { Policy } = await aws
        .client(IAMClient)
        .send(new CreatePolicyCommand({ PolicyName: 'proof-power', PolicyDocument: mixed }));
      return Policy?.Arn ?? '';
    },
    async witness(aws, arn) {
      const client = aws.client(IAMClient);
      const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn: arn }));
      const VersionId = Policy?.DefaultVersionId;
      const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId }));
      return { VersionId, document: decodeURIComponent(PolicyVersion?.Document ?? '') };
    },
  },
  {
    control: 'iam.role-trust-closed',
    of: 'a role that everybody may take, beside who should',
    async drift(aws) {
      const RoleName = 'proof-trusting';
      const ours = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
      const everybody = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
      const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [ours, everybody] });
      const client = aws.client(IAMClient);
      await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      return `arn:aws:iam::${aws.account}:role/${RoleName}`;
    },
    async witness(aws, arn) {
      const { Role } = await aws.client(IAMClient).send(new GetRoleCommand({ RoleName: arn.split('/').at(-1) }));
      return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    },
  },
  {
    control: 'iam.access-key-in-use',
    of: 'a key that somebody activated again and nobody used',
    settings: { days: aMoment },
    async drift(aws) {
      const UserName = 'proof-unused-key';
      const client = aws.client(IAMClient);
      const arn = await user(aws, UserName);
      const { AccessKey } = await client.send(new CreateAccessKeyCommand({ UserName }));
      const AccessKeyId = AccessKey?.AccessKeyId;
      await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Inactive' }));
      await client.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: 'Active' }));
      return arn;
    },
    async witness(aws, arn) {
      const UserName = arn.split('/').at(-1);
      return (await aws.client(IAMClient).send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata;
    },
  },
  {
    control: 'iam.user-in-use',
    of: 'a user who never signed in',
    settings: { days: aMoment },
    async drift(aws) {
      const UserName = 'proof-never-signed-in';
      const arn = await user(aws, UserName);
      await aws
        .client(IAMClient)
        .send(new CreateLoginProfileCommand({ UserName, Password: 'correct-Horse-7-battery' }));
      return arn;
    },
    async witness(aws, arn) {
      const UserName = arn.split('/').at(-1);
      return aws
        .client(IAMClient)
        .send(new GetLoginProfileCommand({ UserName }))
        .then(
          ({ LoginProfile }) => LoginProfile?.UserName,
          ({ name }: Error) => name,
        );
    },
  },
  {
    control: 'iam.password-policy-strong',
    of: 'weak rules, and one that is stricter',
    async drift(aws) {
      await aws.client(IAMClient).send(
        new UpdateAccountPasswordPolicyCommand({
          MinimumPasswordLength: 8,
          AllowUsersToChangePassword: true,
          MaxPasswordAge: 60,
          PasswordReusePrevention: 5,
        }),
      );
      return `arn:aws:iam::${aws.account}:account`;
    },
    async witness(aws) {
      return (await aws.client(IAMClient).send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy;
    },
  },
  {
    control: 'iam.user-policies-through-groups',
    of: 'a user with a policy that a group brings as well',
    async drift(aws) {
      const [UserName, GroupName] = ['proof-twice', 'proof-readers'];
      const client = aws.client(IAMClient);
      const arn = await user(aws, UserName);
      const [twice, once] = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/SecurityAudit'];
      await client.send(new CreateGroupCommand({ GroupName }));
      await client.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: twice }));
      await client.send(new AddUserToGroupCommand({ GroupName, UserName }));
      await client.send(new AttachUserPolicyCommand({ UserName, PolicyArn: once }));
      await client.send(new AttachUserPolicyCommand({ UserName, PolicyArn: twice }));
      return arn;
    },
    async witness(aws, arn) {
      const UserName = arn.split('/').at(-1);
      const { AttachedPolicies = [] } = await aws
        .client(IAMClient)
        .send(new ListAttachedUserPoliciesCommand({ UserName }));
      return AttachedPolicies.map(({ PolicyArn }) => PolicyArn).toSorted();
    },
  },
];

/** A user with a path, which IAM's calls do not name. */
async function user(aws: Aws, UserName: string): Promise<string> {
  const { User } = await aws.client(IAMClient).send(new CreateUserCommand({ UserName, Path: '/people/' }));
  return User?.Arn ?? '';
}
