import type { Control } from './control.ts';
import { domainUsesTls12 } from './controls/apigateway/domain-uses-tls12.ts';
import { errorsWithoutDetails } from './controls/apigateway/errors-without-details.ts';
import { keyRequiredByPlan } from './controls/apigateway/key-required-by-plan.ts';
import { methodAuthorized } from './controls/apigateway/method-authorized.ts';
import { stageHidesData } from './controls/apigateway/stage-hides-data.ts';
import { stageLogged } from './controls/apigateway/stage-logged.ts';
import { stageThrottled } from './controls/apigateway/stage-throttled.ts';
import { stageV2Logged } from './controls/apigatewayv2/stage-logged.ts';
import { stageV2Throttled } from './controls/apigatewayv2/stage-throttled.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketEncrypted } from './controls/s3/bucket-encrypted.ts';
import { bucketOwnsItsObjects } from './controls/s3/bucket-owns-its-objects.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';
import { bucketVersioned } from './controls/s3/bucket-versioned.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  domainUsesTls12,
  errorsWithoutDetails,
  keyRequiredByPlan,
  methodAuthorized,
  stageHidesData,
  stageLogged,
  stageThrottled,
  stageV2Logged,
  stageV2Throttled,
  policyWithoutAdminWildcard,
  roleTrustClosed,
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
