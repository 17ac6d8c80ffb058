import { card } from '../../../catalogue/derive/card.ts';
import { page } from '../../../catalogue/derive/page.ts';
import { catalogue } from '../../../catalogue/index.ts';
import type { Export, Pause, SavedFilter } from '../../../functions/api/shapes.ts';
import type { RunningExemption, World } from '../../../functions/api/world.ts';
import type { Asked } from '../../../functions/aws/questions.ts';
import type { Vote } from '../../../functions/domain/approval.ts';
import { type Config, parseConfig } from '../../../functions/domain/config.ts';
import { saysScope } from '../../../functions/domain/exemption.ts';
import { Finding } from '../../../functions/domain/finding.ts';
import { detailOf, type Remediation } from '../../../functions/domain/history.ts';
import type { ModeSet } from '../../../functions/domain/switches.ts';
import { diffOf } from '../../../functions/question/diff.ts';
import { account, actingConfig, region, secondAccount } from '../environment.ts';
import type { Chain } from './chains.ts';
import { fakeHistory } from './fake-history.ts';
import { fakeStore } from './fake-store.ts';

export const taskToken = 'token-that-nobody-sees';

interface Given {
  /** What happened, by the remediation's id. Whoever hands it in may let more happen. */
  readonly chains: Map<string, Chain>;
  readonly config: Config;
  readonly pauses: readonly Pause[];
  readonly exemptions: readonly RunningExemption[];
}

const cards = catalogue.map((control) => ({ ...card(control), ...(control.needs && { needs: control.needs }) }));

/** A world in memory that behaves: what is done to it shows in what it answers afterwards. */
export function fakeWorld(now = new Date(), given: Partial<Given> = {}): World {
  const chains = given.chains ?? new Map(fakeHistory(now).map((chain) => [chain.head.id, chain]));
  const questions = new Map([...chains.values()].flatMap((chain) => questionIn(chain.head, chain.entries[0])));
  const config = given.config ?? parseConfig({ ...actingConfig, console: {} });
  return {
    config,
    version: '0.1.0',
    hub: { account, region },
    store: fakeStore(chains),
    history: {
      head: async (id) => chains.get(id)?.head,
      entries: async (id) => chains.get(id)?.entries ?? [],
    },
    questions: fakeQuestions(questions),
    exempting: fakeExempting(now, given.exemptions),
    switches: fakeSwitches(given.pauses ?? twoStops(now)),
    undoing: {
      preview: async ({ id }) => previewOf(chains.get(id)),
      start: async ({ id }) =>
        chains.get(id)?.head.status === 'remediated'
          ? { outcome: 'started', remediation: 'r-0000000000000undo', says: ['Open it again'] }
          : {
              outcome: 'refused',
              because: `it is ${chains.get(id)?.head.status}: only what was remediated can be undone`,
            },
    },
    exporting: fakeExporting(),
    filters: fakeFilters(),
    cards: {
      all: () => cards,
      page: (id) => {
        const control = catalogue.find((one) => one.id === id);
        return control && page(control);
      },
    },
  };
}

type Entry = Awaited<ReturnType<World['history']['entries']>>[number];

function questionIn(head: Remediation, first: Entry | undefined): (readonly [string, Asked])[] {
  if (head.status !== 'awaiting-approval' || first === undefined) {
    return [];
  }
  const expiresAt = new Date(Date.parse(head.openedAt) + 72 * 3_600_000).toISOString();
  const finding = Finding.parse(detailOf(first)['finding']);
  const { planDigest = '', openedAt: askedAt } = head;
  return [[head.id, { finding, planDigest, taskToken, askedAt, expiresAt, group: 0, quorum: 1 }]];
}

function fakeQuestions(questions: Map<string, Asked>): World['questions'] {
  const votes = new Map<string, Vote[]>();
  return {
    open: async (limit) => [...questions.values()].slice(0, limit),
    votes: async (id) => votes.get(id) ?? [],
    async vote({ remediation, planDigest, person, via, ballot, now }) {
      const asked = questions.get(remediation);
      if (asked === undefined) {
        return { outcome: 'unknown', says: 'There is no such question (any more).' };
      }
      if (asked.planDigest !== planDigest) {
        return { outcome: 'refused', says: 'That is not the plan that was asked about. Open the question again.' };
      }
      const vote = { person: person.mail, name: person.name, via, ...ballot, at: now.toISOString(), planDigest };
      votes.set(remediation, [vote]);
      questions.delete(remediation);
      return { outcome: 'decided', says: 'You approved the change. It is being made now.' };
    },
  };
}

