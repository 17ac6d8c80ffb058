/**
 * CloudTrail's management events that change something. What is left out here is either reading,
 * or a data event, which a trail does not record unless it is told to:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function isManagementWrite(service: string, operation: string): boolean {
  return !reading.test(operation) && !dataEvents[service]?.test(operation) && service !== 'sts';
}

/** The management events that only read. Every call of STS that a role or user makes is one: it hands out, and changes nothing. */
export function isManagementRead(service: string, operation: string): boolean {
  const isRead = reading.test(operation) || service === 'sts';
  return isRead && !dataEvents[service]?.test(operation) && !dataReads[service]?.test(operation);
}

const reading =
  /^(Get|List|Describe|Head|BatchGet|BatchDescribe|BatchList|Search|Lookup|Query|Scan|Select|Check|Validate|Verify|Test|Simulate|Preview|Estimate|Detect|Filter|Decode|Assume|Evaluate|View|Discover|TransactGet|GenerateCredentialReport|GenerateServiceLastAccessedDetails)/;

const everything = /^/;

const dataEvents: Readonly<Record<string, RegExp>> = {
  dynamodb:
    /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems|ExecuteStatement|BatchExecuteStatement|ExecuteTransaction)$/,
  events: /^PutEvents$/,
  'execute-api': everything,
  firehose: /^PutRecord/,
  kinesis: /^(PutRecord|SubscribeToShard)/,
  kms: /^(Encrypt|Decrypt|ReEncrypt|Sign|Generate|DeriveSharedSecret)/,
  lambda: /^Invoke/,
  logs: /^(PutLogEvents|StartQuery|StopQuery|StartLiveTail)$/,
  monitoring: /^PutMetricData$/,
  // Operations on objects; what a bucket is called with has another name.
  s3: /^(PutObject(?!LockConfiguration)|DeleteObject|CopyObject|RestoreObject|RenameObject|UpdateObject|WriteGetObject|CreateSession|UploadPart|.*MultipartUpload)/,
  ses: /^Send/,
  sns: /^Publish/,
  sqs: /^(SendMessage|ReceiveMessage|DeleteMessage|ChangeMessageVisibility|PurgeQueue$)/,
  states: /^(StartExecution|StartSyncExecution|SendTask)/,
  xray: /^Put(TraceSegments|TelemetryRecords)$/,
};

const dataReads: Readonly<Record<string, RegExp>> = {
  dynamodb: /^(GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/,
  kinesis: /^(GetRecords|GetShardIterator)$/,
  s3: /^(GetObject(?!LockConfiguration)|HeadObject|HeadBucket|ListObjects|ListObjectVersions|ListParts|ListMultipartUploads|SelectObjectContent)/,
};
