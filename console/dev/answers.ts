import type { Answer, Body, RouteName } from '../../functions/api/routes.ts';
import type { Filter, Pause } from '../../functions/api/shapes.ts';
import type { Remediation } from '../../functions/domain/history.ts';
import { saysScope } from '../../functions/domain/exemption.ts';
import { diffOf } from '../../functions/question/diff.ts';
import { controlOf, pageOf } from './controls.ts';
import { detailOf } from './detail.ts';
import { overviewOf } from './overview.ts';
import type { Scenario } from './scenarios.ts';
import { another, type World } from './world.ts';

/** What a request carries, parsed by the route's own schemas. */
export interface Asked {
  readonly who: string;
  readonly roles: Answer<'me'>['roles'];
  readonly params: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: each handler takes what its route has parsed.
  readonly query: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly body: any;
}

/** Refused with a status and a sentence. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: 404 | 409;

  constructor(status: 404 | 409, says: string) {
    super(says);
    this.status = status;
  }
}

type Handlers = { [Name in RouteName]: (asked: Asked) => Answer<Name> };

/** Every door, answered from the made-up world. */
export function answersOf(world: World): Handlers {
  return { ...reading(world), ...deciding(world), ...switching(world), ...keeping(world) };
}

type Reading = Pick<Handlers, 'me' | 'overview' | 'remediations' | 'remediation' | 'resource' | 'changes' | 'settings'>;

function reading(world: World): Reading {
  return {
    me: ({ who, roles }) => ({
      name: who,
      mail: `${who.toLowerCase()}@example.com`,
      roles,
      accounts: ['*'],
      until: new Date(Date.now() + 8 * 3_600_000).toISOString(),
    }),
    overview: () => overviewOf(world),
    remediations: ({ query }) => pageFrom(world.remediations.filter(matching(query)), query),
    remediation: ({ params }) => detailOf(world, find(world, params['id'])),
    resource: ({ query }) => pageFrom(world.remediations.filter(({ resource }) => resource === query.arn), query),
    changes: ({ query }) => {
      const after = Number(query.after ?? world.changed.length);
      return { cursor: String(world.changed.length), ids: world.changed.slice(after), more: false };
    },
    settings: () => settings,
  };
}

type Deciding = Pick<Handlers, 'previewUndo' | 'undo' | 'questions' | 'vote'>;

function deciding(world: World): Deciding {
  return {
    previewUndo: ({ params }) => undoOf(world, find(world, params['id'])),
    undo: ({ params, body, who }) => {
      const of = find(world, params['id']);
      change(world, of.id, { status: 'undone', because: `${who} took it back: ${body.reason}` });
      const started = another(world);
      return { remediation: started.id, says: ['The undo has started.', `It is left alone for ${body.days} days.`] };
    },
    questions: ({ roles, query }) => {
      const items = world.remediations.filter(({ status }) => status === 'awaiting-approval');
      return page(items.map((one) => questionOf(world, one, roles)), query);
    },
    vote: ({ params, body }) => {
      const { id } = find(world, params['id']);
      const { ballot }: Body<'vote'> = body;
      const status = ballot.decision === 'approve' ? 'applying' : 'rejected';
      change(world, id, { status, because: 'it was decided here' });
      return { says: ballot.decision === 'approve' ? 'You approved the change.' : 'You rejected the change.' };
    },
  };
}

type Switching = Pick<Handlers, 'pauses' | 'pause' | 'resume' | 'controls' | 'control' | 'previewMode' | 'setMode'>;

function switching(world: World): Switching {
  return {
    pauses: ({ query }) => page(world.pauses, query),
    pause: ({ body, who }) => pause(world, body, who),
    resume: ({ params, body, who }) => {
      const paused = world.pauses.find(({ id, endedAt }) => id === params['id'] && endedAt === null);
      if (paused === undefined) throw new Refused(404, 'There is no such stop in force.');
      return Object.assign(paused, { endedAt: new Date().toISOString(), endedBy: who, endedBecause: body.reason });
    },
    controls: ({ query }) => page(world.cards.map((card) => controlOf(world, card.id)), query),
    control: ({ params }) => ({ control: controlOf(world, params['id'] ?? ''), page: pageOf(params['id'] ?? '') }),
    previewMode: ({ params }) => ({
      items: world.remediations
        .filter(({ control, status }) => control === params['id'] && (status === 'observed' || status === 'held'))
        .slice(0, 6)
        .map((one) => ({ ...one, becomes: 'automatic' as const })),
      partial: false,
    }),
    setMode: ({ params, body }) => {
      const id = params['id'] ?? '';
      const { modes } = controlOf(world, id);
      const set = { scope: body.account, from: 'console' as const, safe: body.safe ?? 'observe' };
      world.modes.set(id, [{ ...set, disruptive: body.disruptive ?? 'observe', irreversible: 'ask' }, ...modes]);
      return { says: `The mode of ${id} is set.` };
    },
  };
}

