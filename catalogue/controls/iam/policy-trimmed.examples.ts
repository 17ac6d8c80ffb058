import { type Check, type Example, type NonEmpty, outputOf, type Plan } from '../../control.ts';
import type { Call } from '../../iam/calls.ts';
import type { Kind } from '../../iam/grants.ts';
import { emptied } from '../../iam/plan-trimming.ts';
import { spelling } from '../../iam/spelling.ts';
import type { InlineGrants, ManagedGrants, UsedGrants, UsedPolicy } from '../../iam/used-grants.ts';
import { createVersion, deleteVersion, setDefault } from '../../iam/versions.ts';

type Way = Extract<Plan<UsedGrants, Call>, { outcome: 'change' }>;

const account = 'arn:aws:iam::111122223333';
const [app, worker, bob] = [`${account}:role/app`, `${account}:role/jobs/worker`, `${account}:user/bob`];
const arn = `${account}:policy/queues`;
const over = { since: '2025-11-20T06:00:00.000Z', until: '2025-11-27T06:00:00.000Z' };
const running = { since: '2025-12-30T06:00:00.000Z', until: '2026-01-06T06:00:00.000Z' };

const send = 'sqs:SendMessage';
const url = 'sqs:GetQueueUrl';
const purge = 'sqs:PurgeQueue';
const publish = 'sns:Publish';
const allowing = (actions: string, sid = 'Queues') =>
  `{"Sid":"${sid}","Effect":"Allow","Action":${actions},"Resource":"arn:aws:sqs:*:111122223333:orders"}`;
const document = (...statements: readonly string[]) => `{"Version":"2012-10-17","Statement":[${statements.join(',')}]}`;
const before = document(allowing(`["${send}","${url}","${purge}"]`), allowing(`"${publish}"`, 'Topics'));
const after = document(allowing(`["${send}","${url}"]`));
const unusedOnly = document(allowing(`"${publish}"`, 'Topics'));

const tracked = { because: 'it was not used in 90 days, and AWS tracks it', count: 1, actions: [purge] };
const never = { because: 'nothing of its service was ever used', count: 1, actions: [publish] };
const used = { because: 'it was used on 2025-12-31, says CloudTrail', count: 1, actions: [send] };
const untracked = { because: 'AWS does not track it, and sqs was used on 2025-12-31', count: 1, actions: [url] };

const passed = { noMore: [], enough: [], errors: [] };
const absent = { noMore: null, enough: null, errors: null };

const unseen =
  'that nobody was seen to use in 90 days; notice was given on 2025-11-20; whoever needs one more seldom than that is refused it';

