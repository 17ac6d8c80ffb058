import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import {
  functionArn,
  functionConfigured,
  functionOf,
  functionReads,
  functions,
  functionTagged,
  hindrance,
  Lifecycle,
  lifecycleOf,
} from '../../lambda/function.ts';
import { examples } from './function-log-level.examples.ts';

/** From the most to the fewest lines. */
const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
const Level = z.enum(levels);
type Level = z.infer<typeof Level>;
const SystemLevel = z.enum(['DEBUG', 'INFO', 'WARN']);

const Settings = z.object({
  application: z
    .enum(['INFO', 'WARN', 'ERROR', 'FATAL'])
    .default('INFO')
    .describe(
      'The lowest level of lines that the code of a function in production writes. Lines without a level count as INFO: above it, they are lost',
    ),
  system: z
    .enum(['INFO', 'WARN'])
    .default('INFO')
    .describe(
      'The lowest level of lines that Lambda itself writes; above INFO, there are no reports of duration and memory',
    ),
  tag: z.string().min(1).default('environment').describe('Key of the tag that says where a function runs'),
  otherThanProduction: z
    .array(z.string())
    .default(['dev', 'development', 'test', 'testing', 'sandbox'])
    .describe(
      'Values of that tag, whatever their case, of functions that may write what they like. Every other function counts as in production, those without the tag too',
    ),
});
type Settings = z.infer<typeof Settings>;

const Fn = z.object({
  name: z.string(),
  lifecycle: Lifecycle,
  format: z.enum(['JSON', 'Text']),
  /** `null` in the format Text, which knows no levels. */
  application: Level.nullable(),
  system: SystemLevel.nullable(),
  logGroup: z.string().nullable(),
  /** Whether a tag says that it may; read only where a level is too low. */
  isExempt: z.boolean().nullable(),
  /** Whether something reads the lines of its log group as they are now; read only where the format would change. */
  isParsed: z.boolean().nullable(),
});
export type Fn = z.infer<typeof Fn>;

const logGroups = 'arn:{partition}:logs:{region}:{account}:log-group:*';
const absent = ['ResourceNotFoundException'];

export const functionLogLevel = defineControl({
  id: 'lambda.function-log-level',
  title: 'Functions in production log by level, and nothing meant for debugging',
  practice: 'safe errors',
  severity: 'medium',
  standards: {},
  why: 'Lines written for debugging hold what a function works with: events, answers, tokens. Whoever may read the logs reads them for as long as logs are kept.',
  impact:
    'Lines below the level are no longer written. Where logs were plain text, they become JSON: whoever reads them by eye or by a pattern sees another form, so a function whose log group has metric or subscription filters is left to its owner. Lines of code that writes no JSON by level stay as they are.',
  triggers: [functionConfigured, functionTagged],
  settings: Settings,
  ...functions,
  reads: [
    { call: 'lambda:GetFunctionConfiguration', on: functionArn },
    { call: 'logs:DescribeMetricFilters', on: logGroups, absent },
    { call: 'logs:DescribeSubscriptionFilters', on: logGroups, absent },
    ...functionReads,
  ],
  writes: [{ call: 'lambda:UpdateFunctionConfiguration', on: functionArn }],
  state: Fn,

  async read(target, aws, settings) {
    const { name } = functionOf(target);
    const answer = await aws('lambda:GetFunctionConfiguration', { FunctionName: name });
    const { LogFormat = 'Text', ApplicationLogLevel, SystemLogLevel, LogGroup } = answer?.LoggingConfig ?? {};
    const isJson = LogFormat === 'JSON';
    const fn: Fn = {
      name,
      lifecycle: lifecycleOf(answer),
      format: LogFormat,
      application: isJson ? (ApplicationLogLevel ?? 'INFO') : null,
      system: isJson ? (SystemLogLevel ?? 'INFO') : null,
      logGroup: LogGroup ?? null,
      ...{ isExempt: null, isParsed: null },
    };
    if (isQuiet(fn, settings)) {
      return fn;
    }
    const isExempt = isExcepted(await functions.tags(target, aws), settings);
    if (isExempt || isJson) {
      return { ...fn, isExempt };
    }
    const logGroupName = LogGroup ?? `/aws/lambda/${name}`;
    const [metrics, subscriptions] = await Promise.all([
      aws('logs:DescribeMetricFilters', { logGroupName, limit: 1 }),
      aws('logs:DescribeSubscriptionFilters', { logGroupName, limit: 1 }),
    ]);
    const filters = [...(metrics?.metricFilters ?? []), ...(subscriptions?.subscriptionFilters ?? [])];
    return { ...fn, isExempt, isParsed: filters.length > 0 };
  },

  plan(fn, settings) {
    if (isQuiet(fn, settings) || fn.isExempt) {
      return { outcome: 'compliant' };
    }
    const because = obstacle(fn);
    return because === undefined ? quieten(fn, settings) : { outcome: 'leave', because };
  },

  examples,
});

