import type { Control } from './control.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketEncrypted } from './controls/s3/bucket-encrypted.ts';
import { bucketOwnsItsObjects } from './controls/s3/bucket-owns-its-objects.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';
import { bucketVersioned } from './controls/s3/bucket-versioned.ts';
import { aclHasRules } from './controls/wafv2/acl-has-rules.ts';
import { aclLogged } from './controls/wafv2/acl-logged.ts';
import { apiStageProtected } from './controls/wafv2/api-stage-protected.ts';
import { distributionProtected } from './controls/wafv2/distribution-protected.ts';
import { graphqlApiProtected } from './controls/wafv2/graphql-api-protected.ts';
import { loadBalancerProtected } from './controls/wafv2/load-balancer-protected.ts';
import { userPoolProtected } from './controls/wafv2/user-pool-protected.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  policyWithoutAdminWildcard,
  roleTrustClosed,
  bucketClosedToPublic,
  bucketEncrypted,
  bucketOwnsItsObjects,
  bucketPolicyClosed,
  bucketTlsOnly,
  bucketVersioned,
  aclHasRules,
  aclLogged,
  apiStageProtected,
  distributionProtected,
  graphqlApiProtected,
  loadBalancerProtected,
  userPoolProtected,
];

export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