export const examples: NonEmpty<Example<UsedGrants, Call>> = [
  {
    name: 'a policy of which everything is used',
    state: managed({
      unused: 0,
      policy: weighed('queues', after, { goes: [], stays: [used, untracked] }),
    }),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a role without policies of its own',
    state: inline('role', [], { unused: 0 }),
    plan: { outcome: 'compliant' },
  },
  left(
    'a policy of which something is unused, before notice is given',
    managed({ notice: null }),
    'policy queues: 2 actions are unused; they go after a notice of 7 days, which is not given yet',
  ),
  left(
    'a policy while the notice runs',
    managed({ notice: running }),
    'policy queues: notice until 2026-01-06T06:00:00.000Z: 2 actions would go',
  ),
  left(
    'a role whose own policy may have been changed after the notice began',
    inline('role', [weighed('work', before)], { notice: { ...over, since: '2025-12-20T06:00:00.000Z' } }),
    'role app: notice until 2026-01-19T06:00:00.000Z: 2 actions would go',
  ),
  left(
    'a policy of which all that notice was given of is used by now',
    managed({
      unused: 1,
      policy: weighed('queues', before, {
        goes: [],
        stays: [
          used,
          untracked,
          { because: 'it is not used, and no notice was given of it yet', count: 1, actions: [purge] },
        ],
      }),
    }),
    'policy queues: 1 action is unused of which no notice was given yet',
  ),
  drift({
    name: 'a policy that two roles hold, when the notice is over',
    state: managed({ policy: weighed('queues', before, { answers: passed }) }),
    because: `role app, role worker lose (policy queues) 2 actions ${unseen}`,
    affects: [app, `${account}:role/worker`],
    watched: [app, worker],
    ...newVersion(after, 'Take 2 unused actions out of policy queues with a new default version'),
    proof: proof('policy queues', 'IAM Access Analyzer'),
    after: managed({
      version: 'a new one',
      unused: 0,
      policy: weighed('queues', after, { goes: [], answers: passed }),
    }),
  }),
  drift({
    name: 'a policy that has as many versions as it can, where IAM Access Analyzer does not answer',
    state: managed({
      policy: weighed('queues', before, { answers: absent }),
      oldest: { id: 'v3', document: unusedOnly },
    }),
    because: `role app, role worker lose (policy queues) 2 actions ${unseen}`,
    affects: [app, `${account}:role/worker`],
    watched: [app, worker],
    ...atTheLimit(),
    proof: proof('policy queues', 'Homeostat'),
    after: managed({
      version: 'a new one',
      unused: 0,
      policy: weighed('queues', after, { goes: [], answers: absent }),
    }),
  }),
  drift({
    name: 'a policy of which nothing is used',
    state: managed({
      unused: 1,
      holders: [app],
      policy: weighed('queues', unusedOnly, { goes: [never], stays: [], used: [] }),
    }),
    because: `role app loses (policy queues) 1 action ${unseen}`,
    affects: [app],
    watched: [app],
    actions: [publish],
    ...newVersion(emptied, 'Empty policy queues with a new default version: nothing of it is used'),
    proof: nothingLeft('policy queues'),
    after: managed({
      version: 'a new one',
      unused: 0,
      holders: [app],
      policy: weighed('queues', emptied, { goes: [], stays: [], used: [] }),
    }),
  }),
  ...(['role', 'user', 'group'] as const).map(ofPrincipal),
  left(
    'a policy whose proof does not hold',
    managed({
      policy: weighed('queues', before, {
        answers: { ...passed, noMore: ['The modified permissions grant new access'] },
      }),
    }),
    'policy queues: its proof does not hold: policy queues grants nothing that it did not grant before: no, says IAM Access Analyzer: The modified permissions grant new access',
  ),
  left(
    'a policy that bounds the permissions of somebody',
    managed({ refusals: ['it bounds the permissions of a principal'], policy: refused() }),
    'policy queues: 2 actions are unused as far as is known, and nothing goes: it bounds the permissions of a principal',
  ),
  left(
    'a policy that somebody holds of whom nothing is known',
    managed({ refusals: [`what ${worker} uses is not known`], policy: refused() }),
    `policy queues: 2 actions are unused as far as is known, and nothing goes: what ${worker} uses is not known`,
  ),
  left(
    'a policy that its owner keeps as it is',
    managed({
      refusals: ['ann@example.com keeps the permissions of policy queues until 2026-06-30, says its tag'],
      policy: refused(),
    }),
    'policy queues: 2 actions are unused as far as is known, and nothing goes: ann@example.com keeps the permissions of policy queues until 2026-06-30, says its tag',
  ),
  left(
    'a policy of AWS',
    {
      kind: 'untouchable',
      because: 'policy ReadOnlyAccess is kept by AWS: a copy of it can be trimmed and put in its place',
    },
    'policy ReadOnlyAccess is kept by AWS: a copy of it can be trimmed and put in its place',
  ),
];

function weighed(name: string, text: string, change: Partial<UsedPolicy> = {}): UsedPolicy {
  return {
    ...{ name, document: text, goes: [tracked, never], stays: [used, untracked] },
    ...{ left: [], used: [send], answers: null },
    ...change,
  };
}

/** Where nothing can come of them, single reasons are not told. */
function refused(): UsedPolicy {
  return weighed('queues', before, { goes: [], stays: [], used: [] });
}

function managed(change: Partial<ManagedGrants>): ManagedGrants {
  return {
    ...{ kind: 'managed', arn, version: 'v7', changedAt: '2025-02-03T04:05:06.000Z', oldest: null },
    ...{ policy: weighed('queues', before), holders: [app, worker], unused: 2, refusals: [], notice: over },
    ...change,
  };
}

function inline(type: Kind, policies: UsedPolicy[], change: Partial<InlineGrants> = {}): InlineGrants {
  const holders = type === 'role' ? [app] : [bob];
  return { kind: 'inline', type, name: 'app', policies, holders, unused: 2, refusals: [], notice: over, ...change };
}

function left(name: string, state: UsedGrants, because: string): Example<UsedGrants, Call> {
  return { name, state, plan: { outcome: 'leave', because } };
}

interface Drift extends Pick<Way, 'apply' | 'after' | 'affects'> {
  readonly name: string;
  readonly state: UsedGrants;
  readonly because: string;
  readonly watched: readonly string[];
  readonly actions?: NonEmpty<string>;
  readonly undo: NonNullable<Way['undo']>;
  readonly proof: NonEmpty<Check>;
}

