import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { fill, partitionOf } from '../../derive/place.ts';
import { aliasReads, listWithAliases } from '../../lambda/aliases.ts';
import { asynchronyOf, asynchronyReads, maySendTo } from '../../lambda/asynchronous.ts';
import { Destination, destinationReads, readDestination, refusal } from '../../lambda/destination.ts';
import {
  called,
  functionArn,
  functionOf,
  functions,
  functionTarget,
  hindrance,
  inWords,
  Lifecycle,
  lifecycleOf,
  locatedAsNamed,
  qualifiedTarget,
} from '../../lambda/function.ts';
import { examples } from './function-failures-kept.examples.ts';

const Settings = z.object({
  destination: z
    .string()
    .regex(
      /^$|^arn:(\{partition\}|aws[a-z-]*):(sqs|sns):(\{region\}|[a-z0-9-]+):(\{account\}|\d{12}):[\w-]+$/,
      'name a standard queue or topic by its ARN',
    )
    .default('')
    .describe(
      'ARN of the SQS queue or SNS topic that events go to which a function gave up on; {partition}, {region} and {account} stand for the function’s own. No FIFO queue or topic: Lambda takes none',
    ),
  days: z
    .number()
    .int()
    .min(1)
    .max(63)
    .default(14)
    .describe('How many days back it is looked whether somebody called a function without waiting for it'),
});

/** What Lambda does with calls that nobody waits for. */
const Handling = z.object({
  retries: z.number().nullable(),
  /** In seconds. */
  age: z.number().nullable(),
  onSuccess: z.string().nullable(),
  onFailure: z.string().nullable(),
});

const Fn = z.object({
  arn: z.string(),
  lifecycle: Lifecycle,
  deadLetters: z.string().nullable(),
  /** `null` where nothing was set. Read only where there is no dead-letter queue. */
  handling: Handling.nullable(),
  /** What tells that it is called by somebody who does not wait; read only where its failures are not kept. */
  evidence: z.string().nullable(),
  /** Where they could go, as the settings say; read only where it is to be used. */
  destination: Destination.nullable(),
  /** Whether the destination is a topic that may call it; read with the destination. */
  comesBack: z.boolean().nullable(),
});
export type Fn = z.infer<typeof Fn>;
type Call = 'lambda:PutFunctionEventInvokeConfig' | 'lambda:DeleteFunctionEventInvokeConfig';

/** Those of 2019 and later have no version behind their names. */
const events = [
  'AddPermission20150331',
  'AddPermission20150331v2',
  'CreateFunction20150331',
  'DeleteFunctionEventInvokeConfig',
  'PutFunctionEventInvokeConfig',
  'UpdateFunctionConfiguration20150331v2',
  'UpdateFunctionEventInvokeConfig',
] as const;

