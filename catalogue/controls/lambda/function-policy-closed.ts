import * as z from 'zod';
import { type Change, defineControl, type Plan, type Undo } from '../../control.ts';
import { functions, functionTarget, inWords, locatedAsNamed, qualifiedTarget } from '../../lambda/function.ts';
import {
  addition,
  Invocable,
  listInvocables,
  policyReads,
  policyWrites,
  readInvocable,
  removal,
  unordered,
} from '../../lambda/policy.ts';
import { leaveForeigners, planClosing } from '../../policy/closing.ts';
import { type Mend, type Mended, withoutOutsiders } from '../../policy/mend.ts';
import { ownerSettings, placeOf } from '../../policy/owner.ts';
import { examples } from './function-policy-closed.examples.ts';

const Settings = z.object({
  shutOut: z
    .enum(['public', 'foreign'])
    .default('public')
    .describe(
      'Whose statements are taken out: public means those for everybody only, foreign also those for other accounts that are not trusted. What is not taken out is named to a person',
    ),
  ...ownerSettings('Other accounts that may be let in'),
});
type Settings = z.infer<typeof Settings>;
type Call = (typeof policyWrites)[number]['call'];

/** Lambda writes the version of its API behind the names of its older calls. Source: CloudTrail's records of AddPermission. */
const events = [
  'AddPermission20150331',
  'AddPermission20150331v2',
  'CreateFunctionUrlConfig',
  'DeleteFunctionUrlConfig',
  'UpdateFunctionUrlConfig',
] as const;

export const functionPolicyClosed = defineControl({
  id: 'lambda.function-policy-closed',
  title: 'Function policies let in nobody unknown',
  practice: 'least privilege',
  severity: 'critical',
  standards: {
    'Security Hub': ['Lambda.1'],
    Prowler: ['awslambda_function_not_publicly_accessible'],
  },
  why: 'Whoever may call a function runs its code with the rights of its role, as often as they like, and the owner pays. A statement for everybody is all that an intruder needs to come back.',
  impact:
    'Whoever called the function through a statement that goes can no longer call it, callers of the own account without a policy of their own included. Every other statement stays. A function, a version or an alias whose URL is open to everybody is left to its owner.',
  triggers: [
    { kind: 'api-call', service: 'lambda', events, target: functionTarget },
    { kind: 'api-call', service: 'lambda', events, target: qualifiedTarget },
    { kind: 'api-call', service: 'lambda', events: ['PutResourcePolicy'], target: '{resourceArn}' },
    { kind: 'config-rule', rule: 'lambda-function-public-access-prohibited' },
    { kind: 'security-hub', control: 'Lambda.1' },
  ],
  settings: Settings,
  ...functions,
  list: listInvocables,
  locate: locatedAsNamed,
  reads: policyReads,
  writes: policyWrites,
  state: Invocable,

  read: (target, aws, settings) => readInvocable(target, aws, (one) => judged(one, settings).outcome === 'mended'),

  plan(one, settings) {
    const place = placeOf({ service: 'lambda', account: one.account }, settings);
    return planClosing(judged(one, settings), {
      policy: `the policy of ${inWords(one)}`,
      closed: () => leaveForeigners(one.policy, place, `${inWords(one)} may be called from outside`),
      close: (mend) => close(one, mend),
    });
  },

  restores: ({ policy, ...one }) => ({ ...one, policy: unordered(policy) }),

  examples,
});

function judged({ account, policy }: Invocable, settings: Settings): Mended {
  return policy === null
    ? { outcome: 'closed' }
    : withoutOutsiders(policy, placeOf({ service: 'lambda', account }, settings), settings.shutOut);
}

function close(one: Invocable, { document, removed, because }: Mend): Plan<Invocable, Call> {
  const name = inWords(one);
  if (one.openUrl === null) {
    return { outcome: 'leave', because: `it was not read whether ${name} has a URL that is open to everybody` };
  }
  if (one.openUrl) {
    return {
      outcome: 'leave',
      because: `${name} has a URL that is open to everybody, so its owner has to decide who calls it`,
    };
  }
  const [first, ...more] = removed.map(
    ({ sid = '' }): Change<'lambda:RemovePermission'> =>
      removal(one.arn, sid, `Take statement ${sid} out of the policy of ${name}`),
  );
  const undo = removed.map(({ sid = '', index }, undoes): Undo<'lambda:AddPermission'> | undefined => {
    const change = addition(one, index, `Put statement ${sid} into the policy of ${name} again`);
    return change && { ...change, undoes };
  });
  const [last, ...earlier] = undo.toReversed().filter((each) => each !== undefined);
  if (first === undefined || last === undefined || earlier.length !== more.length) {
    return {
      outcome: 'leave',
      because: `nothing could put all statements back into the policy of ${name}: ${because}`,
    };
  }
  return {
    outcome: 'change',
    risk: {
      level: 'disruptive',
      because: `whoever calls ${name} without a right of their own no longer can: ${because}`,
    },
    apply: [first, ...more],
    undo: [last, ...earlier],
    after: { ...one, policy: document, openUrl: null },
  };
}
