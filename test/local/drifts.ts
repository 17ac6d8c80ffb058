import { CreateRoleCommand, type IAMClient, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { account, eventually, historyOf, iam, type Listed } from './cloud.ts';

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
});
export const admin = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

export interface Drift {
  readonly name: string;
  readonly arn: string;
}

/** A role that may do everything, which its mend asks about. `needs` chooses the rule that says who is asked. */
export async function drift(name: string, needs = 'one', who: IAMClient = iam, document = admin): Promise<Drift> {
  const Tags = [
    { Key: 'needs', Value: needs },
    { Key: 'owner', Value: 'payments' },
  ];
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust, Tags }));
  await who.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'anything', PolicyDocument: document }));
  return { name, arn: `arn:aws:iam::${account}:role/${name}` };
}

/** Asked about, by now. */
export function question(arn: string): Promise<Listed & { planDigest: string }> {
  return eventually(async () => {
    const found = (await historyOf(arn)).find(({ status }) => status === 'awaiting-approval');
    return found as (Listed & { planDigest: string }) | undefined;
  });
}

/** Whether the role still may do everything: nothing was changed. */
export async function isUntouched({ name }: Drift): Promise<boolean> {
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: name }));
  return PolicyNames?.includes('anything') ?? false;
}
