import { readFileSync } from 'node:fs';
import type { Answer } from '../../functions/api/routes.ts';
import type { Status } from '../../functions/domain/finding.ts';
import type { Remediation } from '../../functions/domain/history.ts';
import { isClosed } from '../../functions/domain/history.ts';
import { type Scenario, scenarios } from './scenarios.ts';

type Items<List> = List extends { items: (infer Item)[] } ? Item : never;
type Card = Pick<Items<Answer<'controls'>>, 'id' | 'title' | 'practice' | 'severity' | 'why' | 'impact' | 'risks'> &
  Pick<Items<Answer<'controls'>>, 'resources' | 'standards' | 'settings'>;

/** A made-up organization for looking at the page without a cloud. The same seed gives the same world. */
export interface World {
  readonly now: Date;
  readonly cards: readonly Card[];
  remediations: Remediation[];
  readonly scenarioOf: Map<string, Scenario>;
  pauses: Answer<'pauses'>['items'];
  exemptions: Answer<'exemptions'>['items'];
  filters: Answer<'savedFilters'>['items'];
  votes: Map<string, Items<Answer<'questions'>>['votes']>;
  modes: Map<string, Answer<'control'>['control']['modes']>;
  changed: string[];
  exports: Map<string, { readonly at: number; readonly format: string }>;
}

export const accounts: Readonly<Record<string, string>> = {
  '111122223333': 'shop-production',
  '222233334444': 'payments-production',
  '333344445555': 'platform',
  '444455556666': 'sandbox',
};
const people = ['ada', 'grace', 'linus', 'margaret'].map((name) => `assumed-role/developer/${name}@example.com`);
const actors = [...people, 'assumed-role/ci-deploy/run-8812', 'user/contractor', 'assumed-role/ci-deploy/run-9120'];

export function makeWorld(now: Date, size = 420): World {
  const cards: readonly Card[] = JSON.parse(readFileSync(new URL('../../docs/controls/cards.json', import.meta.url), 'utf8'));
  const random = seeded(1948);
  const made = Array.from({ length: size }, (_, index) => drift(index, { random, now }));
  const scenarioOf = new Map(made.map(({ remediation, scenario }) => [remediation.id, scenario]));
  const remediations = made.map(({ remediation }) => remediation).sort((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  return {
    now,
    cards,
    remediations,
    scenarioOf,
    pauses: pastPauses(now),
    exemptions: someExemptions(now),
    filters: [{ name: 'Failed in production', filter: { status: ['failed', 'verification-failed'], account: ['111122223333'] } }],
    votes: new Map(),
    modes: new Map(),
    changed: [],
    exports: new Map(),
  };
}

/** One more drift, as it begins: for watching the page follow. */
export function another(world: World, status: Status = 'applying'): Remediation {
  const random = seeded(world.remediations.length);
  const { remediation, scenario } = drift(world.remediations.length, { random, now: new Date(), status, age: 0 });
  world.remediations.unshift(remediation);
  world.scenarioOf.set(remediation.id, scenario);
  world.changed.push(remediation.id);
  return remediation;
}

interface Making {
  readonly random: () => number;
  readonly now: Date;
  readonly status?: Status;
  readonly age?: number;
}

function drift(index: number, { random, now, status, age }: Making): { remediation: Remediation; scenario: Scenario } {
  const pick = <Item>(from: readonly Item[]): Item => from[Math.floor(random() * from.length)] as Item;
  const scenario = pick(scenarios);
  const minutes = age ?? (index < 30 ? index * 11 + 1 : random() * 30 * 24 * 60);
  const opened = new Date(now.getTime() - minutes * 60_000);
  const end = status ?? settled(pick(scenario.ends), minutes);
  const resource = pick(scenario.arns);
  const account = resource.split(':')[4] || (resource.includes('platform') ? '333344445555' : '111122223333');
  const region = resource.split(':')[3] || 'eu-central-1';
  const took = 1500 + random() * 9000;
  const ended = new Date(opened.getTime() + took);
  const id = `r-${Math.floor(random() * 36 ** 10).toString(36)}0000000000000000`.slice(0, 13) + index.toString(36).padStart(5, '0');
  return {
    scenario,
    remediation: {
      id,
      control: scenario.control,
      account,
      region,
      resource,
      status: end,
      because: becauses[end],
      ...(end !== 'held' && { risk: scenario.risk, planDigest: digestLike(random) }),
      actor: `arn:aws:${pick(actors).includes('user/') ? 'iam' : 'sts'}::${account}:${pick(actors)}`,
      event: scenario.event,
      openedAt: opened.toISOString(),
      updatedAt: ended.toISOString(),
      ...(isClosed(end) && { closedAt: ended.toISOString() }),
      sequence: 4,
      tip: digestLike(random),
    },
  };
}

/** Only what is young still waits. */
function settled(end: Status, minutes: number): Status {
  return end === 'awaiting-approval' && minutes > 24 * 60 ? 'remediated' : end;
}

export const becauses: Readonly<Record<Status, string>> = {
  observed: 'the policy only observes disruptive changes in sandbox',
  held: 'its policy could not be read: AccessDenied',
  'awaiting-approval': 'the policy asks before disruptive changes in production',
  applying: 'the policy consents to safe changes',
  remediated: 'the control found it compliant afterwards',
  rejected: 'grace@example.com rejected: the partner still needs this until Friday',
  expired: 'nobody answered within 3 days',
  stale: 'the resource changed since the plan was made',
  'verification-failed': 'the resource did not show the change within 8 minutes',
  failed: 'ec2:RevokeSecurityGroupIngress was refused: UnauthorizedOperation',
  undone: 'ada@example.com took it back: the invoices are meant to be public this week',
};

function pastPauses(now: Date): World['pauses'] {
  const at = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
  return [
    {
      id: 'p-0002',
      scope: { kind: 'control', control: 'rds.instance-private' },
      says: 'the control rds.instance-private',
      by: 'ada@example.com',
      reason: 'The migration of ledger connects from outside tonight',
      at: at(30),
      endedAt: at(20),
      endedBy: 'grace@example.com',
      endedBecause: 'The migration is done',
    },
    {
      id: 'p-0001',
      scope: { kind: 'everything' },
      says: 'everything',
      by: 'grace@example.com',
      reason: 'Incident 4411: we want to see the accounts as they are',
      at: at(240),
      endedAt: at(238),
      endedBy: 'grace@example.com',
      endedBecause: 'Incident 4411 is over',
    },
  ];
}

function someExemptions(now: Date): World['exemptions'] {
  const at = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString();
  return [
    {
      id: 'e-0001',
      control: 's3.bucket-closed-to-public',
      scope: { kind: 'resource', account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::shop-press-kit' },
      says: 'arn:aws:s3:::shop-press-kit',
      owner: 'ada@example.com',
      reason: 'The press kit is meant for everybody',
      from: at(-12),
      until: at(18),
    },
    {
      id: 'e-0002',
      control: 'ec2.*',
      scope: { kind: 'tag', key: 'purpose', value: 'pentest' },
      says: 'everything tagged purpose=pentest',
      owner: 'grace@example.com',
      reason: 'Yearly penetration test',
      from: at(-2),
      until: at(1.5),
    },
    {
      id: 'e-0003',
      control: 'logs.group-retained',
      scope: { kind: 'account', account: '444455556666' },
      says: 'the account 444455556666',
      owner: 'linus@example.com',
      reason: 'Nobody keeps logs of the sandbox',
      from: at(-40),
      until: at(50),
    },
  ];
}

function digestLike(random: () => number): string {
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** Mulberry32: small, and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
