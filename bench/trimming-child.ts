// Trims a policy in a process of its own, as Lambda would, and says what it took.
import { expand } from '../catalogue/trim/action-set.ts';
import type { Evidence } from '../catalogue/trim/evidence.ts';
import { actionsOf } from '../catalogue/trim/known-actions.ts';
import { proofOf } from '../catalogue/trim/prove.ts';
import { weigh, without } from '../catalogue/trim/weigh.ts';
import type { Trimmed } from './trimming.ts';

const now = new Date('2026-06-30T12:00:00.000Z');
const settings = { windowDays: 365, optOutSids: 'Keep' };
const times = 20;
/** Services with many actions, each granted whole; the rest of the policy names single actions. */
const whole = [
  'ec2',
  'iam',
  's3',
  'sagemaker',
  'glue',
  'rds',
  'ssm',
  'lambda',
  'dynamodb',
  'kms',
  'logs',
  'sqs',
  'sns',
];
const single = ['connect', 'quicksight', 'iot', 'chime', 'gamelift', 'redshift', 'cloudfront', 'backup'];

const expanding = timed(() => expand(['*']));
const text = policy(6_144);
const evidence = yearOf([...whole, ...single]);
const trimming = timed(trim);
const weighed = weigh(text, scales());
const told = {
  expanding,
  trimming,
  proving: timed(() => {
    const result = without(text, weighed, settings);
    const trimmed = result.outcome === 'trimmed' ? result.document : text;
    proofOf({ name: 'policy', old: text, trimmed, used: weighed.used, answers: null });
  }),
  characters: text.length,
  uses: evidence.reduce(
    (sum, { calls, services }) =>
      sum + Object.keys(calls).length + Object.values(services).flatMap(({ tracked }) => Object.keys(tracked)).length,
    0,
  ),
  actions: [...weighed.goes, ...weighed.stays].reduce((sum, { count }) => sum + count, 0),
  memory: process.resourceUsage().maxRSS * 1024,
} satisfies Trimmed;
console.log(JSON.stringify(told));

function trim(): void {
  without(text, weigh(text, scales()), settings);
}

function scales() {
  return { holder: { evidence, runsFunctions: false }, notice: null, settings, now };
}

/** Milliseconds: the first time, in a process that has just started, and the times after it. */
function timed(run: () => unknown): Trimmed['trimming'] {
  const took = Array.from({ length: times + 1 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  const [first = Number.NaN, ...later] = took;
  return { first, later };
}

/** As long as IAM takes a managed policy. */
function policy(characters: number): string {
  const wildcards = whole.map((service) => `${service}:*`);
  const names = single.flatMap((service) => actionsOf(service));
  const textOf = (some: readonly string[]) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Whole', Effect: 'Allow', Action: wildcards, Resource: '*' },
        { Sid: 'Single', Effect: 'Allow', Action: some, Resource: '*' },
      ],
    });
  let count = 0;
  while (count < names.length && textOf(names.slice(0, count + 1)).length <= characters) {
    count += 1;
  }
  return textOf(names.slice(0, count));
}

/** Every action of some services, tracked, each third of them used on some day of the year; and the calls that a trail knows of. */
function yearOf(services: readonly string[]): readonly Evidence[] {
  const day = (index: number) => new Date(now.getTime() - (index % 365) * 86_400_000).toISOString();
  const of = (service: string) => actionsOf(service).map((action) => action.slice(service.length + 1));
  const reported = services.map((service) => {
    const tracked = of(service).map((name, index) => [name, index % 3 === 0 ? day(index) : null]);
    return [service, { lastUsed: day(0), tracked: Object.fromEntries(tracked) }] as const;
  });
  const calls = services.flatMap((service) => actionsOf(service).filter((_, index) => index % 2 === 0));
  return [
    {
      ...{ principal: 'arn:aws:iam::111122223333:role/app', reportedAt: now.toISOString(), isComplete: true },
      ...{ services: Object.fromEntries(reported), trailSince: day(364) },
      calls: Object.fromEntries(calls.map((action, index) => [action, day(index)])),
    },
  ];
}
