import * as z from 'zod';
import { Change, Finding } from './finding.ts';
import { detailOf, type Entry, flaws, type Remediation } from './history.ts';
import { planDigest } from './plan.ts';
import type { Refusal } from './refused-call.ts';

/** What the last entry of a mend keeps for its undo. */
const Closing = z.object({
  applied: z.object({ undo: z.array(Change).min(1).nullable() }),
  verified: z.object({ state: z.unknown(), at: z.string() }),
});

export interface Wish {
  readonly id: string;
  readonly event: string;
  readonly head: Remediation | undefined;
  readonly entries: readonly Entry[];
  readonly owner: string;
  readonly reason: string;
  readonly days: number;
  readonly now: Date;
  /** The call that was refused, and to whom, where Homeostat takes the mend back by itself; otherwise its owner asks for it. */
  readonly refusal?: Refusal | undefined;
}

export type Undoing =
  | { readonly possible: false; readonly because: string }
  | { readonly possible: true; readonly finding: Finding; readonly says: readonly string[] };

/** The finding whose plan takes a mend back, from the history of that mend alone. */
export function undoOf(wish: Wish): Undoing {
  const { head, entries } = wish;
  if (head === undefined || entries.length === 0) {
    return impossible('there is no such remediation');
  }
  const [flaw] = flaws(entries, head);
  if (flaw !== undefined) {
    return impossible(`its history cannot be trusted: ${flaw}`);
  }
  if (head.status !== 'remediated') {
    return impossible(`it is ${head.status}: only what was remediated can be undone`);
  }
  const opening = Finding.safeParse(entries[0] && detailOf(entries[0])['finding']);
  const closing = Closing.safeParse(detailOf(entries.at(-1) ?? { detail: '' }));
  if (!opening.success || !closing.success || opening.data.verdict.outcome !== 'change') {
    return impossible('its history does not hold what an undo needs');
  }
  const { undo } = closing.data.applied;
  return undo === null
    ? impossible('its plan was irreversible')
    : {
        possible: true,
        finding: findingOf(wish, opening.data, undo, closing.data.verified),
        says: undo.map(({ says }) => says),
      };
}

function findingOf(wish: Wish, mended: Finding, apply: Change[], verified: { state?: unknown; at: string }): Finding {
  const { id, event, owner, reason, days, now, refusal } = wish;
  if (mended.verdict.outcome !== 'change') {
    throw new TypeError(`${mended.id} changed nothing`);
  }
  const { risk, apply: mend } = mended.verdict.plan;
  const { control, target } = mended;
  const state = verified.state ?? null;
  const plan = {
    risk: { level: risk.level, because: `${refusal ? 'Homeostat' : 'an operator'} takes ${mended.id} back: ${reason}` },
    ...reversed(mend, apply),
    after: mended.state,
  };
  return {
    id,
    control,
    target,
    cause: refusal?.cause ?? {
      id: event,
      name: 'undo',
      time: now.toISOString(),
      actor: { type: 'Operator', arn: owner },
    },
    readAt: verified.at,
    state,
    verdict: { outcome: 'change', plan: { digest: planDigest({ control, target, state, ...plan }), ...plan } },
    undoes: mended.id,
    ...(refusal && { unasked: { principal: refusal.principal, actions: [...refusal.actions] } }),
    exemption: { id, control, owner, reason, until: new Date(now.getTime() + days * 86_400_000).toISOString() },
  };
}

/** The calls that undo a mend as calls to make, with the mend's own calls to take them back. */
export function reversed(
  mend: readonly Change[],
  undo: readonly Change[],
): { readonly apply: Change[]; readonly undo: Change[] } {
  return {
    apply: undo.map(({ undoes: _undoes, ...change }) => change),
    undo: mend.map((change, index) => ({
      ...change,
      undoes: undo.findIndex(({ undoes = 0 }) => undoes === index),
    })),
  };
}

function impossible(because: string): Undoing {
  return { possible: false, because };
}
