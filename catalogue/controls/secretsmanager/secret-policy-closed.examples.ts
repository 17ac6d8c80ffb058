import type { Change, Example, NonEmpty } from '../../control.ts';
import type { Secret } from './secret-policy-closed.ts';

type Call = 'secretsmanager:PutResourcePolicy' | 'secretsmanager:DeleteResourcePolicy';
type Case = Example<Secret, Call>;

const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-a1B2c3';
const anyone =
  '{"Sid":"Anyone","Effect":"Allow","Principal":{"AWS":"*"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}';
const partner = anyone.replace('"*"', '"arn:aws:iam::999988887777:role/reader"').replace('Anyone', 'Partner');
const anyoneAndPartner = anyone.replace('"*"', '["arn:aws:iam::999988887777:role/reader","*"]');
const onlyPartner = anyone.replace('"*"', '["arn:aws:iam::999988887777:role/reader"]');
const underKey = (key: string, value: string) =>
  anyone.replace(/}$/, `,"Condition":{"StringEquals":{"${key}":"${value}"}}}`);

export const examples: NonEmpty<Case> = [
  { name: 'a secret without a policy', state: of(null), plan: { outcome: 'compliant' } },
  { name: 'a secret whose policy names another account', state: of(policy(partner)), plan: { outcome: 'compliant' } },
  {
    name: 'a secret for everybody of one organization',
    state: of(policy(underKey('aws:PrincipalOrgID', 'o-a1b2c3d4e5'))),
    plan: { outcome: 'compliant' },
  },
  drift('a secret that everybody may read, beside a partner', {
    before: policy(partner, anyone),
    after: policy(partner),
    says: 'Take statement Anyone out of the policy of secret prod/db',
  }),
  drift('a secret whose policy names everybody beside a partner', {
    before: policy(anyoneAndPartner),
    after: policy(onlyPartner),
    says: 'Take everybody in statement Anyone out of the policy of secret prod/db',
  }),
  drift('a secret that everybody may read, and nobody else', {
    before: policy(anyone),
    after: null,
    says: 'Delete the policy of secret prod/db: nothing is left of it without statement Anyone',
  }),
  leave('a secret for everybody under a condition that is not known here', {
    state: of(policy(underKey('aws:CalledViaFirst', 'athena.amazonaws.com'))),
    because:
      'the policy of secret prod/db is left to a person: statement Anyone lets in everybody (it names everybody; what StringEquals of aws:CalledViaFirst limits is not known here)',
  }),
  leave('a secret whose policy cannot be read', {
    state: of('{'),
    because: 'the policy of secret prod/db is left to a person: the policy could not be read: not JSON',
  }),
  leave('a copy of a secret of another region', {
    state: of(policy(anyone), { replicaOf: 'us-east-1', isToBeDeleted: false }),
    because: 'secret prod/db is a copy, and its policy is changed where it comes from, in us-east-1',
  }),
  leave('a secret that is to be deleted', {
    state: of(policy(anyone), { replicaOf: null, isToBeDeleted: true }),
    because: 'secret prod/db is to be deleted: nobody can read it, nor change its policy',
  }),
  leave('a secret of which it is not known whether its policy can be changed', {
    state: of(policy(anyone)),
    because: 'it was not read whether the policy of secret prod/db can be changed',
  }),
];

function of(text: string | null, use: Secret['use'] = null): Secret {
  return { arn, account: '111122223333', policy: text, use };
}

function policy(...statements: readonly string[]): string {
  return `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;
}

function leave(name: string, { state, because }: { state: Secret; because: string }): Case {
  return { name, state, plan: { outcome: 'leave', because } };
}

function drift(name: string, { before, after, says }: { before: string; after: string | null; says: string }): Case {
  return {
    name,
    state: of(before, { replicaOf: null, isToBeDeleted: false }),
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whoever has no access of their own loses it: statement Anyone lets in everybody (it names everybody)',
      },
      apply: [
        after === null
          ? { call: 'secretsmanager:DeleteResourcePolicy', input: { SecretId: arn }, says }
          : put(after, says),
      ],
      undo: [put(before, 'Give secret prod/db the earlier text of its policy back')],
      after: of(after),
    },
  };
}

function put(ResourcePolicy: string, says: string): Change<Call> {
  return { call: 'secretsmanager:PutResourcePolicy', input: { SecretId: arn, ResourcePolicy }, says };
}
