import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { planClosing } from '../../policy/closing.ts';
import { type Mend, type Mended, withoutOutsiders } from '../../policy/mend.ts';
import { sentenceOf } from '../../policy/removals.ts';
import { contentOf } from '../../policy/same.ts';
import {
  isToBeDeleted,
  nameOf,
  replicaOf,
  secretArn,
  secretReads,
  secrets,
  secretTarget,
} from '../../secretsmanager/secret.ts';
import { examples } from './secret-policy-closed.examples.ts';

/** A secret and its policy, kept byte for byte. */
export const Secret = z.object({
  arn: z.string(),
  account: z.string(),
  policy: z.string().nullable(),
  /** Whether its policy can be changed. Read only where it would be. */
  use: z
    .object({
      /** The region of the secret that it is a copy of. */
      replicaOf: z.string().nullable(),
      isToBeDeleted: z.boolean(),
    })
    .nullable(),
});
export type Secret = z.infer<typeof Secret>;

export const secretPolicyClosed = defineControl({
  id: 'secretsmanager.secret-policy-closed',
  title: 'Secret policies let in nobody unknown',
  practice: 'data storage',
  severity: 'critical',
  standards: { Prowler: ['secretsmanager_not_publicly_accessible'] },
  why: 'Whoever a secret’s policy lets in can read the password, or change it, from any account that may use the key it is encrypted with.',
  impact:
    'Whoever used a statement for everybody loses the secret, callers of the own account without a policy of their own included: programs that read it so are refused. Every other statement stays byte for byte. Accounts that are named stay. Copies in other regions follow. What was read of the secret before stays read: its value is to be changed by a person.',
  triggers: [
    {
      kind: 'api-call',
      service: 'secretsmanager',
      events: ['PutResourcePolicy', 'RestoreSecret', 'StopReplicationToReplica'],
      target: secretTarget,
    },
  ],
  ...secrets,
  reads: [{ call: 'secretsmanager:GetResourcePolicy', on: secretArn }, ...secretReads],
  writes: [
    { call: 'secretsmanager:PutResourcePolicy', on: secretArn },
    { call: 'secretsmanager:DeleteResourcePolicy', on: secretArn },
  ],
  state: Secret,

  async read({ arn, account, region }, aws) {
    const policy = (await aws('secretsmanager:GetResourcePolicy', { SecretId: arn }))?.ResourcePolicy ?? null;
    const secret: Secret = { arn, account, policy, use: null };
    if (judged(secret).outcome !== 'mended') {
      return secret;
    }
    const found = await aws('secretsmanager:DescribeSecret', { SecretId: arn });
    return {
      ...secret,
      use: found ? { replicaOf: replicaOf(found, region), isToBeDeleted: isToBeDeleted(found) } : null,
    };
  },

  plan(secret) {
    return planClosing(judged(secret), {
      policy: `the policy of secret ${nameOf(secret.arn)}`,
      close: (mend) => close(secret, mend),
    });
  },

  restores({ arn, policy }) {
    return { arn, policy: contentOf(policy) };
  },

  examples,
});

function judged({ account, policy }: Secret): Mended {
  return policy === null
    ? { outcome: 'closed' }
    : withoutOutsiders(policy, { service: 'secretsmanager', account }, 'public');
}

type Call = 'secretsmanager:PutResourcePolicy' | 'secretsmanager:DeleteResourcePolicy';

function close(secret: Secret, mend: Mend): Plan<Secret, Call> {
  const name = nameOf(secret.arn);
  const { policy, use } = secret;
  if (use === null) {
    return { outcome: 'leave', because: `it was not read whether the policy of secret ${name} can be changed` };
  }
  if (use.replicaOf !== null) {
    return {
      outcome: 'leave',
      because: `secret ${name} is a copy, and its policy is changed where it comes from, in ${use.replicaOf}`,
    };
  }
  if (use.isToBeDeleted) {
    return { outcome: 'leave', because: `secret ${name} is to be deleted: nobody can read it, nor change its policy` };
  }
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever has no access of their own loses it: ${mend.because}` },
    apply: [setPolicy(secret, mend.document, sentenceOf(mend, `secret ${name}`))],
    undo: [setPolicy(secret, policy, `Give secret ${name} the earlier text of its policy back`)],
    after: { ...secret, policy: mend.document, use: null },
  };
}

/** The call that leads to a policy; `null` is none. */
function setPolicy({ arn }: Pick<Secret, 'arn'>, ResourcePolicy: string | null, says: string): Change<Call> {
  return ResourcePolicy === null
    ? { call: 'secretsmanager:DeleteResourcePolicy', input: { SecretId: arn }, says }
    : { call: 'secretsmanager:PutResourcePolicy', input: { SecretId: arn, ResourcePolicy }, says };
}
