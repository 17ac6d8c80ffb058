import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import {
  functionArn,
  functionConfigured,
  functionOf,
  functionReads,
  functions,
  hindrance,
  Lifecycle,
  lifecycleOf,
} from '../../lambda/function.ts';
import { asOf, previews, type Runtime, runtimes } from '../../lambda/runtimes.ts';
import { examples } from './function-runtime-supported.examples.ts';

const Settings = z.object({
  daysAhead: z
    .number()
    .int()
    .min(0)
    .max(730)
    .default(0)
    .describe('How many days before AWS ends its support of a runtime its functions count as out of order'),
});

const Fn = z.object({
  name: z.string(),
  lifecycle: Lifecycle,
  /** `null` for a function that is a container image: the image says what it runs on. */
  runtime: z.string().nullable(),
});
export type Fn = z.infer<typeof Fn>;
type Call = 'lambda:UpdateFunctionConfiguration';

export const functionRuntimeSupported = defineControl({
  id: 'lambda.function-runtime-supported',
  title: 'Functions run on a runtime that AWS supports',
  practice: 'audits',
  severity: 'medium',
  standards: {
    'Security Hub': ['Lambda.2'],
    Prowler: ['awslambda_function_using_supported_runtimes'],
  },
  why: 'A runtime that AWS no longer supports gets no security patches, and after some time its functions can no longer be changed, not even to mend them.',
  impact:
    'The function runs on the next operating system with the same version of its language; native libraries, layers and extensions that were built for the older one may not load there. Any other move is left to whoever can test it, and so are container images.',
  triggers: [
    functionConfigured,
    { kind: 'config-rule', rule: 'lambda-function-settings-check' },
    { kind: 'security-hub', control: 'Lambda.2' },
  ],
  settings: Settings,
  ...functions,
  reads: [{ call: 'lambda:GetFunctionConfiguration', on: functionArn }, ...functionReads],
  writes: [{ call: 'lambda:UpdateFunctionConfiguration', on: functionArn }],
  state: Fn,

  async read(target, aws) {
    const { name } = functionOf(target);
    const answer = await aws('lambda:GetFunctionConfiguration', { FunctionName: name });
    return { name, lifecycle: lifecycleOf(answer), runtime: answer?.Runtime || null };
  },

  plan(fn, { daysAhead }, now) {
    const { name, runtime } = fn;
    if (runtime === null) {
      return { outcome: 'compliant' };
    }
    const known = Object.hasOwn(runtimes, runtime) ? runtimes[runtime] : undefined;
    if (known === undefined) {
      return { outcome: 'leave', because: unknown(name, runtime) };
    }
    const day = dayOf(now, daysAhead);
    if (known.deprecated > day) {
      return { outcome: 'compliant' };
    }
    const because = hindrance(fn);
    if (because !== undefined) {
      return { outcome: 'leave', because };
    }
    const successor = supportedAfter(known, day);
    return successor === undefined
      ? {
          outcome: 'leave',
          because: `function ${name} runs on ${unsupported(runtime, known)}; ${nextStep(known, day)}`,
        }
      : move(fn, { runtime, successor, known, now });
  },

  examples,
});

function unknown(name: string, runtime: string): string {
  return previews.includes(runtime)
    ? `function ${name} runs on ${runtime}, which AWS gives for trying out only`
    : `function ${name} runs on ${runtime}, of which nothing was known on ${asOf}`;
}

function unsupported(runtime: string, { deprecated, frozen }: Runtime): string {
  return `${runtime}, which AWS supports only until ${deprecated} and whose functions can be changed until ${frozen}`;
}

/** The first of the row of successors that is supported on a day. */
function supportedAfter({ successor }: Runtime, day: string): string | undefined {
  const next = successor === undefined ? undefined : runtimes[successor];
  if (successor === undefined || next === undefined) {
    return undefined;
  }
  return next.deprecated > day ? successor : supportedAfter(next, day);
}

function nextStep({ family }: Runtime, day: string): string {
  const supported = Object.entries(runtimes).filter(([, one]) => one.family === family && one.deprecated > day);
  const newest = supported.toSorted(([, one], [, other]) => one.deprecated.localeCompare(other.deprecated)).at(-1);
  return newest === undefined
    ? 'nothing of its kind is supported, so its code has to move to another'
    : `its code has to be tested on another version first, such as ${newest[0]}, because AWS does not promise that it runs there`;
}

interface Move {
  readonly runtime: string;
  readonly successor: string;
  readonly known: Runtime;
  readonly now: Date;
}

function move(fn: Fn, { runtime, successor, known, now }: Move): Plan<Fn, Call> {
  const { name } = fn;
  const way = {
    outcome: 'change' as const,
    apply: [set(name, successor, `Run function ${name} on ${successor} instead of ${runtime}`)] as const,
    after: { ...fn, runtime: successor },
  };
  const because = `what function ${name} brings along that was built for the operating system of ${runtime} may not load on ${successor}`;
  return dayOf(now, 0) < known.frozen
    ? {
        ...way,
        risk: { level: 'disruptive', because: `${because}; Lambda takes ${runtime} back until ${known.frozen}` },
        undo: [set(name, runtime, `Run function ${name} on ${runtime} again`)],
      }
    : { ...way, risk: { level: 'irreversible', because: `${because}, and Lambda does not take ${runtime} back` } };
}

function set(FunctionName: string, runtime: string, says: string): Change<Call> {
  const Runtime = runtime as NonNullable<Change<Call>['input']['Runtime']>;
  return { call: 'lambda:UpdateFunctionConfiguration', input: { FunctionName, Runtime }, says };
}

/** A day in UTC, some days later: `2027-06-30`. */
function dayOf(now: Date, later: number): string {
  return new Date(now.getTime() + later * 86_400_000).toISOString().slice(0, 10);
}
