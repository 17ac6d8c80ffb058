import type { Control } from './control.ts';
import { defaultSecurityGroupEmpty } from './controls/ec2/default-security-group-empty.ts';
import { imagePrivate } from './controls/ec2/image-private.ts';
import { instanceMetadataV2 } from './controls/ec2/instance-metadata-v2.ts';
import { networkAclAdminPortsClosed } from './controls/ec2/network-acl-admin-ports-closed.ts';
import { securityGroupAdminPortsClosed } from './controls/ec2/security-group-admin-ports-closed.ts';
import { snapshotPrivate } from './controls/ec2/snapshot-private.ts';
import { subnetWithoutPublicAddresses } from './controls/ec2/subnet-without-public-addresses.ts';
import { volumesEncryptedByDefault } from './controls/ec2/volumes-encrypted-by-default.ts';
import { vpcFlowLogged } from './controls/ec2/vpc-flow-logged.ts';
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
  defaultSecurityGroupEmpty,
  imagePrivate,
  instanceMetadataV2,
  networkAclAdminPortsClosed,
  securityGroupAdminPortsClosed,
  snapshotPrivate,
  subnetWithoutPublicAddresses,
  volumesEncryptedByDefault,
  vpcFlowLogged,
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
