import type { Control } from '../../catalogue/control.ts';
import { sha256 } from './digest.ts';
import type { Status } from './finding.ts';
import type { Remediation } from './history.ts';

/** How a resource stands to a control, as far as a remediation tells. */
export type Standing =
  /** It drifted, and is not mended. */
  | 'open'
  | 'mended'
  /** It is not known any more: the resource moved on, or is gone. What it is now, another remediation tells. */
  | 'unknown';

/**
 * What a status says of the resource; undefined where it says nothing new. `undoes` counts how many remediations this one takes
 * back: an undo that went through opens the drift again, and the undo of that undo mends it.
 */
export function standingOf(status: Status, undoes: number): Standing | undefined {
  if (undoes > 0) {
    // One that did not go through left the resource as it was.
    return status === 'undone' ? (undoes % 2 === 1 ? 'open' : 'mended') : undefined;
  }
  switch (status) {
    case 'applying':
      return undefined;
    case 'remediated':
      return 'mended';
    case 'stale':
      return 'unknown';
    case 'observed':
    case 'held':
    case 'awaiting-approval':
    case 'rejected':
    case 'expired':
    case 'verification-failed':
    case 'failed':
    case 'undone':
      return 'open';
    default:
      return status satisfies never;
  }
}

/** What other systems are told: a remediation, how the resource stands now, and the control it is about. */
export interface Reported {
  readonly remediation: Remediation;
  readonly standing: Standing;
  readonly control: Pick<Control, 'title' | 'why' | 'impact' | 'severity' | 'standards' | 'resources'>;
  readonly partition: string;
  /** Where a person reads more; empty where there is no console. */
  readonly link: string;
}

/** One control and one resource have one finding, however often it drifts. */
export function findingUid({ control, account, region, resource }: Remediation): string {
  return `homeostat/${control}/${sha256(`${account}#${region}#${resource}`).toString('hex')}`;
}

/** What a person may do about it. */
export function advice({ remediation: { id, status, because }, standing }: Reported): string {
  if (standing === 'mended') {
    return `Homeostat mended it (${id}). To take that back: homeostat undo ${id} --reason "…"`;
  }
  return status === 'awaiting-approval'
    ? `Homeostat asks for an approval: homeostat approve ${id}, or the link in the mail.`
    : `Homeostat leaves it to a person: ${because}. All about it: homeostat show ${id}`;
}

/** `CIS AWS Foundations 3.0 1.20`, in the order of the control. */
export function requirementsOf({ standards }: Reported['control']): readonly string[] {
  return Object.entries(standards).flatMap(([standard, ids]) => ids.map((id) => `${standard} ${id}`));
}

/** The type of a resource by CloudFormation's name. Where a control judges several, the ARN tells: `…:role/app` is an `AWS::IAM::Role`. */
export function resourceTypeOf({ resources }: Reported['control'], arn: string): string {
  const types = Object.keys(resources);
  const kind = (arn.split(':')[5] ?? '').split('/')[0]?.replaceAll('-', '').toLowerCase() ?? '';
  const named = (type: string) => type.split('::')[2]?.toLowerCase() ?? '';
  return (
    types.find((type) => named(type) === kind) ?? types.find((type) => named(type).endsWith(kind)) ?? types[0] ?? ''
  );
}
