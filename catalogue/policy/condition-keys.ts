/**
 * What a condition key tells of a request:
 * - who calls: `account`, `arn`, `access point`, `organization`, `organization path`, `user id`, `service`, `is service`
 * - where from: `address`, `network`; and `key`, the KMS key an upload names, which S3 counts among the limits
 * - `secret`: what only those know with whom it was agreed
 * - `manner`: how a call is made, which any caller chooses
 * - `circumstance`: neither who calls nor what the caller chooses: the time, the resource itself
 */
export type KeyKind =
  | 'account'
  | 'arn'
  | 'access point'
  | 'organization'
  | 'organization path'
  | 'user id'
  | 'service'
  | 'is service'
  | 'address'
  | 'network'
  | 'key'
  | 'secret'
  | 'manner'
  | 'circumstance'
  | 'unknown';

/**
 * Sources: IAM user guide, "AWS global condition context keys"; Amazon S3 user guide, The meaning of "public"; Amazon
 * DynamoDB developer guide, "Blocking public access with resource-based policies"; AWS KMS developer guide, "AWS KMS
 * condition keys"; AWS Lambda developer guide, "Control access to Lambda function URLs".
 */
const kinds: ReadonlyMap<string, KeyKind> = new Map(
  Object.entries<KeyKind>({
    'aws:principalaccount': 'account',
    'aws:sourceaccount': 'account',
    'aws:sourceowner': 'account',
    'aws:vpceaccount': 'account',
    'kms:calleraccount': 'account',
    's3:dataaccesspointaccount': 'account',
    'aws:principalarn': 'arn',
    'aws:sourcearn': 'arn',
    's3:dataaccesspointarn': 'access point',
    'aws:principalorgid': 'organization',
    'aws:sourceorgid': 'organization',
    'aws:vpceorgid': 'organization',
    'aws:principalorgpaths': 'organization path',
    'aws:sourceorgpaths': 'organization path',
    'aws:vpceorgpaths': 'organization path',
    'aws:userid': 'user id',
    'aws:principalservicename': 'service',
    'aws:principalservicenameslist': 'service',
    'aws:principalisawsservice': 'is service',
    'aws:sourceip': 'address',
    'aws:sourcevpc': 'network',
    'aws:sourcevpce': 'network',
    'aws:ec2instancesourcevpc': 'network',
    's3:x-amz-server-side-encryption-aws-kms-key-id': 'key',
    'sts:externalid': 'secret',
    'lambda:eventsourcetoken': 'secret',
    'aws:ec2instancesourceprivateipv4': 'manner',
    'aws:multifactorauthage': 'manner',
    'aws:multifactorauthpresent': 'manner',
    'aws:principaltype': 'manner',
    'aws:referer': 'manner',
    'aws:securetransport': 'manner',
    'aws:tagkeys': 'manner',
    'aws:tokenissuetime': 'manner',
    'aws:useragent': 'manner',
    'aws:username': 'manner',
    'aws:vpcsourceip': 'manner',
    's3:authtype': 'manner',
    's3:delimiter': 'manner',
    's3:max-keys': 'manner',
    's3:prefix': 'manner',
    's3:signatureage': 'manner',
    's3:signatureversion': 'manner',
    's3:tlsversion': 'manner',
    's3:versionid': 'manner',
    'secretsmanager:versionstage': 'manner',
    'sns:protocol': 'manner',
    'aws:currenttime': 'circumstance',
    'aws:epochtime': 'circumstance',
    'aws:requestedregion': 'circumstance',
    'aws:resourceaccount': 'circumstance',
    'aws:resourceorgid': 'circumstance',
    'aws:resourceorgpaths': 'circumstance',
    'lambda:functionurlauthtype': 'circumstance',
    'lambda:invokedviafunctionurl': 'circumstance',
    's3:resourceaccount': 'circumstance',
  }),
);

/** Keys that end in a name of the policy's own choice. Anybody tags the principals of their own account as they like. */
const families: readonly (readonly [prefix: string, kind: KeyKind])[] = [
  ['aws:principaltag/', 'manner'],
  ['aws:requesttag/', 'manner'],
  ['kms:encryptioncontext:', 'manner'],
  ['s3:x-amz-', 'manner'],
  ['aws:resourcetag/', 'circumstance'],
  ['s3:existingobjecttag/', 'circumstance'],
];

/** What a key tells. Its case does not count. A key that only limits in a way that is not known here is `unknown`. */
export function kindOf(key: string): KeyKind {
  const name = key.toLowerCase();
  return kinds.get(name) ?? families.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'unknown';
}

/**
 * Keys that are only there where an AWS service calls, on its own or on behalf of a resource.
 * Source: IAM user guide, "AWS global condition context keys", Availability of each.
 */
export function isOfServiceCalls(key: string): boolean {
  return /^aws:(source(account|arn|orgid|orgpaths)|principalservicename(slist)?)$/i.test(key);
}
