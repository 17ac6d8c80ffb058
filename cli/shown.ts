import type { Asked } from '../functions/aws/questions.ts';

/** A question as the command shows it. The task token stays where it is. */
export interface Shown {
  readonly id: string;
  readonly control: string;
  readonly resource: string;
  readonly account: string;
  readonly region: string;
  readonly risk: string;
  readonly actor: string;
  readonly planDigest: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly quorum: number;
}

export function shownOf({ finding, planDigest, askedAt, expiresAt, quorum }: Asked): Shown {
  const { id, control, target, cause, verdict } = finding;
  const risk = verdict.outcome === 'change' ? verdict.plan.risk.level : 'unknown';
  const { arn: resource, account, region } = target;
  return {
    id,
    control,
    resource,
    account,
    region,
    risk,
    actor: cause.actor.arn,
    planDigest,
    askedAt,
    expiresAt,
    quorum,
  };
}
