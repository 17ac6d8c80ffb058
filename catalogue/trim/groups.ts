import * as z from 'zod';
import { serviceOf } from './known-actions.ts';
import type { Judged, Reason } from './trim.ts';

/**
 * Actions of a policy that stay, or go, for one reason. `ec2:*` stands for every action of ec2 that the policy grants and no
 * group names: a policy that grants everything would take half a megabyte to tell of otherwise.
 */
export const Group = z.object({
  /** A clause. */
  because: z.string(),
  /** How many actions there are. */
  count: z.int(),
  actions: z.array(z.string()),
});
export type Group = z.infer<typeof Group>;

export interface Grouped {
  readonly goes: readonly Group[];
  readonly stays: readonly Group[];
}

/** So many actions of a service are named, whatever their reason. */
const named = 12;

/** Why each action stays or goes, told in as few words as say it exactly. */
export function grouped(reasons: readonly Reason[]): Grouped {
  const each = new Map(reasons.map((reason) => [reason.action, reason]));
  const rest = restOf([...each.values()]);
  const groups = new Map<string, { readonly reason: Judged; actions: Set<string>; count: number }>();
  for (const reason of each.values()) {
    const group = groups.get(keyOf(reason)) ?? { reason, actions: new Set<string>(), count: 0 };
    const service = serviceOf(reason.action);
    group.actions.add(rest.get(service) === keyOf(reason) ? `${service}:*` : reason.action);
    group.count += 1;
    groups.set(keyOf(reason), group);
  }
  const all = [...groups.values()].map(({ reason, actions, count }) => ({ ...reason, count, actions: [...actions] }));
  const told = (keep: boolean): readonly Group[] =>
    all.flatMap(({ keep: kept, ...group }) => (kept === keep ? [group] : []));
  return { goes: told(false), stays: told(true) };
}

/** What groups say of each action. Of what none of them speaks, that it stays. */
export function saidBy({ goes, stays }: Grouped): (action: string) => Judged {
  const said = new Map([...entriesOf(stays, true), ...entriesOf(goes, false)]);
  return (action) =>
    said.get(action) ?? said.get(`${serviceOf(action)}:*`) ?? { keep: true, because: 'nothing is known of it' };
}

function entriesOf(groups: readonly Group[], keep: boolean): readonly (readonly [string, Judged])[] {
  return groups.flatMap(({ because, actions }) => actions.map((action) => [action, { keep, because }] as const));
}

/** The reason that most actions of a service share, where there are too many to name. */
function restOf(reasons: readonly Reason[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const reason of reasons) {
    const ofService = counts.get(serviceOf(reason.action)) ?? new Map<string, number>();
    ofService.set(keyOf(reason), (ofService.get(keyOf(reason)) ?? 0) + 1);
    counts.set(serviceOf(reason.action), ofService);
  }
  return new Map(
    [...counts].flatMap(([service, ofService]) => {
      const [most] = [...ofService].toSorted(([, a], [, b]) => b - a);
      return most !== undefined && most[1] > named ? [[service, most[0]]] : [];
    }),
  );
}

function keyOf({ keep, because }: Judged): string {
  return `${keep} ${because}`;
}
