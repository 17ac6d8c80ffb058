import {
  CreatePolicyCommand,
  CreateRoleCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Proof } from './proof.ts';

const readLogs = { Sid: 'ReadLogs', Effect: 'Allow', Action: 'logs:GetLogEvents', Resource: '*' };
const admin = { Effect: 'Allow', Action: '*', Resource: '*' };
const mixed = JSON.stringify({ Version: '2012-10-17', Statement: [readLogs, admin] }, null, 2);
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

export const iam: readonly Proof[] = [
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
];
