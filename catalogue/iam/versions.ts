import { type Change, type NonEmpty, outputOf, type Undo } from '../control.ts';
import { partsOf } from './arn.ts';
import type { Call } from './calls.ts';
import type { Use } from './grants.ts';

/** A managed policy holds 5 versions. Source: IAM user guide, "IAM and AWS STS quotas". */
export const mostVersions = 5;

/** `v7` is 7. Numbers of versions only ever grow, so the lowest is the oldest. */
export function numberOf(version: string): number {
  return Number(version.slice(1));
}

export interface NewDefault {
  readonly arn: string;
  readonly use: Pick<Use, 'version' | 'oldest'>;
  readonly document: string;
  readonly says: string;
}

export interface Replacement {
  readonly apply: NonEmpty<Change<Call>>;
  readonly undo: NonEmpty<Undo<Call>>;
}

/** Gives a managed policy a new default version. At the limit the oldest version makes room, and the undo puts its text back. */
export function newDefault({ arn, use: { version, oldest }, document, says }: NewDefault): Replacement {
  const { name } = partsOf(arn);
  const create = createVersion(arn, { document, isDefault: true, says });
  if (oldest === null) {
    return { apply: [create], undo: back({ arn, version, created: 0 }) };
  }
  const room = `Delete version ${oldest.id} of policy ${name}, its oldest, to make room: a policy holds ${mostVersions} versions`;
  const again = `Put the text of version ${oldest.id} of policy ${name} back, under a new number`;
  const recreate = createVersion(arn, { document: oldest.document, isDefault: false, says: again });
  return {
    apply: [deleteVersion(arn, oldest.id, room), create],
    undo: [...back({ arn, version, created: 1 }), { ...recreate, undoes: 0 }],
  };
}

/** Takes back the call that created the new version; `created` counts the applied calls from 0. */
function back({ arn, version, created }: { arn: string; version: string; created: number }): NonEmpty<Undo<Call>> {
  const { name } = partsOf(arn);
  const newId = outputOf(created, 'PolicyVersion.VersionId');
  return [
    { ...setDefault(arn, version, `Make version ${version} the default of policy ${name} again`), undoes: created },
    { ...deleteVersion(arn, newId, `Delete the new version of policy ${name}`), undoes: created },
  ];
}

export interface NewVersion {
  readonly document: string;
  readonly isDefault: boolean;
  readonly says: string;
}

export function createVersion(PolicyArn: string, { document, isDefault, says }: NewVersion): Change<Call> {
  return {
    call: 'iam:CreatePolicyVersion',
    input: { PolicyArn, PolicyDocument: document, SetAsDefault: isDefault },
    says,
  };
}

export function deleteVersion(PolicyArn: string, VersionId: string, says: string): Change<Call> {
  return { call: 'iam:DeletePolicyVersion', input: { PolicyArn, VersionId }, says };
}

export function setDefault(PolicyArn: string, VersionId: string, says: string): Change<Call> {
  return { call: 'iam:SetDefaultPolicyVersion', input: { PolicyArn, VersionId }, says };
}
