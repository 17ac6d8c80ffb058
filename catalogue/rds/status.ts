import type { Reversible } from '../control.ts';

/**
 * States in which RDS takes a change, or is about to: a change that came before, a backup. All others (being made, stopped,
 * broken, being deleted) are named to people as they are. Source: Amazon RDS user guide, "Viewing instance status".
 */
const settled =
  /^(available|backing-up|modifying|rebooting|resetting-master-credentials|storage-optimization|configuring-[a-z-]+)$/;

/** What an instance or a cluster is in that keeps it from being changed; `null` where nothing does. */
export function stateThatKeeps(status: string | undefined): string | null {
  return status !== undefined && settled.test(status) ? null : (status ?? 'unknown');
}

/** Why RDS changes nothing of an instance or a cluster now, as a clause; `undefined` where it does. */
export function hindrance({
  name,
  keptBy,
}: {
  readonly name: string;
  readonly keptBy: string | null;
}): string | undefined {
  return keptBy === null ? undefined : `${name} is in the state ${keptBy}, in which RDS changes nothing`;
}

/** RDS shows what belongs to other services, too. They have their own API, and what they make of this one is not known. */
export function isForeignEngine(engine: string): boolean {
  return /^(neptune|docdb)/.test(engine);
}

/** Why an instance or a cluster of such an engine is left, as a clause. */
export function strangeness({ name, engine }: { readonly name: string; readonly engine: string }): string {
  return `${name} is of the engine ${engine}, of which it is not known how it takes the change`;
}

/** Of protecting an instance or a cluster against deletion. */
export function riskOfProtecting(name: string): Reversible {
  return { level: 'disruptive', because: `whoever deletes or replaces ${name} has to switch its protection off first` };
}
