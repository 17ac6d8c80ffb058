import type { Example, NonEmpty } from '../../control.ts';
import { put, remove, type TablePolicy } from '../../dynamodb/table-policy.ts';

const orders = 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders';
const stream = `${orders}/stream/2026-01-01T00:00:00.000`;
const reading = `"Action":"dynamodb:GetItem","Resource":"${orders}"`;
const own = `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/shop"},${reading}}`;
const partner = `{"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/shop"},${reading}}`;
const anyone = `{"Sid":"Anyone","Effect":"Allow","Principal":"*",${reading}}`;
const byVariable = anyone.replace(
  /\}$/,
  ',"Condition":{"StringEquals":{"aws:CalledViaFirst":"athena.amazonaws.com"}}}',
);
const theOrganization = anyone.replace(/\}$/, ',"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}');

type Case = Example<TablePolicy, 'dynamodb:PutResourcePolicy' | 'dynamodb:DeleteResourcePolicy'>;

export const examples: NonEmpty<Case> = [
  { name: 'a table without a policy', state: of(null), plan: { outcome: 'compliant' } },
  { name: 'a table whose policy names roles of the account', state: of(policy(own)), plan: { outcome: 'compliant' } },
  {
    name: 'a table whose policy names an account that the settings trust',
    settings: { trusted: ['999988887777'] },
    state: of(policy(partner)),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a table whose policy lets in the own organization',
    settings: { organization: 'o-a1b2c3d4e5' },
    state: of(policy(theOrganization)),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a table whose policy names another account',
    state: of(policy(own, partner)),
    plan: {
      outcome: 'leave',
      because:
        'the policy of table orders lets in somebody outside: statement Partner lets in arn:aws:iam::999988887777:role/shop (999988887777 is another account)',
    },
  },
  {
    name: 'a table whose policy lets everybody in under a condition that is not known',
    state: of(policy(byVariable)),
    plan: {
      outcome: 'leave',
      because:
        'the policy of table orders is left to a person: statement Anyone lets in everybody (it names everybody; what StringEquals of aws:CalledViaFirst limits is not known here)',
    },
  },
  {
    name: 'a table whose policy cannot be read',
    state: of('{'),
    plan: {
      outcome: 'leave',
      because: 'the policy of table orders is left to a person: the policy could not be read: not JSON',
    },
  },
  drift('a table whose policy lets everybody and a partner in', {
    before: of(policy(partner, anyone)),
    after: policy(partner),
    says: 'Take statement Anyone out of the policy of table orders',
  }),
  drift('a table whose policy lets everybody in, and nobody else', {
    before: of(policy(anyone)),
    after: null,
    says: 'Delete the policy of table orders: nothing is left of it without statement Anyone',
  }),
  drift('a stream whose policy lets everybody in', {
    before: of(policy(own, anyone), stream),
    after: policy(own),
    says: 'Take statement Anyone out of the policy of the stream of table orders',
    name: 'the stream of table orders',
  }),
];

function of(text: string | null, arn = orders): TablePolicy {
  return { arn, account: '111122223333', policy: text, revision: text === null ? null : '1709841168699' };
}

function policy(...statements: readonly string[]): string {
  return `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;
}

interface Drift {
  readonly before: TablePolicy;
  readonly after: string | null;
  readonly says: string;
  readonly name?: string;
}

function drift(name: string, { before, after, says, name: called = 'table orders' }: Drift): Case {
  const undone = { ...before, revision: null };
  return {
    name,
    state: before,
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whoever has no access of their own loses it: statement Anyone lets in everybody (it names everybody)',
      },
      apply: [after === null ? remove(before, says) : put(before, after, says)],
      undo: [put(undone, before.policy ?? '', `Give ${called} the earlier text of its policy back`)],
      after: { ...undone, policy: after },
    },
  };
}