export const functionFailuresKept = defineControl({
  id: 'lambda.function-failures-kept',
  title: 'Events that a function gives up on are kept',
  practice: 'safe errors',
  severity: 'medium',
  standards: { Prowler: ['awslambda_function_no_dead_letter_queue'] },
  why: 'An event that nobody waits for is tried three times and then dropped: an order, a log file or an alarm is lost, and nobody knows which.',
  impact:
    'Events that all tries failed for go to the queue or topic, with what they carried: whoever reads there sees it, and every message is paid for. Calls, retries and their answers stay as they are. Whether a function is called so is told by who may call it, and by how often it was.',
  triggers: [
    { kind: 'api-call', service: 'lambda', events, target: functionTarget },
    { kind: 'api-call', service: 'lambda', events, target: qualifiedTarget },
    { kind: 'config-rule', rule: 'lambda-dlq-check' },
  ],
  settings: Settings,
  needs: ['destination'],
  ...functions,
  list: listWithAliases,
  locate: locatedAsNamed,
  reads: [
    { call: 'lambda:GetFunctionConfiguration', on: functionArn },
    { call: 'lambda:GetFunctionEventInvokeConfig', on: functionArn, absent: ['ResourceNotFoundException'] },
    ...asynchronyReads,
    ...destinationReads,
    ...aliasReads,
  ],
  writes: [
    { call: 'lambda:PutFunctionEventInvokeConfig', on: functionArn },
    { call: 'lambda:DeleteFunctionEventInvokeConfig', on: functionArn },
  ],
  state: Fn,

  async read(target, aws, { destination, days }) {
    const { arn, account, region } = target;
    const named = functionOf(target);
    const answer = await aws('lambda:GetFunctionConfiguration', called(named));
    const deadLetters = answer?.DeadLetterConfig?.TargetArn || null;
    const fn = {
      ...{ arn, lifecycle: lifecycleOf(answer), deadLetters },
      ...{ handling: null, evidence: null, destination: null, comesBack: null },
    };
    if (deadLetters !== null) {
      return fn;
    }
    const set = await aws('lambda:GetFunctionEventInvokeConfig', called(named));
    const handling = set === undefined ? null : handlingOf(set);
    if (handling?.onFailure) {
      return { ...fn, handling };
    }
    const evidence =
      handling === null ? ((await asynchronyOf(named, days, aws)) ?? null) : 'somebody set how such calls are handled';
    if (evidence === null || destination === '') {
      return { ...fn, handling, evidence };
    }
    const wanted = fill(destination, { partition: partitionOf(region), account, region });
    return {
      ...{ ...fn, handling, evidence },
      destination: await readDestination(wanted, answer?.Role ?? '', aws),
      comesBack: wanted.split(':')[2] === 'sns' && (await maySendTo(named, wanted, aws)),
    };
  },

  plan(fn, settings) {
    if (fn.deadLetters !== null || fn.handling?.onFailure || fn.evidence === null) {
      return { outcome: 'compliant' };
    }
    const { destination } = fn;
    const lost = `${inWords(fn)} is called by somebody who does not wait (${fn.evidence}), and what it fails on is lost`;
    if (destination === null) {
      return settings.destination === ''
        ? { outcome: 'leave', because: `${lost}; where it should go is not said: set destination` }
        : { outcome: 'leave', because: `${lost}; it was not read whether it could go to where the settings say` };
    }
    const because = refusal(destination, fn.arn);
    if (because !== undefined) {
      return { outcome: 'leave', because: `${lost}; it cannot go to where the settings say: ${because}` };
    }
    if (fn.comesBack !== false) {
      return {
        outcome: 'leave',
        because: `${lost}; ${destination.arn} may call it, so that what it fails on would come back to it again and again`,
      };
    }
    const not = hindrance({ name: functionOf(fn).name, lifecycle: fn.lifecycle });
    return not === undefined ? keep(fn, destination.arn) : { outcome: 'leave', because: not };
  },

  examples,
});

function handlingOf(set: FunctionEventInvokeConfig): z.infer<typeof Handling> {
  return {
    retries: set.MaximumRetryAttempts ?? null,
    age: set.MaximumEventAgeInSeconds ?? null,
    onSuccess: set.DestinationConfig?.OnSuccess?.Destination || null,
    onFailure: set.DestinationConfig?.OnFailure?.Destination || null,
  };
}

function keep(fn: Fn, onFailure: string): Plan<Fn, Call> {
  const name = inWords(fn);
  const handling = { ...(fn.handling ?? { retries: null, age: null, onSuccess: null }), onFailure };
  const after: Fn = { ...fn, handling, evidence: null, destination: null, comesBack: null };
  return {
    outcome: 'change',
    risk: {
      level: 'safe',
      because: `callers and ${name} notice nothing: only what all tries failed for goes to ${onFailure}`,
    },
    apply: [put(after, `Send what ${name} gives up on to ${onFailure}`)],
    undo: [
      fn.handling === null
        ? {
            call: 'lambda:DeleteFunctionEventInvokeConfig',
            input: called(functionOf(fn)),
            says: `Drop what ${name} gives up on again`,
          }
        : put(fn, `Drop what ${name} gives up on again`),
    ],
    after,
  };
}

/** The call sets all anew: what was there is said again. */
function put({ arn, handling }: Fn, says: string): Change<'lambda:PutFunctionEventInvokeConfig'> {
  const { retries = null, age = null, onSuccess = null, onFailure = null } = handling ?? {};
  return {
    call: 'lambda:PutFunctionEventInvokeConfig',
    input: {
      ...called(functionOf({ arn })),
      ...(retries !== null && { MaximumRetryAttempts: retries }),
      ...(age !== null && { MaximumEventAgeInSeconds: age }),
      DestinationConfig: {
        OnSuccess: onSuccess === null ? {} : { Destination: onSuccess },
        OnFailure: onFailure === null ? {} : { Destination: onFailure },
      },
    },
    says,
  };
}
