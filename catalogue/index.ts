import type { Control } from './control.ts';
import { trailComplete } from './controls/cloudtrail/trail-complete.ts';
import { trailEncrypted } from './controls/cloudtrail/trail-encrypted.ts';
import { trailLogging } from './controls/cloudtrail/trail-logging.ts';
import { accessKeyInUse } from './controls/iam/access-key-in-use.ts';
import { passwordPolicyStrong } from './controls/iam/password-policy-strong.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { userInUse } from './controls/iam/user-in-use.ts';
import { userPoliciesThroughGroups } from './controls/iam/user-policies-through-groups.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketEncrypted } from './controls/s3/bucket-encrypted.ts';
import { bucketOwnsItsObjects } from './controls/s3/bucket-owns-its-objects.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';
import { bucketVersioned } from './controls/s3/bucket-versioned.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  trailComplete,
  trailEncrypted,
  trailLogging,
  accessKeyInUse,
  passwordPolicyStrong,
  policyWithoutAdminWildcard,
  roleTrustClosed,
  userInUse,
  userPoliciesThroughGroups,
  bucketClosedToPublic,
  bucketEncrypted,
  bucketOwnsItsObjects,
  bucketPolicyClosed,
  bucketTlsOnly,
  bucketVersioned,
];

export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