function isQuiet({ application, system }: Fn, settings: Settings): boolean {
  return (
    application !== null &&
    system !== null &&
    stricter(application, settings.application) === application &&
    stricter(system, settings.system) === system
  );
}

function stricter<One extends Level>(one: One, other: One): One {
  return levels.indexOf(one) < levels.indexOf(other) ? other : one;
}

function isExcepted(tags: Readonly<Record<string, string>>, { tag, otherThanProduction }: Settings): boolean {
  const value = tags[tag]?.toLowerCase();
  return value !== undefined && otherThanProduction.some((one) => one.toLowerCase() === value);
}

function obstacle(fn: Fn): string | undefined {
  const { name, format, isExempt, isParsed } = fn;
  if (isExempt === null) {
    return `it was not read whether function ${name} runs in production`;
  }
  if (format === 'Text' && isParsed === null) {
    return `it was not read whether something reads the log lines of function ${name} as they are`;
  }
  return isParsed
    ? `function ${name} logs plain text, which knows no levels, and its log group has filters that read the lines as they are`
    : hindrance(fn);
}

function quieten(fn: Fn, settings: Settings): Plan<Fn, 'lambda:UpdateFunctionConfiguration'> {
  const { name, format } = fn;
  const application = stricter(fn.application ?? 'TRACE', settings.application);
  const system = stricter(fn.system ?? 'DEBUG', settings.system);
  const after: Fn = { ...fn, format: 'JSON', application, system, isExempt: null, isParsed: null };
  const lines = `lines of function ${name} below ${application} and of Lambda below ${system}`;
  return {
    outcome: 'change',
    risk: {
      level: 'disruptive',
      because:
        format === 'Text'
          ? `whoever reads the logs of function ${name} sees JSON instead of plain text, and no ${lines}`
          : `whoever is debugging sees no ${lines} any more`,
    },
    apply: [log(after, `Log JSON of function ${name} from ${application} up, of Lambda from ${system} up`)],
    undo: [
      log(
        fn,
        format === 'Text'
          ? `Log plain text of function ${name} again`
          : `Log JSON of function ${name} from ${fn.application} up, of Lambda from ${fn.system} up again`,
      ),
    ],
    after,
  };
}

/** Lambda takes levels with JSON only. The log group is named again, so that it stays whatever Lambda makes of its absence. */
function log(
  { name, format, application, system, logGroup }: Fn,
  says: string,
): Change<'lambda:UpdateFunctionConfiguration'> {
  return {
    call: 'lambda:UpdateFunctionConfiguration',
    input: {
      FunctionName: name,
      LoggingConfig: {
        LogFormat: format,
        ...(application !== null && { ApplicationLogLevel: application }),
        ...(system !== null && { SystemLogLevel: system }),
        ...(logGroup !== null && { LogGroup: logGroup }),
      },
    },
    says,
  };
}
