import type { Example, NonEmpty } from '../../control.ts';
import type { Fn } from './function-runtime-supported.ts';

type Case = Example<Fn, 'lambda:UpdateFunctionConfiguration'>;

export const examples: NonEmpty<Case> = [
  { name: 'a function on a supported runtime', state: on('nodejs24.x'), plan: { outcome: 'compliant' } },
  { name: 'a function that is a container image', state: on(null), plan: { outcome: 'compliant' } },
  {
    name: 'a function on Java 8 on the first Amazon Linux',
    state: on('java8'),
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'what function orders brings along that was built for the operating system of java8 may not load on java8.al2; Lambda takes java8 back until 2027-03-03',
      },
      apply: [set('java8.al2', 'Run function orders on java8.al2 instead of java8')],
      undo: [set('java8', 'Run function orders on java8 again')],
      after: on('java8.al2'),
    },
  },
  {
    name: 'a function on Java 17 that is to be ahead of the end of support',
    settings: { daysAhead: 600 },
    state: on('java17'),
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'what function orders brings along that was built for the operating system of java17 may not load on java17.al2023; Lambda takes java17 back until 2027-08-31',
      },
      apply: [set('java17.al2023', 'Run function orders on java17.al2023 instead of java17')],
      undo: [set('java17', 'Run function orders on java17 again')],
      after: on('java17.al2023'),
    },
  },
  left(
    'a function on a version of its language that AWS no longer supports',
    on('python3.9'),
    'function orders runs on python3.9, which AWS supports only until 2025-12-15 and whose functions can be changed until 2027-03-03; its code has to be tested on another version first, such as python3.14, because AWS does not promise that it runs there',
  ),
  left(
    'a function on a language that AWS no longer has a runtime of',
    on('go1.x'),
    'function orders runs on go1.x, which AWS supports only until 2024-01-08 and whose functions can be changed until 2027-03-03; nothing of its kind is supported, so its code has to move to another',
  ),
  left(
    'a function on a runtime that is not in the table',
    on('nodejs99.x'),
    'function orders runs on nodejs99.x, of which nothing was known on 2026-11-24',
  ),
  left(
    'a function on a runtime for trying out',
    on('python3.15'),
    'function orders runs on python3.15, which AWS gives for trying out only',
  ),
  left(
    'a function that is being changed',
    { ...on('java8'), lifecycle: 'changing' },
    'function orders is being made or changed just now; Lambda takes no other change meanwhile',
  ),
  left(
    'a function that AWS Control Tower keeps',
    { ...on('java8'), name: 'aws-controltower-NotificationForwarder' },
    'function aws-controltower-NotificationForwarder is kept by AWS Control Tower, which alone can change it',
  ),
];

function left(name: string, state: Fn, because: string): Case {
  return { name, state, plan: { outcome: 'leave', because } };
}

function on(runtime: string | null): Fn {
  return { name: 'orders', lifecycle: 'ready', runtime };
}

function set(Runtime: 'java8' | 'java8.al2' | 'java17' | 'java17.al2023', says: string) {
  return { call: 'lambda:UpdateFunctionConfiguration' as const, input: { FunctionName: 'orders', Runtime }, says };
}
