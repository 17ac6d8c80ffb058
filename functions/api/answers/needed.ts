import type { Asked } from '../../aws/questions.ts';
import type { Overview, Pause, Remediations } from '../shapes.ts';

type Items = Remediations['items'];
type Need = Overview['needs'][number];

export interface Found {
  /** Oldest first. */
  readonly questions: readonly Asked[];
  readonly failed: Items;
  readonly held: Items;
  readonly pauses: readonly Pause[];
}

/** One sentence for each thing that needs somebody now, the worst first. `to` is where the page shows it. */
export function needsOf({ questions, failed, held, pauses }: Found): Need[] {
  const unreadable = held.filter(({ because }) => /could not be read/.test(because));
  return [
    ...failures(failed),
    ...waiting(questions),
    ...pauses.map(
      (pause): Need => ({
        says: `${saysStopped(pause.scope)} since ${pause.at}, by ${pause.by}: ${pause.reason}`,
        to: '/settings',
        severity: 'warning',
      }),
    ),
    ...some(unreadable, (many) => ({
      says: `${many} could not be read, so nobody knows whether ${unreadable.length === 1 ? 'it is' : 'they are'} safe.`,
      to: '/remediations?status=held&contains=could%20not%20be%20read',
      severity: 'warning',
    })),
  ];
}

function failures(failed: Items): Need[] {
  const unverified = failed.filter(({ status }) => status === 'verification-failed');
  const broken = failed.filter(({ status }) => status === 'failed');
  return [
    ...some(broken, (many) => ({
      says: `${many} could not be changed: look at what was done and undone.`,
      to: '/remediations?status=failed',
      severity: 'error',
    })),
    ...some(unverified, (many) => ({
      says: `${many} did not show the change that was made.`,
      to: '/remediations?status=verification-failed',
      severity: 'error',
    })),
  ];
}

function waiting(questions: readonly Asked[]): Need[] {
  const [soonest] = questions.map(({ expiresAt }) => expiresAt).toSorted();
  const count = questions.length;
  return soonest === undefined
    ? []
    : [
        {
          says: `${count === 1 ? 'One question waits' : `${count} questions wait`} for an answer, the first until ${soonest}.`,
          to: '/approvals',
          severity: 'warning',
        },
      ];
}

function saysStopped(scope: Pause['scope']): string {
  switch (scope.kind) {
    case 'everything':
      return 'All changes are stopped';
    case 'account':
      return `Changes in account ${scope.account} are stopped`;
    case 'control':
      return `Changes by ${scope.control} are stopped`;
    default:
      return scope satisfies never;
  }
}

function some(items: Items, say: (many: string) => Need): Need[] {
  const count = new Set(items.map(({ account, region, resource }) => `${account} ${region} ${resource}`)).size;
  return count === 0 ? [] : [say(count === 1 ? 'One resource' : `${count} resources`)];
}
