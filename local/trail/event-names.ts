/**
 * Where CloudTrail calls an operation by another name than the API does.
 * S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 * Lambda keeps the date of the API version in the name, except for what came after 2018 (event invoke configurations, URLs):
 * https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
export function eventNameOf(service: string, operation: string): string {
  return names[service]?.[operation] ?? operation;
}

const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
    PutBucketAccelerateConfiguration: 'PutAccelerateConfiguration',
    PutBucketAnalyticsConfiguration: 'PutAnalyticsConfiguration',
    PutBucketInventoryConfiguration: 'PutInventoryConfiguration',
    PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
    PutBucketMetricsConfiguration: 'PutMetricsConfiguration',
    PutBucketNotificationConfiguration: 'PutBucketNotification',
    PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
    PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  },
  's3-control': {
    DeletePublicAccessBlock: 'DeleteAccountPublicAccessBlock',
    PutPublicAccessBlock: 'PutAccountPublicAccessBlock',
  },
  lambda: {
    AddLayerVersionPermission: 'AddLayerVersionPermission20181031',
    AddPermission: 'AddPermission20150331v2',
    CreateAlias: 'CreateAlias20150331',
    CreateEventSourceMapping: 'CreateEventSourceMapping20150331',
    CreateFunction: 'CreateFunction20150331',
    DeleteAlias: 'DeleteAlias20150331',
    DeleteEventSourceMapping: 'DeleteEventSourceMapping20150331',
    DeleteFunction: 'DeleteFunction20150331',
    DeleteFunctionConcurrency: 'DeleteFunctionConcurrency20171031',
    DeleteLayerVersion: 'DeleteLayerVersion20181031',
    PublishLayerVersion: 'PublishLayerVersion20181031',
    PublishVersion: 'PublishVersion20150331',
    PutFunctionConcurrency: 'PutFunctionConcurrency20171031',
    RemoveLayerVersionPermission: 'RemoveLayerVersionPermission20181031',
    RemovePermission: 'RemovePermission20150331v2',
    TagResource: 'TagResource20170331v2',
    UntagResource: 'UntagResource20170331v2',
    UpdateAlias: 'UpdateAlias20150331',
    UpdateEventSourceMapping: 'UpdateEventSourceMapping20150331',
    UpdateFunctionCode: 'UpdateFunctionCode20150331v2',
    UpdateFunctionConfiguration: 'UpdateFunctionConfiguration20150331v2',
  },
};
