import type { Answer } from '../../functions/api/routes.ts';
import type { Remediation } from '../../functions/domain/history.ts';
import { accounts, type World } from './world.ts';

type Overview = Answer<'overview'>;

const unsafe: ReadonlySet<string> = new Set(['held', 'failed', 'verification-failed', 'awaiting-approval', 'applying']);

/** The overview, counted from the made-up world. */
export function overviewOf(world: World): Overview {
  const { remediations, pauses } = world;
  const waiting = remediations.filter(({ status }) => status === 'awaiting-approval');
  const practiceOf = new Map(world.cards.map(({ id, practice }) => [id, practice]));
  return {
    days: daysOf(world),
    timeToSafe: { p50: 4.2, p95: 11.8, count: remediations.filter(({ status }) => status === 'remediated').length },
    practices: [...new Set(practiceOf.values())].map((practice) => ({
      practice,
      ...tally(remediations.filter(({ control }) => practiceOf.get(control) === practice)),
    })),
    accounts: Object.entries(accounts).map(([account, name]) => ({
      account,
      name,
      ...tally(remediations.filter((one) => one.account === account)),
    })),
    openQuestions: waiting.length,
    waiting: waiting.slice(0, 5),
    held: heldOf(remediations),
    noisyControls: top(remediations.map(({ control }) => control)),
    noisyActors: top(remediations.map(({ actor }) => actor)),
    pauses: pauses.filter(({ endedAt }) => endedAt === null),
    needs: needsOf(world, waiting.length),
  };
}

function needsOf({ remediations, pauses }: World, waiting: number): Overview['needs'] {
  const paused = pauses.filter(({ endedAt }) => endedAt === null);
  const failed = remediations.filter(({ status, openedAt }) => status === 'failed' && isYoung(openedAt)).length;
  const unverified = remediations.filter(({ status, openedAt }) => status === 'verification-failed' && isYoung(openedAt));
  return [
    ...paused.map(({ says, by }) => ({ says: `Changes to ${says} are stopped by ${by}`, to: '/settings', severity: 'error' as const })),
    ...(failed > 0
      ? [{ says: `${failed} mends failed since yesterday`, to: '/remediations?status=failed', severity: 'error' as const }]
      : []),
    ...unverified.map(({ id, resource }) => ({
      says: `${resource} does not show its mend`,
      to: `/remediations/${id}`,
      severity: 'error' as const,
    })),
    ...(waiting > 0
      ? [{ says: `${waiting} changes wait for an answer`, to: '/approvals', severity: 'warning' as const }]
      : []),
  ];
}

function isYoung(at: string): boolean {
  return Date.now() - Date.parse(at) < 86_400_000;
}

function daysOf({ remediations, now }: World): Overview['days'] {
  return Array.from({ length: 30 }, (_, index) => {
    const day = new Date(now.getTime() - (29 - index) * 86_400_000).toISOString().slice(0, 10);
    const of = remediations.filter(({ openedAt }) => openedAt.startsWith(day));
    const count = (...statuses: readonly string[]) => of.filter(({ status }) => statuses.includes(status)).length;
    return {
      day,
      opened: of.length,
      remediated: count('remediated'),
      held: count('held'),
      failed: count('failed', 'verification-failed'),
    };
  });
}

function tally(of: readonly Remediation[]) {
  return {
    opened: of.length,
    remediated: of.filter(({ status }) => status === 'remediated').length,
    unsafe: of.filter(({ status }) => unsafe.has(status)).length,
  };
}

function heldOf(remediations: readonly Remediation[]): Overview['held'] {
  const held = remediations.filter(({ status }) => status === 'held');
  return [...new Set(held.map(({ because }) => because))].map((because) => {
    const of = held.filter((one) => one.because === because);
    return { because, count: of.length, example: of[0]?.id ?? '' };
  });
}

function top(names: readonly string[]): Overview['noisyControls'] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 5);
}
