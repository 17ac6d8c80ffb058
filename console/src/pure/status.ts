import type { RiskLevel, Status } from '../../../functions/domain/finding.ts';

/** How a status looks: the kind of sign beside it, and its words. */
interface Look {
  readonly type: 'success' | 'error' | 'warning' | 'info' | 'pending' | 'in-progress' | 'stopped';
  readonly says: string;
  /** What it means, and what to do, for whoever meets it the first time. */
  readonly means: string;
}

export const statuses = {
  observed: { type: 'info', says: 'Observed', means: 'The policy only observes this; nothing was changed.' },
  held: { type: 'warning', says: 'Held', means: 'Nothing was changed, because something was unknown or forbidden it.' },
  'awaiting-approval': {
    type: 'pending',
    says: 'Awaiting approval',
    means: 'An approver was asked, and has not answered.',
  },
  applying: { type: 'in-progress', says: 'Applying', means: 'The calls are being made now.' },
  remediated: { type: 'success', says: 'Remediated', means: 'It was mended, and read back to be sure.' },
  rejected: { type: 'stopped', says: 'Rejected', means: 'An approver said no; nothing was changed.' },
  expired: { type: 'warning', says: 'Expired', means: 'Nobody answered in time; nothing was changed.' },
  stale: { type: 'stopped', says: 'Stale', means: 'The resource changed before the calls; it was judged afresh.' },
  'verification-failed': {
    type: 'error',
    says: 'Verification failed',
    means: 'The calls were made, and the resource does not show it. Look at the resource.',
  },
  failed: {
    type: 'error',
    says: 'Failed',
    means: 'A call failed; those before it were taken back. Look at the reason.',
  },
  undone: { type: 'stopped', says: 'Undone', means: 'The mend was taken back.' },
} as const satisfies Record<Status, Look>;

export function isStatus(text: string): text is Status {
  return Object.hasOwn(statuses, text);
}

export const risks = {
  safe: { type: 'success', says: 'Safe', means: 'Nobody who is allowed in can notice.' },
  disruptive: { type: 'warning', says: 'Disruptive', means: 'Somebody may notice.' },
  irreversible: { type: 'error', says: 'Irreversible', means: 'It cannot be undone.' },
} as const satisfies Record<RiskLevel, Look>;

export function isRisk(text: string): text is RiskLevel {
  return Object.hasOwn(risks, text);
}
