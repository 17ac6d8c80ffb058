import type { Finding, Status } from '../../../functions/domain/finding.ts';
import { type Entry, isClosed, type Remediation, seal, startOf } from '../../../functions/domain/history.ts';

export interface Turn {
  readonly status: Status;
  readonly because: string;
  readonly detail: unknown;
  /** Milliseconds after the one before. */
  readonly after: number;
}

export interface Chain {
  readonly head: Remediation;
  readonly entries: readonly Entry[];
}

/** A remediation's history as the workflow writes it, from its first turn to its last. */
export function chainOf(finding: Finding, opened: Date, turns: readonly Turn[]): Chain {
  let head = startOf(finding, { because: turns[0]?.because ?? '' }, opened);
  let time = opened.getTime();
  const entries = turns.map(({ status, because, detail, after }) => {
    time += after;
    const at = new Date(time).toISOString();
    const entry = seal({
      remediation: head.id,
      sequence: head.sequence + 1,
      at,
      status,
      because,
      detail: JSON.stringify(detail),
      previous: head.tip,
    });
    head = {
      ...head,
      status,
      because,
      updatedAt: at,
      sequence: entry.sequence,
      tip: entry.hash,
      ...(isClosed(status) && { closedAt: at }),
    };
    return entry;
  });
  return { head, entries };
}

type Action = 'observe' | 'hold' | 'ask' | 'apply';
const statusOf = { observe: 'observed', hold: 'held', ask: 'awaiting-approval', apply: 'applying' } as const;

export function opening(finding: Finding, action: Action, because: string): Turn {
  return { status: statusOf[action], because, detail: { finding, decision: { action, because } }, after: 0 };
}

/** How a mend ends that was made and read back. */
export function mended(finding: Finding, readAt: string): Turn {
  const plan = finding.verdict.outcome === 'change' ? finding.verdict.plan : undefined;
  const calls = plan?.apply.map(({ call, says }) => ({ call, says, requestId: 'request-1', milliseconds: 42 })) ?? [];
  return {
    status: 'remediated',
    because: 'the control found it compliant when it was read back',
    detail: {
      approval: null,
      applied: { calls, undo: plan?.undo ?? null, at: readAt },
      verified: { state: plan?.after ?? null, at: readAt },
      execution: `arn:aws:states:eu-central-1:111122223333:execution:Homeostat-remediate:${finding.id}`,
    },
    after: 1_200,
  };
}

export function failed(status: 'failed' | 'verification-failed', because: string): Turn {
  return { status, because, detail: { approval: null, applied: null, verified: null }, after: 3_000 };
}
