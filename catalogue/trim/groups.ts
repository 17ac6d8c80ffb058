import * as z from 'zod';
import { serviceOf } from './service-of.ts';
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
  const each = [...new Map(reasons.map((reason) => [reason.action, reason])).values()].map(keyed);
  const rest = restOf(each);
  const groups = new Map<
    string,
    { readonly keep: boolean; readonly because: string; actions: Set<string>; count: number }
  >();
  for (const { key, service, action, keep, because } of each) {
    const group = groups.get(key) ?? { keep, because, actions: new Set<string>(), count: 0 };
    group.actions.add(rest.get(service) === key ? `${service}:*` : action);
    group.count += 1;
    groups.set(key, group);
  }
  const told = (kept: boolean): readonly Group[] =>
    [...groups.values()].flatMap(({ keep, because, actions, count }) =>
      keep === kept ? [{ because, count, actions: [...actions] }] : [],
    );
  return { goes: told(false), stays: told(true) };
}

interface Keyed extends Judged {
  readonly action: string;
  readonly service: string;
  /** The same for all that stay, or go, for one reason. */
  readonly key: string;
}

function keyed({ action, keep, because }: Reason): Keyed {
  return { action, keep, because, service: serviceOf(action), key: `${keep} ${because}` };
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
function restOf(each: readonly Keyed[]): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { service, key } of each) {
    const ofService = counts.get(service) ?? new Map<string, number>();
    ofService.set(key, (ofService.get(key) ?? 0) + 1);
    counts.set(service, ofService);
  }
  return new Map(
    [...counts].flatMap(([service, ofService]) => {
      const [most] = [...ofService].toSorted(([, a], [, b]) => b - a);
      return most !== undefined && most[1] > named ? [[service, most[0]]] : [];
    }),
  );
}
