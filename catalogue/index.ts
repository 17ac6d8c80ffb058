import type { Control } from './control.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { keyNotPendingDeletion } from './controls/kms/key-not-pending-deletion.ts';
import { keyPolicyClosed } from './controls/kms/key-policy-closed.ts';
import { keyRotated } from './controls/kms/key-rotated.ts';
import { accountClosedToPublic } from './controls/s3/account-closed-to-public.ts';
import { bucketAccessLogged } from './controls/s3/bucket-access-logged.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketEncrypted } from './controls/s3/bucket-encrypted.ts';
import { bucketOwnsItsObjects } from './controls/s3/bucket-owns-its-objects.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';
import { bucketVersioned } from './controls/s3/bucket-versioned.ts';
import { secretPolicyClosed } from './controls/secretsmanager/secret-policy-closed.ts';
import { secretRotated } from './controls/secretsmanager/secret-rotated.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  policyWithoutAdminWildcard,
  roleTrustClosed,
  keyNotPendingDeletion,
  keyPolicyClosed,
  keyRotated,
  accountClosedToPublic,
  bucketAccessLogged,
  bucketClosedToPublic,
  bucketEncrypted,
  bucketOwnsItsObjects,
  bucketPolicyClosed,
  bucketTlsOnly,
  bucketVersioned,
  secretPolicyClosed,
  secretRotated,
];

export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
