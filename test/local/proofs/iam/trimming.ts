import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetGroupPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetServiceLastAccessedDetailsCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListGroupPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { Evidence } from '../../../../catalogue/trim/evidence.ts';
import type { Usage } from '../../../../catalogue/trim/usage.ts';
import { Details, evidenceOf } from '../../../../functions/domain/last-accessed.ts';
import type { Aws, Proof } from '../proof.ts';

/** Days: how old everything is, and how long ago the one thing that is used was. */
const [old, lately] = [400, 10];
const used = 'sqs:GetQueueUrl';
const trust = text({
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const queues = text(
  { Sid: 'Queues', Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:PurgeQueue', 'sqs:Get*'], Resource: '*' },
  { Sid: 'NoDeleting', Effect: 'Deny', Action: 'sqs:DeleteQueue', Resource: '*' },
  { Sid: 'Topics', Effect: 'Allow', Action: 'sns:*', Resource: '*' },
);
const topics = text({ Sid: 'Topics', Effect: 'Allow', Action: 'sns:Publish', Resource: '*' });

export const trimming: readonly Proof[] = [
  {
    control: 'iam.policy-trimmed',
    of: 'a managed policy at its first version, of which a role uses little',
    usage: littleUsed,
    async drift(aws) {
      return heldPolicy(aws, 'proof-trim-first');
    },
    witness: versionsOf,
  },
  {
    control: 'iam.policy-trimmed',
    of: 'a managed policy with as many versions as it can have',
    usage: littleUsed,
    async drift(aws) {
      const client = aws.client(IAMClient);
      const PolicyArn = await heldPolicy(aws, 'proof-trim-fifth');
      for (const SetAsDefault of [false, false, true, false]) {
        const PolicyDocument = SetAsDefault ? queues : topics;
        await client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault }));
      }
      await aws.age(PolicyArn, old);
      return PolicyArn;
    },
    // The oldest version comes back under a new number, as AWS gives none twice.
    async witness(aws, arn) {
      const versions = await versionsOf(aws, arn);
      return {
        default: versions.find(({ isDefault }) => isDefault),
        texts: versions.map(({ document }) => document).toSorted(),
      };
    },
  },
  {
    control: 'iam.policy-trimmed',
    of: 'a role with a policy of its own of which little is used, and one of which nothing is',
    usage: littleUsed,
    async drift(aws) {
      const RoleName = 'proof-trim-own';
      const client = aws.client(IAMClient);
      const arn = await role(aws, RoleName);
      await aws.use(arn, used, lately);
      await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'queues', PolicyDocument: queues }));
      await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'topics', PolicyDocument: topics }));
      return arn;
    },
    async witness(aws, arn) {
      const client = aws.client(IAMClient);
      const RoleName = arn.split('/').at(-1);
      const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
      return documents(PolicyNames, (PolicyName) => client.send(new GetRolePolicyCommand({ RoleName, PolicyName })));
    },
  },
  {
    control: 'iam.policy-trimmed',
    of: 'a user with a policy of their own of which little is used',
    usage: littleUsed,
    async drift(aws) {
      const UserName = 'proof-trim-user';
      const arn = await user(aws, UserName);
      await aws.use(arn, used, lately);
      await aws
        .client(IAMClient)
        .send(new PutUserPolicyCommand({ UserName, PolicyName: 'queues', PolicyDocument: queues }));
      return arn;
    },
    async witness(aws, arn) {
      const client = aws.client(IAMClient);
      const UserName = arn.split('/').at(-1);
      const { PolicyNames = [] } = await client.send(new ListUserPoliciesCommand({ UserName }));
      return documents(PolicyNames, (PolicyName) => client.send(new GetUserPolicyCommand({ UserName, PolicyName })));
    },
  },
  {
    control: 'iam.policy-trimmed',
    of: 'a group with a policy of its own of which its member uses little',
    usage: littleUsed,
    async drift(aws) {
      const [GroupName, UserName] = ['proof-trim-group', 'proof-trim-member'];
      const client = aws.client(IAMClient);
      await aws.use(await user(aws, UserName), used, lately);
      const { Group } = await client.send(new CreateGroupCommand({ GroupName }));
      await client.send(new AddUserToGroupCommand({ GroupName, UserName }));
      await client.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'queues', PolicyDocument: queues }));
      return Group?.Arn ?? '';
    },
    async witness(aws, arn) {
      const client = aws.client(IAMClient);
      const GroupName = arn.split('/').at(-1);
      const { PolicyNames = [] } = await client.send(new ListGroupPoliciesCommand({ GroupName }));
      return documents(PolicyNames, (PolicyName) => client.send(new GetGroupPolicyCommand({ GroupName, PolicyName })));
    },
  },
  {
    control: 'iam.role-unused',
    of: 'an old role that nobody ever used',
    usage: littleUsed,
    async drift(aws) {
      const RoleName = 'proof-nobody';
      const client = aws.client(IAMClient);
      const arn = await role(aws, RoleName);
      await client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'queues', PolicyDocument: queues }));
      await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }));
      return arn;
    },
    async witness(aws, arn) {
      const client = aws.client(IAMClient);
      const RoleName = arn.split('/').at(-1);
      const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
      const { AttachedPolicies } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
      const own = await documents(PolicyNames, (PolicyName) =>
        client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
      );
      return { own, AttachedPolicies };
    },
  },
];

