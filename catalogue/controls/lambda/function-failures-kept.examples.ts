import type { Example, NonEmpty } from '../../control.ts';
import type { Fn } from './function-failures-kept.ts';

const queue = 'arn:aws:sqs:eu-central-1:111122223333:failures';
const other = 'arn:aws:sns:eu-central-1:111122223333:orders-failed';
const settings = { destination: 'arn:{partition}:sqs:{region}:{account}:failures' };
const open = { arn: queue, isThere: true, key: null, lacks: [] };
const unset = { retries: null, age: null, onSuccess: null };
const fn: Fn = {
  ...{ arn: 'arn:aws:lambda:eu-central-1:111122223333:function:orders', lifecycle: 'ready' },
  ...{ deadLetters: null, handling: null, evidence: null, destination: null, comesBack: null },
};
const losing: Fn = { ...fn, evidence: 'sns.amazonaws.com may call it', destination: open, comesBack: false };
const lost =
  'function orders is called by somebody who does not wait (sns.amazonaws.com may call it), and what it fails on is lost';
const elsewhere = `${lost}; it cannot go to where the settings say`;
const because = `callers and function orders notice nothing: only what all tries failed for goes to ${queue}`;

type Case = Example<Fn, 'lambda:PutFunctionEventInvokeConfig' | 'lambda:DeleteFunctionEventInvokeConfig'>;

export const examples: NonEmpty<Case> = [
  { name: 'a function with a dead-letter queue', state: { ...fn, deadLetters: other }, plan: { outcome: 'compliant' } },
  {
    name: 'a function whose failures go to a topic',
    state: { ...fn, handling: { ...unset, onFailure: other } },
    plan: { outcome: 'compliant' },
  },
  { name: 'a function that nobody is seen to call without waiting', state: fn, plan: { outcome: 'compliant' } },
  {
    name: 'a function that a topic calls, and whose failures go nowhere',
    settings,
    state: losing,
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because },
      apply: [
        put({ OnSuccess: {}, OnFailure: { Destination: queue } }, `Send what function orders gives up on to ${queue}`),
      ],
      undo: [
        {
          call: 'lambda:DeleteFunctionEventInvokeConfig',
          input: { FunctionName: 'orders' },
          says: 'Drop what function orders gives up on again',
        },
      ],
      after: { ...fn, handling: { ...unset, onFailure: queue } },
    },
  },
  {
    name: 'a function whose successes go somewhere and whose failures do not',
    settings,
    state: {
      ...losing,
      evidence: 'somebody set how such calls are handled',
      handling: { retries: 0, age: 600, onSuccess: other, onFailure: null },
    },
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because },
      apply: [
        put(
          { OnSuccess: { Destination: other }, OnFailure: { Destination: queue } },
          `Send what function orders gives up on to ${queue}`,
          { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 600 },
        ),
      ],
      undo: [
        put({ OnSuccess: { Destination: other }, OnFailure: {} }, 'Drop what function orders gives up on again', {
          MaximumRetryAttempts: 0,
          MaximumEventAgeInSeconds: 600,
        }),
      ],
      after: { ...fn, handling: { retries: 0, age: 600, onSuccess: other, onFailure: queue } },
    },
  },
  {
    name: 'a function whose failures go nowhere, where the settings say nothing',
    state: { ...losing, destination: null },
    plan: { outcome: 'leave', because: `${lost}; where it should go is not said: set destination` },
  },
  left(
    'a function of which it is not known whether its failures could go there',
    { destination: null },
    `${lost}; it was not read whether it could go to where the settings say`,
  ),
  left(
    'a function whose role may not send there',
    { destination: { ...open, lacks: ['sqs:SendMessage'] } },
    `${elsewhere}: its role may not do sqs:SendMessage on ${queue}`,
  ),
  left(
    'a function where the queue is not there',
    { destination: { ...open, isThere: false } },
    `${elsewhere}: ${queue} is not there`,
  ),
  left(
    'a function where the queue has a key of its own',
    { destination: { ...open, key: 'alias/queues' } },
    `${elsewhere}: ${queue} is encrypted with alias/queues, and whether its role may use that is not known here`,
  ),
  left(
    'a function where the queue is in another account',
    { destination: { ...open, arn: 'arn:aws:sqs:eu-central-1:999988887777:failures' } },
    `${elsewhere}: arn:aws:sqs:eu-central-1:999988887777:failures is in another account or region, whose rules are not known here`,
  ),
  left(
    'a function that the topic itself calls',
    { destination: { ...open, arn: other }, comesBack: true },
    `${lost}; ${other} may call it, so that what it fails on would come back to it again and again`,
  ),
  left(
    'a function that is being made',
    { lifecycle: 'changing' },
    'function orders is being made or changed just now; Lambda takes no other change meanwhile',
  ),
];

function left(name: string, differing: Partial<Fn>, because: string): Case {
  return { name, settings, state: { ...losing, ...differing }, plan: { outcome: 'leave', because } };
}

interface Destinations {
  readonly OnSuccess: { readonly Destination?: string };
  readonly OnFailure: { readonly Destination?: string };
}

function put(DestinationConfig: Destinations, says: string, kept: object = {}) {
  return {
    call: 'lambda:PutFunctionEventInvokeConfig' as const,
    input: { FunctionName: 'orders', ...kept, DestinationConfig },
    says,
  };
}
