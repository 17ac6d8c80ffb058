import type { ModeSet } from '../domain/switches.ts';
import type * as shapes from './shapes.ts';
import type { Pause, UndoPreview } from './shapes.ts';

/** What the API's answers are made from. Each part is a module of its own under `functions/`; tests hand in others. */
export interface Needs {
  readonly store: Store;
  readonly switches: Switches;
  readonly undoing: Undoing;
  readonly exporting: Exporting;
}

/** `accounts` is what the one who asks may see: `['*']` for all. Nothing else is ever read or counted. */
interface Scoped {
  readonly accounts: readonly string[];
}

export interface Listing extends Scoped {
  readonly filter: shapes.Filter;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What was counted on one day for one control in one account. */
export interface Count {
  /** `2026-01-31`, UTC, when the remediations were opened. */
  readonly day: string;
  readonly account: string;
  readonly control: string;
  readonly opened: number;
  /** How many of those opened that day have which status now. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Seconds from the event to the verified mend, of what was mended without asking: how many in each bucket, by its upper bound. */
  readonly timeToSafe: Readonly<Record<string, number>>;
  readonly actors: Readonly<Record<string, number>>;
}

export interface Store {
  /** Newest first. @throws {BadCursor} where a cursor is not one of ours, or of another filter. */
  list(listing: Listing): Promise<shapes.Remediations>;
  /** `from` and `to` are days, both included. */
  counts(of: Scoped & { readonly from: string; readonly to: string }): Promise<readonly Count[]>;
  /** Which remediations changed after a cursor; without one, just where we are now. */
  changes(after: string | undefined): Promise<shapes.Changes>;
}

export interface Switches {
  /** What is stopped now, and the modes that are set. Strongly consistent. */
  inForce(): Promise<{ readonly pauses: readonly Pause[]; readonly modes: readonly ModeSet[] }>;
  /** Every stop that there was, newest first. */
  history(page: {
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<{ items: Pause[]; cursor: string | null }>;
  pause(of: {
    readonly scope: Pause['scope'];
    readonly by: string;
    readonly reason: string;
    readonly now: Date;
  }): Promise<Pause>;
  /** `undefined` where there is no such stop in force. */
  resume(of: {
    readonly id: string;
    readonly by: string;
    readonly reason: string;
    readonly now: Date;
  }): Promise<Pause | undefined>;
  /** `null` gives a risk back to the configuration. */
  setMode(of: {
    readonly control: string;
    readonly account: string;
    readonly safe: ModeSet['safe'] | null;
    readonly disruptive: ModeSet['disruptive'] | null;
    readonly by: string;
    readonly reason: string;
    readonly now: Date;
  }): Promise<void>;
}

interface Undoing {
  /** `owner` asks for it: somebody else would have to agree. */
  preview(of: { readonly id: string; readonly owner: string }): Promise<UndoPreview>;
  /** Starts it for `owner`, whom the caller has made sure of. */
  start(of: {
    readonly id: string;
    readonly owner: string;
    readonly reason: string;
    readonly days: number;
  }): Promise<
    | { readonly outcome: 'started'; readonly remediation: string; readonly says: readonly string[] }
    | { readonly outcome: 'refused'; readonly because: string }
  >;
}

export interface Exporting {
  start(
    of: Scoped & { readonly format: 'csv' | 'jsonl'; readonly filter: shapes.Filter; readonly by: string },
  ): Promise<shapes.Export>;
  /** `undefined` where there is none of this person. */
  get(of: { readonly id: string; readonly by: string }): Promise<shapes.Export | undefined>;
}
