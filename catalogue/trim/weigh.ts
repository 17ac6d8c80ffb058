import { type Grouped, grouped, saidBy } from './groups.ts';
import { type Holder, judging, usedIn } from './judge.ts';
import { tellsOf } from './notice.ts';
import { optedOutBySid } from './opt-out.ts';
import type { TrimSettings } from './settings.ts';
import { type Judged, type Reason, type Trimmed, trimmed } from './trim.ts';
import type { Notice } from './usage.ts';

/** What became of weighing one policy's text. */
export interface Weighed extends Grouped {
  /** How many actions nobody uses, whether notice was given of them or not. */
  readonly unused: number;
  /** Statements that are a person's to decide, or opted out, each a clause. */
  readonly left: readonly string[];
  /** The actions that it grants and that were used in the window. */
  readonly used: readonly string[];
  /** Why it cannot be judged at all. */
  readonly unreadable?: string;
}

export interface Scales {
  readonly holder: Holder;
  /** What goes once the notice is over; anything that is unused where none was given yet. */
  readonly notice: Notice | null;
  readonly settings: Pick<TrimSettings, 'windowDays' | 'optOutSids'>;
  readonly now: Date;
}

/** Weighs each action that a policy grants: what of it goes, what stays, and why. */
export function weigh(text: string, { holder, notice, settings, now }: Scales): Weighed {
  const window = { now, days: settings.windowDays };
  const judge = judging(holder, window);
  const result = trimmed(text, { judge, optedOut: optedOutBySid(settings.optOutSids) });
  if (result.outcome === 'unreadable') {
    return { goes: [], stays: [], unused: 0, left: [], used: [], unreadable: result.because };
  }
  const announced = announcedBy(notice);
  const unused = result.reasons.filter(({ keep }) => !keep);
  return {
    ...grouped(
      result.reasons.map((reason) => (reason.keep || announced(reason.action) ? reason : unannounced(reason))),
    ),
    unused: new Set(unused.map(({ action }) => action)).size,
    left: result.left,
    used: [...new Set(result.reasons.map(({ action }) => action))].filter(usedIn(holder.evidence, window)),
  };
}

/** The text without what goes. */
export function without(text: string, groups: Grouped, { optOutSids }: Pick<TrimSettings, 'optOutSids'>): Trimmed {
  return trimmed(text, { judge: saidBy(groups), optedOut: optedOutBySid(optOutSids) });
}

/** The text with nothing but what is used: what a trimmed one has to grant at the least. */
export function onlyUsed(
  text: string,
  used: readonly string[],
  { optOutSids }: Pick<TrimSettings, 'optOutSids'>,
): Trimmed {
  const actions = new Set(used);
  const judge = (action: string): Judged => ({ keep: actions.has(action), because: 'it is used or not' });
  return trimmed(text, { judge, optedOut: optedOutBySid(optOutSids) });
}

/** Only what notice was given of goes, and no notice yet is notice of everything: it is what the notice will name. */
function announcedBy(notice: Notice | null): (action: string) => boolean {
  const removals = new Set(notice?.removals);
  return (action) => notice === null || tellsOf(removals, action);
}

function unannounced(reason: Reason): Reason {
  return { ...reason, keep: true, because: 'it is not used, and no notice was given of it yet' };
}
