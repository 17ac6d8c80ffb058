import type { Actor } from './finding.ts';
import { matchesAny } from './glob.ts';
import type { Approver } from './people.ts';

/** The approver who has this mail address. */
export function byMail(approvers: readonly Approver[], mail: string): Approver | undefined {
  return approvers.find((approver) => isSame(approver.mail, mail));
}

/** The approver whom an AWS identity was mapped to. A session name alone is no proof: whoever assumes a role can choose it. */
export function byArn(approvers: readonly Approver[], arn: string): Approver | undefined {
  return approvers.find(({ aws }) => matchesAny(aws, arn));
}

/** The approver whom a Slack member is: by the mapped id, or else by the mail that Slack has confirmed. */
export function bySlack(
  approvers: readonly Approver[],
  member: { readonly id: string; readonly confirmedMail: string | undefined },
): Approver | undefined {
  const mapped = approvers.find(({ slack }) => slack === member.id);
  const mail = member.confirmedMail;
  return mapped ?? (mail ? approvers.find((one) => one.slack === undefined && isSame(one.mail, mail)) : undefined);
}

/**
 * Whether an approver is who caused the drift, however they came: by a mapped identity, or by a session, user or source
 * identity that bears their mail or its first part. When in doubt they are: somebody else decides then.
 */
export function isActor({ mail, aws }: Approver, { arn, sourceIdentity = '' }: Actor): boolean {
  const names = [sourceIdentity, arn.split('/').at(-1) ?? ''].filter((name) => name !== '');
  const own = [mail, mail.split('@')[0] ?? mail];
  return matchesAny(aws, arn) || matchesAny(aws, sourceIdentity) || names.some((name) => own.some(isSameAs(name)));
}

function isSameAs(name: string): (other: string) => boolean {
  return (other) => isSame(name, other);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
