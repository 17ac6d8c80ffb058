import type { Example, NonEmpty } from '../../control.ts';
import type { Fn } from './function-log-level.ts';

const quiet: Fn = {
  ...{ name: 'orders', lifecycle: 'ready', format: 'JSON', application: 'INFO', system: 'INFO' },
  ...{ logGroup: '/aws/lambda/orders', isExempt: null, isParsed: null },
};
const text: Fn = { ...quiet, format: 'Text', application: null, system: null, isExempt: false, isParsed: false };
const debugging: Fn = { ...quiet, application: 'DEBUG', isExempt: false };

type Case = Example<Fn, 'lambda:UpdateFunctionConfiguration'>;

export const examples: NonEmpty<Case> = [
  { name: 'a function that logs from INFO up', state: quiet, plan: { outcome: 'compliant' } },
  {
    name: 'a function that logs errors only',
    state: { ...quiet, application: 'ERROR', system: 'WARN' },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a function of the development environment that logs for debugging',
    state: { ...debugging, isExempt: true },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a function in production that logs for debugging',
    state: debugging,
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whoever is debugging sees no lines of function orders below INFO and of Lambda below INFO any more',
      },
      apply: [set('INFO', 'INFO', 'Log JSON of function orders from INFO up, of Lambda from INFO up')],
      undo: [set('DEBUG', 'INFO', 'Log JSON of function orders from DEBUG up, of Lambda from INFO up again')],
      after: quiet,
    },
  },
  {
    name: 'a function that logs little itself, while Lambda logs for debugging',
    state: { ...debugging, application: 'ERROR', system: 'DEBUG' },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whoever is debugging sees no lines of function orders below ERROR and of Lambda below INFO any more',
      },
      apply: [set('ERROR', 'INFO', 'Log JSON of function orders from ERROR up, of Lambda from INFO up')],
      undo: [set('ERROR', 'DEBUG', 'Log JSON of function orders from ERROR up, of Lambda from DEBUG up again')],
      after: { ...quiet, application: 'ERROR' },
    },
  },
  {
    name: 'a function that logs plain text',
    state: text,
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'whoever reads the logs of function orders sees JSON instead of plain text, and no lines of function orders below INFO and of Lambda below INFO',
      },
      apply: [set('INFO', 'INFO', 'Log JSON of function orders from INFO up, of Lambda from INFO up')],
      undo: [
        {
          call: 'lambda:UpdateFunctionConfiguration',
          input: { FunctionName: 'orders', LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/orders' } },
          says: 'Log plain text of function orders again',
        },
      ],
      after: quiet,
    },
  },
  left(
    'a function that logs plain text, which filters read',
    { ...text, isParsed: true },
    'function orders logs plain text, which knows no levels, and its log group has filters that read the lines as they are',
  ),
  left(
    'a function of which it is not known whether filters read its logs',
    { ...text, isParsed: null },
    'it was not read whether something reads the log lines of function orders as they are',
  ),
  left(
    'a function of which it is not known whether it runs in production',
    { ...debugging, isExempt: null },
    'it was not read whether function orders runs in production',
  ),
  left(
    'a function that is being changed',
    { ...debugging, lifecycle: 'changing' },
    'function orders is being made or changed just now; Lambda takes no other change meanwhile',
  ),
];

function left(name: string, state: Fn, because: string): Case {
  return { name, state, plan: { outcome: 'leave', because } };
}

function set(ApplicationLogLevel: 'DEBUG' | 'INFO' | 'ERROR', SystemLogLevel: 'DEBUG' | 'INFO', says: string) {
  return {
    call: 'lambda:UpdateFunctionConfiguration' as const,
    input: {
      FunctionName: 'orders',
      LoggingConfig: {
        LogFormat: 'JSON' as const,
        ApplicationLogLevel,
        SystemLogLevel,
        LogGroup: '/aws/lambda/orders',
      },
    },
    says,
  };
}