type Keeping = Pick<
  Handlers,
  'exemptions' | 'exempt' | 'endExemption' | 'startExport' | 'export' | 'savedFilters' | 'saveFilter' | 'dropFilter'
>;

function keeping(world: World): Keeping {
  return {
    exemptions: ({ query }) => page(world.exemptions, query),
    exempt: ({ body, who }) => {
      const { days, ...wish }: Body<'exempt'> = body;
      const [from, until] = [new Date(), new Date(Date.now() + days * 86_400_000)].map((at) => at.toISOString());
      const id = `e-${world.exemptions.length + 1}`;
      const made = { ...wish, id, owner: who, says: saysScope(wish.scope), from: from ?? '', until: until ?? '' };
      world.exemptions = [made, ...world.exemptions];
      return { says: `${made.says} is left alone for ${days} days.` };
    },
    endExemption: ({ params }) => {
      world.exemptions = world.exemptions.filter(({ id }) => id !== params['id']);
      return { says: 'The exemption has ended.' };
    },
    startExport: ({ body }) => {
      const id = `x-${world.exports.size + 1}`;
      world.exports.set(id, { at: Date.now(), format: body.format });
      return { id, status: 'running', rows: 0, url: null, because: null };
    },
    export: ({ params }) => exportOf(world, params['id'] ?? ''),
    savedFilters: ({ query }) => page(world.filters, query),
    saveFilter: ({ body }) => {
      world.filters = [...world.filters.filter(({ name }) => name !== body.name), body];
      return { says: `The filter ${body.name} is saved.` };
    },
    dropFilter: ({ params }) => {
      world.filters = world.filters.filter(({ name }) => name !== params['id']);
      return { says: 'The filter is forgotten.' };
    },
  };
}

function exportOf({ exports, remediations }: World, id: string): Answer<'export'> {
  const started = exports.get(id);
  if (started === undefined) throw new Refused(404, 'There is no such export.');
  const isDone = Date.now() - started.at > 2500;
  const rows = isDone ? remediations.length : Math.round(((Date.now() - started.at) / 2500) * remediations.length);
  return { id, status: isDone ? 'done' : 'running', rows, url: isDone ? `/files/${id}.${started.format}` : null, because: null };
}

function pause(world: World, { scope, reason }: Body<'pause'>, by: string): Pause {
  const says =
    scope.kind === 'everything' ? 'everything' : scope.kind === 'account' ? `the account ${scope.account}` : `the control ${scope.control}`;
  const at = new Date().toISOString();
  const id = `p-${world.pauses.length + 1}`;
  const made: Pause = { id, scope, says, by, reason, at, endedAt: null, endedBy: null, endedBecause: null };
  world.pauses = [made, ...world.pauses];
  return made;
}

export function find(world: World, id: string | undefined): Remediation {
  const found = world.remediations.find((one) => one.id === id);
  if (found === undefined) throw new Refused(404, `There is no remediation ${id}.`);
  return found;
}

export function change(world: World, id: string, to: Partial<Remediation>): void {
  const updatedAt = new Date().toISOString();
  world.remediations = world.remediations.map((one) => (one.id === id ? { ...one, updatedAt, ...to } : one));
  world.changed.push(id);
}

