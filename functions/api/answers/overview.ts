import type { Answers } from '../asked.ts';
import type { Count } from '../needs.ts';
import { missing } from '../problems.ts';
import type { Overview, Remediations } from '../shapes.ts';
import type { View } from '../view.ts';
import { daysBack, daysBetween } from './days.ts';
import { needsOf } from './needed.ts';
import { percentile, summed } from './sums.ts';

type Items = Remediations['items'];

/** Of the held ones, so many are looked through for their reasons; of the failed ones, so many for what came after. */
const mostHeld = 200;
const mostFailed = 20;
const mostShown = 10;

export const overview: Answers<'overview'> = {
  async overview({ query: { days, account }, view, now }) {
    if (account !== undefined && !view.known.some(({ id }) => id === account)) {
      throw missing(`account ${account}`);
    }
    const isShown = (one: { readonly account: string }) => account === undefined || one.account === account;
    const range = daysBack(days, now);
    const about = { ...(account && { account: [account] }), from: `${range.from}T00:00:00Z` };
    const [counts, questions, { pauses }, held, failed] = await Promise.all([
      view.counts(range).then((all) => all.filter(isShown)),
      view.openQuestions(),
      view.inForce(),
      view.list({ filter: { ...about, status: ['held'] }, limit: mostHeld }),
      unmended(view, about),
    ]);
    const open = questions.filter(({ finding, expiresAt }) => isShown(finding.target) && new Date(expiresAt) > now);
    const waiting = open.slice(0, mostShown).map(({ finding }) => view.remediation(finding.id));
    return {
      ...figures(counts, daysBetween(range)),
      practices: practicesOf(counts, view),
      accounts: accountsOf(counts, view),
      openQuestions: open.length,
      waiting: await Promise.all(waiting),
      held: reasonsOf(held.items),
      pauses: [...pauses],
      needs: needsOf({ questions: open, failed, held: held.items, pauses }),
    };
  },
};

/** What failed and nothing came after: a later remediation of the same resource has seen it since. */
async function unmended(view: View, about: object): Promise<Items> {
  const { items } = await view.list({
    filter: { ...about, status: ['failed', 'verification-failed'] },
    limit: mostFailed,
  });
  const latest = await Promise.all(
    items.map(async ({ account, region, resource }) => {
      const filter = { account: [account], region: [region], resource: [resource] };
      return (await view.list({ filter, limit: 1 })).items[0];
    }),
  );
  return items.filter(({ id }, index) => latest[index] === undefined || latest[index].id === id);
}

function figures(
  counts: readonly Count[],
  days: readonly string[],
): Pick<Overview, 'days' | 'timeToSafe' | 'noisyControls' | 'noisyActors'> {
  const buckets = summed(counts.map(({ timeToSafe }) => timeToSafe));
  return {
    days: days.map((day) => {
      const { opened, ...rest } = tallied(counts.filter((count) => count.day === day));
      return { day, opened, remediated: rest.remediated, held: rest.held, failed: rest.failed };
    }),
    timeToSafe: {
      p50: percentile(buckets, 0.5),
      p95: percentile(buckets, 0.95),
      count: Object.values(buckets).reduce((sum, count) => sum + count, 0),
    },
    noisyControls: noisiest(summed(counts.map(({ control, opened }) => ({ [control]: opened })))),
    noisyActors: noisiest(summed(counts.map(({ actors }) => actors))),
  };
}

interface Tallied {
  readonly opened: number;
  readonly remediated: number;
  readonly held: number;
  readonly failed: number;
  /** What drifted and is not known to be safe now: it waits, is held, or failed. */
  readonly unsafe: number;
}

function tallied(counts: readonly Count[]): Tallied {
  const by = summed(counts.map(({ byStatus }) => byStatus));
  const sum = (...names: readonly string[]) => names.reduce((total, name) => total + (by[name] ?? 0), 0);
  return {
    opened: counts.reduce((total, { opened }) => total + opened, 0),
    remediated: sum('remediated'),
    held: sum('held'),
    failed: sum('failed', 'verification-failed'),
    unsafe: sum('awaiting-approval', 'applying', 'held', 'failed', 'verification-failed'),
  };
}

function practicesOf(counts: readonly Count[], view: View): Overview['practices'] {
  const practices = new Map<string, string>(view.common.cards.all().map(({ id, practice }) => [id, practice]));
  return grouped(counts, ({ control }) => practices.get(control) ?? 'no longer in the catalogue').map(
    ([practice, { opened, remediated, unsafe }]) => ({ practice, opened, remediated, unsafe }),
  );
}

function accountsOf(counts: readonly Count[], view: View): Overview['accounts'] {
  const names = new Map(view.known.map(({ id, name }) => [id, name ?? id]));
  return grouped(counts, ({ account }) => account).map(([account, { opened, remediated, unsafe }]) => ({
    account,
    name: names.get(account) ?? account,
    opened,
    remediated,
    unsafe,
  }));
}

/** The groups, with the most that is unsafe first. */
function grouped(counts: readonly Count[], keyOf: (count: Count) => string): readonly (readonly [string, Tallied])[] {
  const keys = [...new Set(counts.map(keyOf))];
  return keys
    .map((key) => [key, tallied(counts.filter((count) => keyOf(count) === key))] as const)
    .toSorted(([, a], [, b]) => b.unsafe - a.unsafe || b.opened - a.opened);
}

function noisiest(sums: Readonly<Record<string, number>>): Overview['noisyControls'] {
  return Object.entries(sums)
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, mostShown);
}

function reasonsOf(held: Items): Overview['held'] {
  const becauses = [...new Set(held.map(({ because }) => because))];
  return becauses
    .map((because) => {
      const same = held.filter((one) => one.because === because);
      return { because, count: same.length, example: same[0]?.id ?? '' };
    })
    .toSorted((a, b) => b.count - a.count)
    .slice(0, mostShown);
}