function drift({
  name,
  state,
  because,
  watched,
  actions = [publish, purge],
  ...way
}: Drift): Example<UsedGrants, Call> {
  return {
    name,
    state,
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because },
      ...way,
      asks: true,
      watch: watched.map((principal) => ({ principal, actions, days: 90 })),
    },
  };
}

function newVersion(text: string, says: string): Pick<Drift, 'apply' | 'undo'> {
  return { apply: [createVersion(arn, { document: text, isDefault: true, says })], undo: back(0) };
}

function back(undoes: number): Drift['undo'] {
  const made = outputOf(undoes, 'PolicyVersion.VersionId');
  return [
    { ...setDefault(arn, 'v7', 'Make version v7 the default of policy queues again'), undoes },
    { ...deleteVersion(arn, made, 'Delete the new version of policy queues'), undoes },
  ];
}

function atTheLimit(): Pick<Drift, 'apply' | 'undo'> {
  const room = 'Delete version v3 of policy queues, its oldest, to make room: a policy holds 5 versions';
  const says = 'Take 2 unused actions out of policy queues with a new default version';
  const again = 'Put the text of version v3 of policy queues back, under a new number';
  return {
    apply: [deleteVersion(arn, 'v3', room), createVersion(arn, { document: after, isDefault: true, says })],
    undo: [...back(1), { ...createVersion(arn, { document: unusedOnly, isDefault: false, says: again }), undoes: 0 }],
  };
}

/** Of a principal's own policies, one is trimmed, one goes whole, and one stays as it is. */
function ofPrincipal(type: Kind): Example<UsedGrants, Call> {
  const spelt = spelling[type];
  const old = (name: string, text: string) => ({ name, document: text });
  const whole = weighed('topics', unusedOnly, { goes: [never], stays: [], used: [] });
  const part = weighed('work', before, { left: ['statement KeepRestore is opted out: its Sid begins with Keep'] });
  const same = weighed('other', after, { goes: [] });
  return drift({
    name: `a ${type} with a policy of its own of which some is used, and one of which nothing is`,
    state: inline(type, [same, whole, part], { unused: 3 }),
    because: `${type === 'group' ? 'everybody in group' : type} app loses 3 actions ${unseen}; as they are stay: statement KeepRestore is opted out: its Sid begins with Keep`,
    ...(type === 'group' && { affects: [bob] }),
    watched: type === 'role' ? [app] : [bob],
    apply: [
      spelt.remove('app', 'topics', `Delete inline policy topics of ${type} app: nothing of it is used`),
      spelt.put('app', old('work', after), `Take 2 unused actions out of inline policy work of ${type} app`),
    ],
    undo: [
      {
        ...spelt.put(
          'app',
          old('topics', unusedOnly),
          `Give inline policy topics of ${type} app its earlier text back`,
        ),
        undoes: 0,
      },
      {
        ...spelt.put('app', old('work', before), `Give inline policy work of ${type} app its earlier text back`),
        undoes: 1,
      },
    ],
    proof: [...nothingLeft('inline policy topics'), ...proof('inline policy work', 'Homeostat')],
    after: inline(type, [same, { ...part, document: after, goes: [] }], { unused: 0 }),
  });
}

/** What is checked of the policy that the examples trim. */
function proof(name: string, by: 'IAM Access Analyzer' | 'Homeostat'): NonEmpty<Check> {
  const isAsked = by === 'IAM Access Analyzer';
  const asked = {
    by: isAsked ? by : 'Homeostat’s own algebra of policies, as IAM Access Analyzer does not answer here',
    holds: true,
  };
  const says = (passed: string) => (isAsked ? passed : 'the two texts show it');
  return [
    structure(name, 'statements as they were: 0, with fewer actions: 1, gone: 1'),
    {
      check: `${name} grants nothing that it did not grant before`,
      ...asked,
      says: says('CheckNoNewAccess passes'),
    },
    {
      check: `all that is used of ${name} is still granted`,
      ...asked,
      says: says('CheckNoNewAccess passes the other way round'),
    },
    { check: `the new text of ${name} is a valid policy`, ...asked, says: says('ValidatePolicy finds no error') },
    replay(name, '1 distinct action was called: sqs:SendMessage'),
  ];
}

function nothingLeft(name: string): NonEmpty<Check> {
  return [
    structure(name, 'statements as they were: 0, with fewer actions: 0, gone: 1'),
    replay(name, 'nothing of it was called'),
  ];
}

function structure(name: string, says: string): Check {
  const check = `each statement of ${name} is one of the old ones with fewer actions, and nothing that denies is less`;
  return { check, by: 'Homeostat', holds: true, says };
}

function replay(name: string, says: string): Check {
  return { check: `every call of the window is decided by ${name} as before`, by: 'Homeostat', holds: true, says };
}
