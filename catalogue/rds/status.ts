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

/** RDS shows what belongs to other services, too. They have their own API, and what they make of this one is not known. */
export function isForeignEngine(engine: string): boolean {
  return /^(neptune|docdb)/.test(engine);
}