/** A notice of all that is unused here is over. What is used, IAM's own report tells, as the sweep takes it in. */
async function littleUsed(aws: Aws, principals: readonly string[]): Promise<Usage> {
  return {
    evidence: await Promise.all(principals.map((principal) => reported(aws, principal))),
    notice: { since: ago(40), until: ago(33), removals: ['sqs:PurgeQueue', 'sqs:GetQueueAttributes', 'sns:*'] },
  };
}

async function reported(aws: Aws, principal: string): Promise<Evidence> {
  const client = aws.client(IAMClient);
  const { JobId } = await client.send(
    new GenerateServiceLastAccessedDetailsCommand({ Arn: principal, Granularity: 'ACTION_LEVEL' }),
  );
  const pages: Details[] = [];
  for (let Marker: string | undefined, isDone = false; !isDone; ) {
    const page = Details.parse(await client.send(new GetServiceLastAccessedDetailsCommand({ JobId, Marker })));
    pages.push(...(page.JobStatus === 'IN_PROGRESS' ? [] : [page]));
    Marker = page.Marker;
    isDone = page.JobStatus !== 'IN_PROGRESS' && Marker === undefined;
  }
  // That the trail of the last hours is read, the sweep says; nobody did anything here in them.
  const { unseen: _, ...evidence } = evidenceOf(principal, pages, undefined);
  return evidence;
}

function ago(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}

async function heldPolicy(aws: Aws, name: string): Promise<string> {
  const client = aws.client(IAMClient);
  await aws.use(await role(aws, name), used, lately);
  const { Policy } = await client.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: queues }));
  const PolicyArn = Policy?.Arn ?? '';
  await client.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  await aws.age(PolicyArn, old);
  return PolicyArn;
}

async function role(aws: Aws, RoleName: string): Promise<string> {
  const { Role } = await aws
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName, Path: '/proofs/', AssumeRolePolicyDocument: trust }));
  await aws.age(Role?.Arn ?? '', old);
  return Role?.Arn ?? '';
}

async function user(aws: Aws, UserName: string): Promise<string> {
  const { User } = await aws.client(IAMClient).send(new CreateUserCommand({ UserName, Path: '/people/' }));
  await aws.age(User?.Arn ?? '', old);
  return User?.Arn ?? '';
}

async function versionsOf(aws: Aws, PolicyArn: string) {
  const client = aws.client(IAMClient);
  const { Versions = [] } = await client.send(new ListPolicyVersionsCommand({ PolicyArn }));
  const each = Versions.map(async ({ VersionId = '', IsDefaultVersion: isDefault }) => {
    const { PolicyVersion } = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return { id: VersionId, isDefault, document: decodeURIComponent(PolicyVersion?.Document ?? '') };
  });
  return (await Promise.all(each)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function documents(
  names: readonly string[],
  read: (name: string) => Promise<{ readonly PolicyDocument?: string | undefined }>,
): Promise<unknown> {
  const each = names
    .toSorted()
    .map(async (name) => [name, decodeURIComponent((await read(name)).PolicyDocument ?? '')]);
  return Promise.all(each);
}

/** Spread over lines, as people write it: a mend and its undo keep every byte of what they do not change. */
function text(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement }, null, 2);
}
