import type { Control } from './control.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';

/** Every control there is. */
export const catalogue: readonly Control[] = [
  policyWithoutAdminWildcard,
  roleTrustClosed,
  bucketClosedToPublic,
  bucketPolicyClosed,
  bucketTlsOnly,
];

export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
