import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { keyArn, keyReads, keys, keyTarget, nameOf, newKeyTarget } from '../../kms/key.ts';
import { planClosing } from '../../policy/closing.ts';
import { type Mend, type Mended, withoutOutsiders } from '../../policy/mend.ts';
import { whatGoes } from '../../policy/removals.ts';
import { contentOf } from '../../policy/same.ts';
import { examples } from './key-policy-closed.examples.ts';

/** A key and its policy, kept byte for byte. */
export const Key = z.object({
  arn: z.string(),
  account: z.string(),
  policy: z.string(),
  /** Read only where the policy would be changed. */
  manager: z.enum(['AWS', 'CUSTOMER']).nullable(),
});
export type Key = z.infer<typeof Key>;

export const keyPolicyClosed = defineControl({
  id: 'kms.key-policy-closed',
  title: 'Key policies let in nobody unknown',
  practice: 'encryption',
  severity: 'critical',
  standards: {
    'Security Hub': ['KMS.5'],
    Prowler: ['kms_key_not_publicly_accessible'],
  },
  why: 'Whoever a key policy lets in can decrypt what the key protects, from any account, and may be able to change the policy itself.',
  impact:
    'Whoever used a statement for everybody loses the key, callers of the own account included, unless another statement or a policy of their own lets them in: what they read and write with it is refused. Every other statement stays byte for byte. Grants stay. Accounts that are named stay. A policy that would be left without an administrator of the own account is not touched, and KMS refuses, too, what would shut out Homeostat itself.',
  triggers: [
    { kind: 'api-call', service: 'kms', events: ['CreateKey'], target: newKeyTarget },
    { kind: 'api-call', service: 'kms', events: ['PutKeyPolicy'], target: keyTarget },
    { kind: 'config-rule', rule: 'kms-key-policy-no-public-access' },
    { kind: 'security-hub', control: 'KMS.5' },
  ],
  ...keys,
  reads: [{ call: 'kms:GetKeyPolicy', on: keyArn }, { call: 'kms:DescribeKey', on: keyArn }, ...keyReads],
  writes: [{ call: 'kms:PutKeyPolicy', on: keyArn }],
  state: Key,

  async read({ arn, account }, aws) {
    const policy = (await aws('kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' }))?.Policy ?? '';
    const key: Key = { arn, account, policy, manager: null };
    if (judged(key).outcome !== 'mended') {
      return key;
    }
    return { ...key, manager: (await aws('kms:DescribeKey', { KeyId: arn }))?.KeyMetadata?.KeyManager ?? null };
  },

  plan(key) {
    return planClosing(judged(key), {
      policy: `the policy of key ${nameOf(key.arn)}`,
      close: (mend) => close(key, mend),
    });
  },

  restores({ policy, ...key }) {
    return { arn: key.arn, policy: contentOf(policy) };
  },

  examples,
});

function judged({ account, policy }: Key): Mended {
  return withoutOutsiders(policy, { service: 'kms', account }, 'public');
}

function close(key: Key, mend: Mend): Plan<Key, 'kms:PutKeyPolicy'> {
  const name = nameOf(key.arn);
  if (key.manager !== 'CUSTOMER') {
    return {
      outcome: 'leave',
      because:
        key.manager === 'AWS'
          ? `key ${name} is managed by AWS, which alone can change its policy`
          : `it was not read who manages key ${name}`,
    };
  }
  if (mend.document === null) {
    return { outcome: 'leave', because: `nothing would be left of the policy of key ${name}: ${mend.because}` };
  }
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever has no access of their own loses it: ${mend.because}` },
    apply: [setPolicy(key, mend.document, `Take ${whatGoes(mend)} out of the policy of key ${name}`)],
    undo: [setPolicy(key, key.policy, `Give key ${name} the earlier text of its policy back`)],
    after: { ...key, policy: mend.document, manager: null },
  };
}

/** Never with `BypassPolicyLockoutSafetyCheck`: KMS is to refuse a policy that the caller could not change again. */
function setPolicy({ arn }: Key, Policy: string, says: string): Change<'kms:PutKeyPolicy'> {
  return { call: 'kms:PutKeyPolicy', input: { KeyId: arn, PolicyName: 'default', Policy }, says };
}
