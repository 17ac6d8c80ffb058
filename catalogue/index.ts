import type { Control } from './control.ts';
import { alarmActionsOn } from './controls/cloudwatch/alarm-actions-on.ts';
import { listenerRedirectsToHttps } from './controls/elbv2/listener-redirects-to-https.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { groupEncrypted } from './controls/logs/group-encrypted.ts';
import { groupRetained } from './controls/logs/group-retained.ts';
import { clusterKept } from './controls/rds/cluster-kept.ts';
import { instanceKept } from './controls/rds/instance-kept.ts';
import { instancePrivate } from './controls/rds/instance-private.ts';
import { instanceUsesTls } from './controls/rds/instance-uses-tls.ts';
import { snapshotPrivate } from './controls/rds/snapshot-private.ts';
import { bucketClosedToPublic } from './controls/s3/bucket-closed-to-public.ts';
import { bucketEncrypted } from './controls/s3/bucket-encrypted.ts';
import { bucketOwnsItsObjects } from './controls/s3/bucket-owns-its-objects.ts';
import { bucketPolicyClosed } from './controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from './controls/s3/bucket-tls-only.ts';
import { bucketVersioned } from './controls/s3/bucket-versioned.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  alarmActionsOn,
  listenerRedirectsToHttps,
  policyWithoutAdminWildcard,
  roleTrustClosed,
  groupEncrypted,
  groupRetained,
  clusterKept,
  instanceKept,
  instancePrivate,
  instanceUsesTls,
  snapshotPrivate,
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
