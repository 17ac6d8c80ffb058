import type { Evidence } from './evidence.ts';
import type { Window } from './judge.ts';

/** What is trimmed, and what is known of it. Times are ISO 8601 UTC. */
export interface Subject {
  /** The ARN of a managed policy, or `null` for one that is part of its principal. */
  readonly managed: string | null;
  /** When its text was last changed; `null` where nobody says, as IAM never does of a principal's own policies. */
  readonly changedAt: string | null;
  /** Whether it bounds the permissions of anybody. */
  readonly bounds?: boolean;
  readonly principals: readonly Principal[];
  readonly evidence: readonly Evidence[];
}

interface Principal {
  readonly arn: string;
  readonly createdAt: string;
  /** The ARN of the managed policy that bounds it. */
  readonly boundary: string | null;
}

/** IAM user guide, "IAM and AWS STS quotas": the most characters of a policy, white space left out. */
export const mostCharacters = { managed: 6_144, role: 10_240, user: 2_048, group: 5_120 } as const;

const day = 86_400_000;

/** Why a policy is not to be trimmed, each a clause; none where it may be. */
export function refusals(subject: Subject, { now, days }: Window): readonly string[] {
  const start = now.getTime() - days * day;
  const isYoung = (at: string) => Date.parse(at) > start;
  const { managed, changedAt, bounds, principals, evidence } = subject;
  return [
    ...(managed?.split(':')[4] === 'aws' ? ['AWS keeps it: a copy of it can be trimmed and put in its place'] : []),
    ...(bounds || principals.some(({ boundary }) => boundary !== null && boundary === managed)
      ? ['it bounds the permissions of a principal']
      : []),
    ...((changedAt === null ? managed !== null : isYoung(changedAt))
      ? [`it was changed within the last ${days} days`]
      : []),
    ...(principals.length === 0 ? ['nobody holds it, so nothing tells what it is for'] : []),
    ...principals.filter(({ createdAt }) => isYoung(createdAt)).map(({ arn }) => `${arn} is younger than ${days} days`),
    ...principals
      .filter(({ arn }) => !evidence.some(({ principal }) => principal === arn))
      .map(({ arn }) => `what ${arn} uses is not known`),
    ...evidence.flatMap((one) => doubts(one, { now, start })),
  ];
}

function doubts(
  { principal, isComplete, reportedAt, trailSince, unseen }: Evidence,
  { now, start }: { now: Date; start: number },
): readonly string[] {
  return [
    ...(isComplete ? [] : [`the report on ${principal} is not complete`]),
    ...(now.getTime() - Date.parse(reportedAt) > day ? [`the report on ${principal} is older than a day`] : []),
    ...(trailSince !== null && Date.parse(trailSince) > start ? [`the trail has a gap within the window`] : []),
    ...(unseen === undefined ? [] : [`what ${principal} did last is not known: ${unseen}`]),
  ];
}

/** Whether a text is longer than IAM takes, where it stands. */
export function isTooLong(document: string, where: keyof typeof mostCharacters): boolean {
  return document.replace(/\s/g, '').length > mostCharacters[where];
}
