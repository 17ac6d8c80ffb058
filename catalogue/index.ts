import type { Control } from './control.ts';
import { analyzerOn } from './controls/accessanalyzer/analyzer-on.ts';
import { trailComplete } from './controls/cloudtrail/trail-complete.ts';
import { trailEncrypted } from './controls/cloudtrail/trail-encrypted.ts';
import { trailLogging } from './controls/cloudtrail/trail-logging.ts';
import { recorderOn } from './controls/config/recorder-on.ts';
import { detectorOn } from './controls/guardduty/detector-on.ts';
import { accessKeyInUse } from './controls/iam/access-key-in-use.ts';
import { passwordPolicyStrong } from './controls/iam/password-policy-strong.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { userInUse } from './controls/iam/user-in-use.ts';
import { userPoliciesThroughGroups } from './controls/iam/user-policies-through-groups.ts';
import { scanningOn } from './controls/inspector/scanning-on.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketEncrypted } from './controls/s3/bucket-encrypted.ts';
import { bucketOwnsItsObjects } from './controls/s3/bucket-owns-its-objects.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';
import { bucketVersioned } from './controls/s3/bucket-versioned.ts';
import { hubOn } from './controls/securityhub/hub-on.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  analyzerOn,
  trailComplete,
  trailEncrypted,
  trailLogging,
  recorderOn,
  detectorOn,
  accessKeyInUse,
  passwordPolicyStrong,
  policyWithoutAdminWildcard,
  roleTrustClosed,
  userInUse,
  userPoliciesThroughGroups,
  scanningOn,
  bucketClosedToPublic,
  bucketEncrypted,
  bucketOwnsItsObjects,
  bucketPolicyClosed,
  bucketTlsOnly,
  bucketVersioned,
  hubOn,
];

export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
