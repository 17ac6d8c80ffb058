import type { Example, NonEmpty } from '../../control.ts';
import type { Invocable } from '../../lambda/policy.ts';

const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:orders';
const anyone = statement('Anyone', '"*"');
const again = statement('Again', '{"AWS":"*"}');
const topic = statement(
  'Topic',
  '{"Service":"sns.amazonaws.com"}',
  '"ArnLike":{"AWS:SourceArn":"arn:aws:sns:eu-central-1:111122223333:orders"}',
);
const anyTopic = statement('Topic', '{"Service":"sns.amazonaws.com"}');
const partner = statement('Partner', '{"AWS":"arn:aws:iam::999988887777:root"}');
const byVpc = statement('Network', '"*"', '"StringEquals":{"aws:SourceVpc":"vpc-0a1b2c3d"}');
const nameless = anyone.replace('"Sid":"Anyone",', '');
const everybody = (sid: string) => `statement ${sid} lets in everybody (it names everybody)`;
const partnerIs = 'statement Partner lets in arn:aws:iam::999988887777:root (999988887777 is another account)';
const losing = (reason: string) =>
  `whoever calls function orders without a right of their own no longer can: ${reason}`;

export const examples: NonEmpty<Example<Invocable, 'lambda:RemovePermission' | 'lambda:AddPermission'>> = [
  { name: 'a function without a policy', state: of(null), plan: { outcome: 'compliant' } },
  { name: 'a function that one topic of the account calls', state: of(policy(topic)), plan: { outcome: 'compliant' } },
  {
    name: 'a function that everybody may call besides a topic',
    state: of(policy(anyone, topic), false),
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: losing(everybody('Anyone')) },
      apply: [remove('Anyone')],
      undo: [{ ...add('Anyone', '*'), undoes: 0 }],
      after: of(policy(topic)),
    },
  },
  {
    name: 'a function that everybody may call by two statements',
    state: of(policy(anyone, again), false),
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: losing(`${everybody('Anyone')}; ${everybody('Again')}`) },
      apply: [remove('Anyone'), remove('Again')],
      undo: [
        { ...add('Again', '*'), undoes: 1 },
        { ...add('Anyone', '*'), undoes: 0 },
      ],
      after: of(null),
    },
  },
  {
    name: 'an alias that everybody may call',
    state: { ...of(policy(anyone), false), arn: `${arn}:live` },
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: losing(everybody('Anyone')).replace('orders', 'orders:live') },
      apply: [
        {
          call: 'lambda:RemovePermission',
          input: { FunctionName: 'orders', Qualifier: 'live', StatementId: 'Anyone' },
          says: 'Take statement Anyone out of the policy of function orders:live',
        },
      ],
      undo: [
        {
          call: 'lambda:AddPermission',
          input: {
            FunctionName: 'orders',
            Qualifier: 'live',
            StatementId: 'Anyone',
            Action: 'lambda:InvokeFunction',
            Principal: '*',
          },
          says: 'Put statement Anyone into the policy of function orders:live again',
          undoes: 0,
        },
      ],
      after: { ...of(null), arn: `${arn}:live` },
    },
  },
  {
    name: 'a function that another account may call, where those are to be shut out',
    settings: { shutOut: 'foreign' },
    state: of(policy(partner, topic), false),
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: losing(partnerIs) },
      apply: [remove('Partner')],
      undo: [{ ...add('Partner', 'arn:aws:iam::999988887777:root'), undoes: 0 }],
      after: of(policy(topic)),
    },
  },
  {
    name: 'a function that another account may call, which is trusted',
    settings: { trusted: ['999988887777'] },
    state: of(policy(partner)),
    plan: { outcome: 'compliant' },
  },
  left(
    'a function that another account may call',
    of(policy(partner)),
    `function orders may be called from outside: ${partnerIs}`,
  ),
  left(
    'a function that any topic of any account may call through SNS',
    of(policy(anyTopic)),
    'function orders may be called from outside: statement Topic lets in sns.amazonaws.com (sns.amazonaws.com acts for any of its customers, as nothing says on whose behalf it may)',
  ),
  left(
    'a function that everybody in a network may call',
    of(policy(byVpc)),
    'function orders may be called from outside: statement Network lets in everybody (it names everybody; aws:SourceVpc: it has to be vpc-0a1b2c3d)',
  ),
  left(
    'a function whose URL is open to everybody',
    of(policy(anyone), true),
    'function orders has a URL that is open to everybody, so its owner has to decide who calls it',
  ),
  left(
    'a function of which it is not known whether it has such a URL',
    of(policy(anyone)),
    'it was not read whether function orders has a URL that is open to everybody',
  ),
  left(
    'a function whose statement for everybody has no name to take it out by',
    of(policy(nameless)),
    'the policy of function orders is left to a person: statement 1 lets in everybody (it names everybody), but Lambda removes whole statements by their Sid only',
  ),
  left(
    'a function whose statement for everybody could not be made again',
    of(policy(anyone.replace('"lambda:InvokeFunction"', '["lambda:InvokeFunction","lambda:GetFunction"]')), false),
    `nothing could put all statements back into the policy of function orders: ${everybody('Anyone')}`,
  ),
  left(
    'a function whose policy cannot be read',
    of('{'),
    'the policy of function orders is left to a person: the policy could not be read: not JSON',
  ),
];

function left(
  name: string,
  state: Invocable,
  because: string,
): Example<Invocable, 'lambda:RemovePermission' | 'lambda:AddPermission'> {
  return { name, state, plan: { outcome: 'leave', because } };
}

function of(text: string | null, openUrl: boolean | null = null): Invocable {
  return { arn, account: '111122223333', policy: text, openUrl };
}

function policy(...statements: readonly string[]): string {
  return `{"Version":"2012-10-17","Id":"default","Statement":[${statements.join(',')}]}`;
}

function statement(sid: string, principal: string, condition?: string): string {
  const last = condition === undefined ? '' : `,"Condition":{${condition}}`;
  return `{"Sid":"${sid}","Effect":"Allow","Principal":${principal},"Action":"lambda:InvokeFunction","Resource":"${arn}"${last}}`;
}

function remove(StatementId: string) {
  return {
    call: 'lambda:RemovePermission' as const,
    input: { FunctionName: 'orders', StatementId },
    says: `Take statement ${StatementId} out of the policy of function orders`,
  };
}

function add(StatementId: string, Principal: string) {
  return {
    call: 'lambda:AddPermission' as const,
    input: { FunctionName: 'orders', StatementId, Action: 'lambda:InvokeFunction', Principal },
    says: `Put statement ${StatementId} into the policy of function orders again`,
  };
}