function undoOf(world: World, { id, status, risk }: Remediation): Answer<'previewUndo'> {
  if (status !== 'remediated') return { possible: false, because: `it is ${status}, and nothing of it stands to be undone` };
  const { apply, undo, before, after } = world.scenarioOf.get(id) as Scenario;
  const isSafe = risk === 'safe';
  return {
    possible: true,
    calls: [...undo],
    diff: [...diffOf(after, before)],
    risk: { level: isSafe ? 'safe' : 'disruptive', because: `it brings back what ${apply[0]?.call} took away` },
    consent: isSafe ? 'automatic' : 'ask',
    moved: isSafe ? 'no' : 'unknown',
    maximumDays: 90,
  };
}

function questionOf(world: World, one: Remediation, roles: readonly string[]): Answer<'questions'>['items'][number] {
  const { apply, before, after, risk, because } = world.scenarioOf.get(one.id) as Scenario;
  const card = world.cards.find(({ id }) => id === one.control);
  return {
    id: one.id,
    control: one.control,
    title: card?.title ?? one.control,
    why: card?.why ?? '',
    impact: card?.impact ?? '',
    resource: one.resource,
    account: one.account,
    region: one.region,
    facts: [
      ['Caused by', one.actor],
      ['With', one.event],
      ['Tags', 'team=payments, environment=production'],
    ],
    risk: { level: risk, because },
    calls: [...apply],
    diff: [...diffOf(before, after)],
    planDigest: one.planDigest ?? '',
    askedAt: one.openedAt,
    expiresAt: new Date(Date.parse(one.openedAt) + 72 * 3_600_000).toISOString(),
    votes: world.votes.get(one.id) ?? [],
    missing: one.account === '222233334444' ? 2 : 1,
    notYours: roles.includes('approver') ? null : 'only an approver decides, and you are none',
  };
}

function page<Item>(items: readonly Item[], { limit, cursor }: { limit: number; cursor?: string }) {
  const start = Number(cursor ?? 0);
  const next = start + limit;
  return { items: items.slice(start, next), cursor: next < items.length ? String(next) : null };
}

function pageFrom(items: readonly Remediation[], asked: { limit: number; cursor?: string }): Answer<'remediations'> {
  // As a store would: a page begins after the last one that was seen, whatever came since.
  const start = asked.cursor === undefined ? 0 : items.findIndex(({ id }) => id === asked.cursor) + 1;
  const shown = items.slice(start, start + asked.limit);
  return { items: shown, cursor: start + asked.limit < items.length ? (shown.at(-1)?.id ?? null) : null, partial: false };
}

function matching(filter: Filter): (one: Remediation) => boolean {
  const { from, to, contains, status, control, account, region, resource, actor, risk, event } = filter;
  const fields = { status, control, account, region, resource, actor, risk, event };
  return (one) =>
    Object.entries(fields).every(([field, values]) => {
      const value = one[field as keyof Remediation];
      return values === undefined || (values as readonly unknown[]).includes(value);
    }) &&
    (from === undefined || one.openedAt >= from) &&
    (to === undefined || one.openedAt < to) &&
    (contains === undefined || JSON.stringify(one).toLowerCase().includes(contains.toLowerCase()));
}

const settings: Answer<'settings'> = {
  config: {
    accounts: [
      { id: '111122223333', name: 'shop-production', environment: 'production', regions: ['eu-central-1', 'us-east-1'] },
      { id: '222233334444', name: 'payments-production', environment: 'production', regions: ['eu-central-1', 'us-east-1'] },
      { id: '333344445555', name: 'platform', environment: 'production', regions: ['eu-central-1', 'us-east-1'] },
      { id: '444455556666', name: 'sandbox', environment: 'sandbox', regions: ['us-east-1'] },
    ],
    controls: ['*'],
    policy: [
      { environments: ['sandbox'], safe: 'automatic', disruptive: 'observe' },
      { safe: 'automatic', disruptive: 'ask', irreversible: 'ask' },
    ],
    approvers: [
      { name: 'Ada', mail: 'ada@example.com' },
      { name: 'Grace', mail: 'grace@example.com' },
    ],
    limits: { changesPerHour: 100, mendsPerResourceAndHour: 3 },
    protect: ['arn:aws:iam::*:role/break-glass'],
    settle: { seconds: 120 },
    questions: { quorum: 1, hours: 72 },
    exemptions: { maximumDays: 90, tagKeys: ['purpose'] },
  },
  version: '0.1.0',
  hub: { account: '333344445555', region: 'eu-central-1' },
};
