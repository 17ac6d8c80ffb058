import type { Control } from './control.ts';
import { analyzerOn } from './controls/accessanalyzer/analyzer-on.ts';
import { domainUsesTls12 } from './controls/apigateway/domain-uses-tls12.ts';
import { errorsWithoutDetails } from './controls/apigateway/errors-without-details.ts';
import { keyRequiredByPlan } from './controls/apigateway/key-required-by-plan.ts';
import { methodAuthorized } from './controls/apigateway/method-authorized.ts';
import { stageHidesData } from './controls/apigateway/stage-hides-data.ts';
import { stageLogged } from './controls/apigateway/stage-logged.ts';
import { stageThrottled } from './controls/apigateway/stage-throttled.ts';
import { stageV2Logged } from './controls/apigatewayv2/stage-logged.ts';
import { stageV2Throttled } from './controls/apigatewayv2/stage-throttled.ts';
import { trailComplete } from './controls/cloudtrail/trail-complete.ts';
import { trailEncrypted } from './controls/cloudtrail/trail-encrypted.ts';
import { trailLogging } from './controls/cloudtrail/trail-logging.ts';
import { alarmActionsOn } from './controls/cloudwatch/alarm-actions-on.ts';
import { recorderOn } from './controls/config/recorder-on.ts';
import { tableEncrypted } from './controls/dynamodb/table-encrypted.ts';
import { tableKept } from './controls/dynamodb/table-kept.ts';
import { tablePolicyClosed } from './controls/dynamodb/table-policy-closed.ts';
import { tableRecoverable } from './controls/dynamodb/table-recoverable.ts';
import { defaultSecurityGroupEmpty } from './controls/ec2/default-security-group-empty.ts';
import { imagePrivate } from './controls/ec2/image-private.ts';
import { instanceMetadataV2 } from './controls/ec2/instance-metadata-v2.ts';
import { networkAclAdminPortsClosed } from './controls/ec2/network-acl-admin-ports-closed.ts';
import { securityGroupAdminPortsClosed } from './controls/ec2/security-group-admin-ports-closed.ts';
import { snapshotPrivate as ec2SnapshotPrivate } from './controls/ec2/snapshot-private.ts';
import { subnetWithoutPublicAddresses } from './controls/ec2/subnet-without-public-addresses.ts';
import { volumesEncryptedByDefault } from './controls/ec2/volumes-encrypted-by-default.ts';
import { vpcFlowLogged } from './controls/ec2/vpc-flow-logged.ts';
import { repositoryScanned } from './controls/ecr/repository-scanned.ts';
import { listenerRedirectsToHttps } from './controls/elbv2/listener-redirects-to-https.ts';
import { detectorOn } from './controls/guardduty/detector-on.ts';
import { accessKeyInUse } from './controls/iam/access-key-in-use.ts';
import { passwordPolicyStrong } from './controls/iam/password-policy-strong.ts';
import { policyTrimmed } from './controls/iam/policy-trimmed.ts';
import { policyWithoutAdminWildcard } from './controls/iam/policy-without-admin-wildcard.ts';
import { roleTrustClosed } from './controls/iam/role-trust-closed.ts';
import { roleUnused } from './controls/iam/role-unused.ts';
import { userInUse } from './controls/iam/user-in-use.ts';
import { userPoliciesThroughGroups } from './controls/iam/user-policies-through-groups.ts';
import { scanningOn } from './controls/inspector/scanning-on.ts';
import { keyNotPendingDeletion } from './controls/kms/key-not-pending-deletion.ts';
import { keyPolicyClosed } from './controls/kms/key-policy-closed.ts';
import { keyRotated } from './controls/kms/key-rotated.ts';
import { functionEnvironmentWithoutSecrets } from './controls/lambda/function-environment-without-secrets.ts';
import { functionFailuresKept } from './controls/lambda/function-failures-kept.ts';
import { functionInVpc } from './controls/lambda/function-in-vpc.ts';
import { functionLogLevel } from './controls/lambda/function-log-level.ts';
import { functionPolicyClosed } from './controls/lambda/function-policy-closed.ts';
import { functionRuntimeSupported } from './controls/lambda/function-runtime-supported.ts';
import { groupEncrypted } from './controls/logs/group-encrypted.ts';
import { groupRetained } from './controls/logs/group-retained.ts';
import { clusterKept } from './controls/rds/cluster-kept.ts';
import { instanceKept } from './controls/rds/instance-kept.ts';
import { instancePrivate } from './controls/rds/instance-private.ts';
import { instanceUsesTls } from './controls/rds/instance-uses-tls.ts';
import { snapshotPrivate as rdsSnapshotPrivate } from './controls/rds/snapshot-private.ts';
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
import { hubOn } from './controls/securityhub/hub-on.ts';
import { topicEncrypted } from './controls/sns/topic-encrypted.ts';
import { topicPolicyClosed } from './controls/sns/topic-policy-closed.ts';
import { queueEncrypted } from './controls/sqs/queue-encrypted.ts';
import { queuePolicyClosed } from './controls/sqs/queue-policy-closed.ts';
import { machineLoggedWithoutData } from './controls/states/machine-logged-without-data.ts';
import { aclHasRules } from './controls/wafv2/acl-has-rules.ts';
import { aclLogged } from './controls/wafv2/acl-logged.ts';
import { apiStageProtected } from './controls/wafv2/api-stage-protected.ts';
import { distributionProtected } from './controls/wafv2/distribution-protected.ts';
import { graphqlApiProtected } from './controls/wafv2/graphql-api-protected.ts';
import { loadBalancerProtected } from './controls/wafv2/load-balancer-protected.ts';
import { userPoolProtected } from './controls/wafv2/user-pool-protected.ts';

/** Every control there is, by id. */
export const catalogue: readonly Control[] = [
  analyzerOn,
  domainUsesTls12,
  errorsWithoutDetails,
  keyRequiredByPlan,
  methodAuthorized,
  stageHidesData,
  stageLogged,
  stageThrottled,
  stageV2Logged,
  stageV2Throttled,
  trailComplete,
  trailEncrypted,
  trailLogging,
  alarmActionsOn,
  recorderOn,
  tableEncrypted,
  tableKept,
  tablePolicyClosed,
  tableRecoverable,
  defaultSecurityGroupEmpty,
  imagePrivate,
  instanceMetadataV2,
  networkAclAdminPortsClosed,
  securityGroupAdminPortsClosed,
  ec2SnapshotPrivate,
  subnetWithoutPublicAddresses,
  volumesEncryptedByDefault,
  vpcFlowLogged,
  repositoryScanned,
  listenerRedirectsToHttps,
  detectorOn,
  accessKeyInUse,
  passwordPolicyStrong,
  policyTrimmed,
  policyWithoutAdminWildcard,
  roleTrustClosed,
  roleUnused,
  userInUse,
  userPoliciesThroughGroups,
  scanningOn,
  keyNotPendingDeletion,
  keyPolicyClosed,
  keyRotated,
  functionEnvironmentWithoutSecrets,
  functionFailuresKept,
  functionInVpc,
  functionLogLevel,
  functionPolicyClosed,
  functionRuntimeSupported,
  groupEncrypted,
  groupRetained,
  clusterKept,
  instanceKept,
  instancePrivate,
  instanceUsesTls,
  rdsSnapshotPrivate,
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
  hubOn,
  topicEncrypted,
  topicPolicyClosed,
  queueEncrypted,
  queuePolicyClosed,
  machineLoggedWithoutData,
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
