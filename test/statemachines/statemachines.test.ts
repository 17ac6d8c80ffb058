import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { resourcesOf, synthesized, twoAccounts } from '../stacks/app.ts';

interface State {
  readonly Type: string;
  readonly QueryLanguage?: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly TimeoutSeconds?: number | string;
  readonly Resource?: string;
  readonly Choices?: readonly { Next: string }[];
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { ErrorEquals: string[]; Next: string }[];
  readonly ItemProcessor?: Machine;
}
interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
  readonly MaxAttempts: number;
}
interface Machine {
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface Deployed {
  readonly StateMachineName?: string;
  readonly DefinitionSubstitutions: object;
}

const names = ['triage', 'remediate', 'evidence'] as const;
const machines = names.map((name) => [name, JSON.parse(textOf(name)) as Machine] as const);
const remediate = machines.find(([name]) => name === 'remediate')?.[1];
const tasks = machines.flatMap(([name, machine]) =>
  statesOf(machine)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([state, task]) => [`${name} · ${state}`, task] as const),
);

/** The send to the dead-letter queue is the last resort of triage: where it fails, the execution fails, and that rings. The drift's own errors are caught by the Map around it. */
const exempt = new Set(['triage · Keep for later', 'triage · Remediate']);

/** Where an execution may end: announced after its record, or failing, which rings an alarm. */
const recorded: Readonly<Record<(typeof names)[number], readonly string[]>> = {
  triage: ['Each drift', 'Not judged'],
  remediate: ['Announce', 'Recorded', 'Not recorded'],
  evidence: ['Swept', 'Not whole'],
};

const { hub } = synthesized(twoAccounts);

