import type { Control } from './control.ts';
import { repositoryScanned } from './controls/ecr/repository-scanned.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { functionEnvironmentWithoutSecrets } from './controls/lambda/function-environment-without-secrets.ts';
import { functionFailuresKept } from './controls/lambda/function-failures-kept.ts';
import { functionInVpc } from './controls/lambda/function-in-vpc.ts';
import { functionLogLevel } from './controls/lambda/function-log-level.ts';
import { functionPolicyClosed } from './controls/lambda/function-policy-closed.ts';
import { functionRuntimeSupported } from './controls/lambda/function-runtime-supported.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketEncrypted } from './controls/s3/bucket-encrypted.ts';
import { bucketOwnsItsObjects } from './controls/s3/bucket-owns-its-objects.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';
import { bucketVersioned } from './controls/s3/bucket-versioned.ts';
import { machineLoggedWithoutData } from './controls/states/machine-logged-without-data.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  repositoryScanned,
  policyWithoutAdminWildcard,
  roleTrustClosed,
  functionEnvironmentWithoutSecrets,
  functionFailuresKept,
  functionInVpc,
  functionLogLevel,
  functionPolicyClosed,
  functionRuntimeSupported,
  bucketClosedToPublic,
  bucketEncrypted,
  bucketOwnsItsObjects,
  bucketPolicyClosed,
  bucketTlsOnly,
  bucketVersioned,
  machineLoggedWithoutData,
];

export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