function fakeExempting(now: Date, given?: readonly RunningExemption[]): World['exempting'] {
  const from = now.toISOString();
  const until = new Date(now.getTime() + 14 * 86_400_000).toISOString();
  const made = (id: string, scope: RunningExemption['scope']): RunningExemption => ({
    id,
    control: 's3.*',
    scope,
    owner: 'ann@example.com',
    reason: 'a migration',
    from,
    until,
  });
  const running = new Map(
    (
      given ?? [
        made('x-own', { kind: 'account', account }),
        made('x-foreign', { kind: 'resource', account: secondAccount, region, arn: 'arn:aws:s3:::theirs' }),
        made('x-tag', { kind: 'tag', key: 'team', value: 'data' }),
      ]
    ).map((one) => [one.id, one]),
  );
  return {
    running: async () => [...running.values()],
    async make({ control, scope, reason }, { owner }) {
      const id = `x-${running.size + 1}`;
      running.set(id, { id, control, scope, owner, reason, from, until });
      return { outcome: 'done', says: `${id}: ${saysScope(scope)} is left alone for ${control} until ${until}` };
    },
    async end(id) {
      return running.delete(id)
        ? { outcome: 'done', says: `${id} has ended, and what it held is judged again` }
        : { outcome: 'refused', because: `${id} has ended already` };
    },
  };
}

function stopOf(id: string, scope: Pause['scope'], by: string, reason: string, at: Date): Pause {
  return {
    id,
    scope,
    says: scope.kind === 'everything' ? 'everything' : Object.values(scope).join(' '),
    by,
    reason,
    at: at.toISOString(),
    endedAt: null,
    endedBy: null,
    endedBecause: null,
  };
}

function twoStops(now: Date): readonly Pause[] {
  return [
    stopOf('p-own', { kind: 'account', account }, 'ann@example.com', 'a release is out', now),
    stopOf('p-foreign', { kind: 'account', account: secondAccount }, 'bob@example.com', 'a fire', now),
  ];
}

function fakeSwitches(pauses: readonly Pause[]): World['switches'] {
  const all = new Map(pauses.map((one) => [one.id, one]));
  const modes = new Map<string, ModeSet>();
  return {
    inForce: async () => ({
      pauses: [...all.values()].filter(({ endedAt }) => endedAt === null),
      modes: [...modes.values()],
    }),
    history: async ({ limit }) => ({ items: [...all.values()].toReversed().slice(0, limit), cursor: null }),
    async pause({ scope, by, reason, now: at }) {
      const pause = stopOf(`p-${all.size + 1}`, scope, by, reason, at);
      all.set(pause.id, pause);
      return pause;
    },
    async resume({ id, by, reason, now: at }) {
      const pause = all.get(id);
      const ended = pause && { ...pause, endedAt: at.toISOString(), endedBy: by, endedBecause: reason };
      if (ended) all.set(id, ended);
      return ended;
    },
    async setMode({ control, account: where, safe, disruptive, by, reason, now: at }) {
      modes.set(`${control} ${where}`, {
        control,
        account: where,
        safe: safe ?? undefined,
        disruptive: disruptive ?? undefined,
        by,
        reason,
        at: at.toISOString(),
      });
    },
  };
}

function fakeExporting(): World['exporting'] {
  const all = new Map<string, { readonly by: string; readonly made: Export }>();
  return {
    async start({ by }) {
      const id = `e-${all.size + 1}`;
      all.set(id, { by, made: { id, status: 'done', rows: 3, url: 'https://example.com/export', because: null } });
      return { id, status: 'running', rows: 0, url: null, because: null };
    },
    async get({ id, by }) {
      const found = all.get(id);
      return found?.by === by ? found.made : undefined;
    },
  };
}

function fakeFilters(): World['filters'] {
  const saved = new Map<string, SavedFilter>();
  const own = (mail: string) => [...saved].filter(([key]) => key.startsWith(`${mail} `)).map(([, filter]) => filter);
  return {
    of: async (mail) => own(mail),
    save: async (mail, filter) => void saved.set(`${mail} ${filter.name}`, filter),
    drop: async (mail, name) => saved.delete(`${mail} ${name}`),
  };
}

function previewOf(chain: ReturnType<typeof fakeHistory>[number] | undefined) {
  const finding = chain?.entries[0] && Finding.safeParse(detailOf(chain.entries[0])['finding']).data;
  if (chain?.head.status !== 'remediated' || finding?.verdict.outcome !== 'change') {
    return { possible: false as const, because: `it is ${chain?.head.status}: only what was remediated can be undone` };
  }
  const { plan } = finding.verdict;
  return {
    possible: true as const,
    calls: [...(plan.undo ?? [])],
    diff: [...diffOf(plan.after, finding.state)],
    risk: plan.risk,
    consent: 'ask' as const,
    moved: 'no' as const,
    maximumDays: 90,
  };
}