describe.each(machines)('%s', (name, machine) => {
  test('is valid', () => {
    expect(
      validate(
        JSON.parse(textOf(name).replace(/\$\{\w+\}/g, 'arn:aws:lambda:eu-central-1:111122223333:function:x')),
      ).errorsText(),
    ).toBe('');
  });

  test('speaks JSONata throughout', () => {
    expect(machine.QueryLanguage).toBe('JSONata');
    expect(
      statesOf(machine).filter(([, { QueryLanguage }]) => QueryLanguage !== undefined && QueryLanguage !== 'JSONata'),
    ).toEqual([]);
    expect(textOf(name)).not.toMatch(/"(InputPath|OutputPath|ResultPath|Parameters|ResultSelector)"|\.\$"/);
  });

  test('has a stand-in for every function and machine it names', () => {
    const deployed = resourcesOf(hub)
      .map(([, { Properties }]) => Properties as unknown as Deployed)
      .find(({ StateMachineName }) => StateMachineName === `Homeostat-${name}`);
    const placeholders = [
      ...new Set([...textOf(name).matchAll(/\$\{(\w+)\}/g)].map(([, placeholder]) => placeholder)),
    ].toSorted();
    expect(Object.keys(deployed?.DefinitionSubstitutions ?? {}).toSorted()).toEqual(placeholders);
  });

  test('reaches every state, and an end from every state', () => {
    for (const [state, path] of pathsFrom(machine, machine.StartAt)) {
      expect([state, path]).not.toEqual([state, []]);
    }
    const reached = new Set(pathsFrom(machine, machine.StartAt).flatMap(([, path]) => path));
    expect(Object.keys(machine.States).filter((state) => !reached.has(state))).toEqual([]);
  });
});

describe('a task', () => {
  test.each(tasks)('is tried again where that can help: %s', (_, { Retry = [] }) => {
    expect(Retry).not.toEqual([]);
  });

  test.each(tasks.filter(([name]) => !exempt.has(name)))(
    'has whatever goes wrong caught, last: %s',
    (_, { Catch = [] }) => {
      expect(Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    },
  );

  test.each(tasks.filter(([, { Resource = '' }]) => Resource.includes('lambda:invoke')))(
    'that invokes a function ends at some time: %s',
    (_, { TimeoutSeconds }) => {
      // A question's round lasts as long as the configuration says.
      expect(typeof TimeoutSeconds === 'string' ? TimeoutSeconds : Number(TimeoutSeconds) > 0).toEqual(
        typeof TimeoutSeconds === 'string' ? '{% $opened.rounds[$round].seconds %}' : true,
      );
    },
  );

  test('that changes the resource is never run again for an unknown end of it', () => {
    const apply = tasks.find(([name]) => name === 'remediate · Apply')?.[1];
    const retried = apply?.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
    expect(
      retried.filter((error) =>
        [
          'States.ALL',
          'States.TaskFailed',
          'States.Timeout',
          'Lambda.Unknown',
          'Lambda.ServiceException',
          'Lambda.AWSLambdaException',
          'Lambda.SdkClientException',
          'ApplyFailed',
          'Stale',
          'NotAsPlanned',
        ].includes(error),
      ),
    ).toEqual([]);
  });
});

describe('reading back', () => {
  const retriers = remediate?.States['Verify']?.Retry ?? [];

  test.each([
    ['NotYetThere', 100, 150],
    ['StillUnderWay', 450, 550],
  ])('goes on for a while, after %s for %d to %d seconds', (error, least, most) => {
    const seconds = secondsOf(retriers.find(({ ErrorEquals }) => ErrorEquals.includes(error)));
    expect(seconds).toBeGreaterThan(least);
    expect(seconds).toBeLessThan(most);
  });

  test('ends, together with applying, before the lease on the resource does', () => {
    const applying = Number(remediate?.States['Apply']?.TimeoutSeconds);
    const longest = Math.max(...retriers.map(secondsOf));
    expect(applying + longest).toBeLessThan(15 * 60);
  });
});

describe('every way ends on record', () => {
  test.each(
    machines.flatMap(([name, machine]) => Object.keys(machine.States).map((state) => [name, state, machine] as const)),
  )('%s: from %s', (name, state, machine) => {
    const ends = new Set(pathsFrom(machine, state).map(([end]) => end));
    expect([...ends].filter((end) => !recorded[name].includes(end))).toEqual([]);
  });

  test('whatever goes wrong in a remediation before its record leads to Close', () => {
    const after = new Set(remediate === undefined ? [] : pathsFrom(remediate, 'Close').flatMap(([, path]) => path));
    const before = Object.entries(remediate?.States ?? {}).filter(([state]) => !after.has(state));
    const caught = before.flatMap(([, { Catch = [] }]) => Catch.map(({ Next }) => Next));
    // Where nobody has answered yet, nothing went wrong.
    expect(new Set(caught)).toEqual(new Set(['Close', 'Another round?']));
  });
});

/** How long a retrier waits in all. */
function secondsOf(retrier: Retrier | undefined): number {
  const { IntervalSeconds = 0, BackoffRate = 1, MaxDelaySeconds = Infinity, MaxAttempts = 0 } = retrier ?? {};
  const waits = Array.from({ length: MaxAttempts }, (_, attempt) => IntervalSeconds * BackoffRate ** attempt);
  return waits.reduce((sum, wait) => sum + Math.min(wait, MaxDelaySeconds), 0);
}

function textOf(name: string): string {
  return readFileSync(`statemachines/${name}.asl.json`, 'utf8');
}

function statesOf({ States }: Machine): readonly (readonly [string, State])[] {
  return Object.entries(States).flatMap(([name, state]) => [
    [name, state] as const,
    ...(state.ItemProcessor ? statesOf(state.ItemProcessor) : []),
  ]);
}

function nextOf({ Next, Default, Choices = [], Catch = [] }: State): readonly string[] {
  return [
    ...Choices.map((choice) => choice.Next),
    ...Catch.map((caught) => caught.Next),
    ...(Default ? [Default] : []),
    ...(Next ? [Next] : []),
  ];
}

/** Every way from a state without going round in circles: where it ends, and what it passes. */
function pathsFrom(
  { States }: Machine,
  start: string,
  passed: readonly string[] = [],
): readonly (readonly [end: string, path: readonly string[]])[] {
  const state = States[start];
  const path = [...passed, start];
  const further = state === undefined ? [] : nextOf(state).filter((next) => !path.includes(next));
  const isEnd = state === undefined || state.End === true || ['Succeed', 'Fail'].includes(state.Type);
  return [
    ...(isEnd ? [[start, path] as const] : []),
    ...further.flatMap((next) => pathsFrom({ StartAt: start, States }, next, path)),
  ];
}
