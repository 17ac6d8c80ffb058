import { actionOfCall, prefixOf } from './action-of-call.ts';

/**
 * Calls that IAM authorizes under another name than CloudTrail records them.
 * Source: AWS service authorization reference; Amazon S3 user guide, "Required permissions for Amazon S3 API operations".
 */
const renamed: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjects': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  's3:ListObjectVersions': 's3:ListBucketVersions',
  's3:ListMultipartUploads': 's3:ListBucketMultipartUploads',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:PutBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:DeleteBucketEncryption': 's3:PutEncryptionConfiguration',
  's3:GetBucketLifecycle': 's3:GetLifecycleConfiguration',
  's3:PutBucketLifecycle': 's3:PutLifecycleConfiguration',
  's3:DeleteBucketLifecycle': 's3:PutLifecycleConfiguration',
  's3:GetBucketReplication': 's3:GetReplicationConfiguration',
  's3:PutBucketReplication': 's3:PutReplicationConfiguration',
  's3:DeleteBucketReplication': 's3:PutReplicationConfiguration',
  's3:DeleteBucketCors': 's3:PutBucketCORS',
  's3:DeleteBucketTagging': 's3:PutBucketTagging',
  's3:DeleteBucketOwnershipControls': 's3:PutBucketOwnershipControls',
  's3:DeleteBucketPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:GetBucketInventory': 's3:GetInventoryConfiguration',
  's3:GetBucketMetrics': 's3:GetMetricsConfiguration',
  's3:GetBucketAnalytics': 's3:GetAnalyticsConfiguration',
  's3:GetBucketObjectLockConfig': 's3:GetBucketObjectLockConfiguration',
  'lambda:Invoke': 'lambda:InvokeFunction',
};

/** API Gateway's actions are the methods of HTTP. */
const methods: readonly (readonly [RegExp, string])[] = [
  [/^(Create|Test|Generate|Flush)/, 'apigateway:POST'],
  [/^Get/, 'apigateway:GET'],
  [/^(Put|Import|Tag)/, 'apigateway:PUT'],
  [/^Update/, 'apigateway:PATCH'],
  [/^(Delete|Untag)/, 'apigateway:DELETE'],
];

/**
 * The IAM action that a recorded call used, or, where IAM's tables have none for it, the call as it is named. `isKnown` tells
 * which: a call that is not known used some action that nobody can name.
 */
export function useIn(eventSource: string, eventName: string): { readonly action: string; readonly isKnown: boolean } {
  const service = prefixOf(eventSource) ?? eventSource.split('.')[0] ?? eventSource;
  const call = `${service}:${eventName}`;
  const method = service === 'apigateway' ? methods.find(([name]) => name.test(eventName))?.[1] : undefined;
  const other = Object.hasOwn(renamed, call) ? renamed[call] : undefined;
  const action = other ?? actionOfCall(eventSource, eventName) ?? method;
  return { action: action ?? call, isKnown: action !== undefined };
}
