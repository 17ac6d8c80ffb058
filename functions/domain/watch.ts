/** What became of a watch so far. */
export interface Tried {
  readonly tries: number;
  /** The latest answer to a refused call: the undo that was started, or the call that people were told of. */
  readonly latest?: string | undefined;
  /** ISO 8601 UTC. */
  readonly latestAt?: string | undefined;
}

const hour = 3_600_000;
const longest = 7 * 24 * hour;

/**
 * Whether a refused call is to be answered once more. The first answer is mostly the last. One that came to nothing, because
 * changes were stopped or the policy was changed since, is tried again after an hour, then two, then four, up to a week: who
 * keeps calling does not write to people all day.
 */
export function mayTryAgain({ tries, latestAt }: Tried, now: Date): boolean {
  return latestAt === undefined || now.getTime() >= Date.parse(latestAt) + Math.min(longest, hour * 2 ** (tries - 1));
}

/** An item of DynamoDB takes 400 KB. */
const mostCharacters = 200_000;

/** The actions as one item holds them; of very many, their services. A refused call may then count that was never taken away. */
export function inItem(actions: readonly string[]): readonly string[] {
  return JSON.stringify(actions).length <= mostCharacters
    ? actions
    : [...new Set(actions.map((action) => (action.includes(':') ? `${action.split(':', 1)[0]}:*` : action)))];
}
