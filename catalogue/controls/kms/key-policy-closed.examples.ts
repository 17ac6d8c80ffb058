import type { Example, NonEmpty } from '../../control.ts';
import type { Key } from './key-policy-closed.ts';

type Case = Example<Key, 'kms:PutKeyPolicy'>;

const arn = 'arn:aws:kms:eu-central-1:111122223333:key/1a2b';
const own =
  '{"Sid":"Own","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}';
const anyone =
  '{"Sid":"Anyone","Effect":"Allow","Principal":{"AWS":"*"},"Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*"}';
const partner = anyone.replace('"*"', '"arn:aws:iam::999988887777:root"').replace('Anyone', 'Partner');
const anyoneAndPartner = anyone.replace('"*"', '["arn:aws:iam::999988887777:root","*"]');
const onlyPartner = anyone.replace('"*"', '["arn:aws:iam::999988887777:root"]');
const throughS3 = (more: string) =>
  anyone.replace(/}$/, `,"Condition":{"StringEquals":{"kms:ViaService":"s3.eu-central-1.amazonaws.com"${more}}}}`);
const everything = anyone.replace(/\[[^\]]*\]/, '"kms:*"');
const lost = 'whoever has no access of their own loses it: statement Anyone lets in everybody (it names everybody)';

export const examples: NonEmpty<Case> = [
  { name: 'a key with the policy that KMS gives', state: of(policy(own)), plan: { outcome: 'compliant' } },
  { name: 'a key whose policy names another account', state: of(policy(own, partner)), plan: { outcome: 'compliant' } },
  {
    name: 'a key for everybody of the own account who comes through S3, as AWS writes it',
    state: of(policy(own, throughS3(',"kms:CallerAccount":"111122223333"'))),
    plan: { outcome: 'compliant' },
  },
  drift('a key whose policy lets everybody decrypt', {
    before: policy(own, partner, anyone),
    after: policy(own, partner),
    says: 'Take statement Anyone out of the policy of key 1a2b',
  }),
  drift('a key whose policy names everybody beside a partner', {
    before: policy(own, anyoneAndPartner),
    after: policy(own, onlyPartner),
    says: 'Take everybody in statement Anyone out of the policy of key 1a2b',
  }),
  leave('a key for everybody who comes through S3, from whatever account', {
    state: of(policy(own, throughS3(''))),
    because:
      'the policy of key 1a2b is left to a person: statement Anyone lets in everybody (it names everybody; what StringEquals of kms:ViaService limits is not known here)',
  }),
  leave('a key that only a statement for everybody lets manage', {
    state: of(policy(everything)),
    because:
      'the policy of key 1a2b is left to a person: statement Anyone lets in everybody (it names everybody), but without it nobody of the account could manage the key any more',
  }),
  leave('a key whose policy cannot be read', {
    state: of('{'),
    because: 'the policy of key 1a2b is left to a person: the policy could not be read: not JSON',
  }),
  leave('a key that AWS manages', {
    state: of(policy(own, anyone), 'AWS'),
    because: 'key 1a2b is managed by AWS, which alone can change its policy',
  }),
  leave('a key of which it is not known who manages it', {
    state: of(policy(own, anyone)),
    because: 'it was not read who manages key 1a2b',
  }),
];

function of(text: string, manager: Key['manager'] = null): Key {
  return { arn, account: '111122223333', policy: text, manager };
}

function policy(...statements: readonly string[]): string {
  return `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;
}

function leave(name: string, { state, because }: { state: Key; because: string }): Case {
  return { name, state, plan: { outcome: 'leave', because } };
}

function drift(name: string, { before, after, says }: { before: string; after: string; says: string }): Case {
  const put = (Policy: string, sentence: string) => ({
    call: 'kms:PutKeyPolicy' as const,
    input: { KeyId: arn, PolicyName: 'default', Policy },
    says: sentence,
  });
  return {
    name,
    state: of(before, 'CUSTOMER'),
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: lost },
      apply: [put(after, says)],
      undo: [put(before, 'Give key 1a2b the earlier text of its policy back')],
      after: of(after),
    },
  };
}
