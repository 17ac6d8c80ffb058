import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { fill, partitionOf } from '../../derive/place.ts';
import { createdWebAcl, webAclArn, webAclOf, webAclReads, webAcls } from '../../wafv2/web-acl.ts';

const Acl = z.object({
  arn: z.string(),
  /** Where it logs to. */
  destination: z.string().nullable(),
  /** Whether it is AWS Firewall Manager's; read only where it logs nowhere. */
  managed: z.boolean().nullable(),
});
type Acl = z.infer<typeof Acl>;

/** AWS WAF takes a log group, a bucket or a delivery stream, and only by such a name. */
const destinationForm =
  /^arn:(aws[a-z-]*|\{partition\}):(logs:([a-z0-9-]+|\{region\}):(\d{12}|\{account\}):log-group:|firehose:([a-z0-9-]+|\{region\}):(\d{12}|\{account\}):deliverystream\/|s3:::)aws-waf-logs-([\w./-]|\{region\}|\{account\})+$/;

const Settings = z.object({
  destination: z
    .string()
    .regex(destinationForm, 'the ARN of a log group, bucket or delivery stream whose name begins with aws-waf-logs-')
    .nullable()
    .default(null)
    .describe(
      'Where to log to: the ARN of a log group, bucket or delivery stream whose name begins with aws-waf-logs-. {partition}, {account} and {region} stand for those of the Web ACL: a log group or delivery stream has to be in the same.',
    ),
  redactedHeaders: z
    .array(z.string().regex(/^[a-z0-9_-]{1,64}$/, 'the name of a header, in small letters'))
    .max(100)
    .default(['authorization', 'cookie', 'x-api-key'])
    .describe('Headers whose values do not appear in the log.'),
});
const group = 'arn:aws:logs:eu-central-1:111122223333:log-group:aws-waf-logs-homeostat';

export const aclLogged = defineControl({
  id: 'wafv2.acl-logged',
  title: 'Web ACLs log what they inspect',
  practice: 'WAF',
  severity: 'low',
  standards: { 'Security Hub': ['WAF.11'], Prowler: ['wafv2_webacl_logging_enabled'] },
  why: 'Without a log, nobody can tell which requests a Web ACL let through or refused, nor why: neither while an attack goes on nor afterwards.',
  impact:
    'Every request that the Web ACL inspects is written to the log, and paid for: its address, its path, what follows the path behind a question mark, tokens there included, and its headers but the redacted ones. AWS WAF adds to the policy of the log group or bucket what it needs to write there; an undo stops the log and leaves that and what was written.',
  triggers: [
    { kind: 'api-call', service: 'wafv2', events: ['CreateWebACL'], target: createdWebAcl },
    { kind: 'api-call', service: 'wafv2', events: ['DeleteLoggingConfiguration'], target: '{resourceArn}' },
    { kind: 'config-rule', rule: 'wafv2-logging-enabled' },
    { kind: 'security-hub', control: 'WAF.11' },
  ],
  settings: Settings,
  needs: ['destination'],
  ...webAcls,
  reads: [
    { call: 'wafv2:GetLoggingConfiguration', on: webAclArn, absent: ['WAFNonexistentItemException'] },
    { call: 'wafv2:GetWebACL', on: webAclArn },
    ...webAclReads,
  ],
  // AWS WAF sets up the delivery in the caller's name. https://docs.aws.amazon.com/waf/latest/developerguide/logging-destinations.html
  writes: [
    { call: 'wafv2:PutLoggingConfiguration', on: webAclArn },
    { call: 'wafv2:PutLoggingConfiguration', action: 'logs:CreateLogDelivery', on: '*' },
    { call: 'wafv2:PutLoggingConfiguration', action: 'logs:DescribeLogGroups', on: '*' },
    { call: 'wafv2:PutLoggingConfiguration', action: 'logs:DescribeResourcePolicies', on: '*' },
    { call: 'wafv2:PutLoggingConfiguration', action: 'logs:PutResourcePolicy', on: '*' },
    ...(['s3:GetBucketPolicy', 's3:PutBucketPolicy'] as const).map(
      (action) =>
        ({
          call: 'wafv2:PutLoggingConfiguration',
          action,
          on: 'arn:{partition}:s3:::aws-waf-logs-*',
          besides: true,
        }) as const,
    ),
    { call: 'wafv2:PutLoggingConfiguration', action: 'firehose:ListDeliveryStreams', on: '*' },
    {
      call: 'wafv2:PutLoggingConfiguration',
      action: 'iam:CreateServiceLinkedRole',
      on: 'arn:{partition}:iam::{account}:role/aws-service-role/wafv2.amazonaws.com/AWSServiceRoleForWAFV2Logging',
      besides: true,
    },
    { call: 'wafv2:DeleteLoggingConfiguration', on: webAclArn },
    { call: 'wafv2:DeleteLoggingConfiguration', action: 'logs:DeleteLogDelivery', on: '*' },
  ],
  state: Acl,

  async read({ arn }, aws) {
    const logging = await aws('wafv2:GetLoggingConfiguration', { ResourceArn: arn });
    const destination = logging?.LoggingConfiguration?.LogDestinationConfigs?.[0] ?? null;
    if (destination !== null) {
      return { arn, destination, managed: null };
    }
    // AWS WAF answers the same for a Web ACL without a log and for one that is gone.
    const acl = await aws('wafv2:GetWebACL', webAclOf(arn));
    return { arn, destination, managed: acl?.WebACL?.ManagedByFirewallManager ?? false };
  },

  plan(acl, settings) {
    const { Name } = webAclOf(acl.arn);
    if (acl.destination !== null) {
      return { outcome: 'compliant' };
    }
    if (acl.managed) {
      return { outcome: 'leave', because: `${Name} is AWS Firewall Manager’s: its policy says where it logs to` };
    }
    if (settings.destination === null) {
      return { outcome: 'leave', because: `where ${Name} is to log to is not set: the setting destination says it` };
    }
    const destination = fill(settings.destination, placeOf(acl.arn));
    if (!isNear(destination, acl.arn)) {
      return {
        outcome: 'leave',
        because: `${Name} can only log to the account and region that it is in, and ${destination} is in another`,
      };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'safe',
        because: `requests behind ${Name} fare as before: what it sees of them is written to ${destination} as well`,
      },
      apply: [log(acl.arn, destination, settings.redactedHeaders)],
      undo: [stop(acl.arn)],
      after: { arn: acl.arn, destination, managed: null },
    };
  },

  /** Who manages it is only asked where it logs nowhere. */
  restores({ arn, destination }) {
    return { arn, destination };
  },

  examples: [
    {
      name: 'a Web ACL that logs',
      state: { ...of('shop'), destination: 'arn:aws:s3:::aws-waf-logs-shop', managed: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a Web ACL that does not log, where a log group is set',
      settings: { destination: 'arn:{partition}:logs:{region}:{account}:log-group:aws-waf-logs-homeostat' },
      state: of('shop'),
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because: `requests behind shop fare as before: what it sees of them is written to ${group} as well`,
        },
        apply: [log(of('shop').arn, group, ['authorization', 'cookie', 'x-api-key'])],
        undo: [stop(of('shop').arn)],
        after: { ...of('shop'), destination: group, managed: null },
      },
    },
    {
      name: 'a Web ACL that does not log, where another account’s bucket is set',
      settings: { destination: 'arn:aws:s3:::aws-waf-logs-audit', redactedHeaders: [] },
      state: of('shop'),
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because:
            'requests behind shop fare as before: what it sees of them is written to arn:aws:s3:::aws-waf-logs-audit as well',
        },
        apply: [log(of('shop').arn, 'arn:aws:s3:::aws-waf-logs-audit', [])],
        undo: [stop(of('shop').arn)],
        after: { ...of('shop'), destination: 'arn:aws:s3:::aws-waf-logs-audit', managed: null },
      },
    },
    {
      name: 'a Web ACL that does not log, where nothing is set',
      state: of('shop'),
      plan: { outcome: 'leave', because: 'where shop is to log to is not set: the setting destination says it' },
    },
    {
      name: 'a Web ACL that does not log, where a log group of another region is set',
      settings: { destination: 'arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-homeostat' },
      state: of('shop'),
      plan: {
        outcome: 'leave',
        because:
          'shop can only log to the account and region that it is in, and arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-homeostat is in another',
      },
    },
    {
      name: 'a Web ACL of AWS Firewall Manager that does not log',
      settings: { destination: 'arn:aws:s3:::aws-waf-logs-audit' },
      state: { ...of('FMManagedWebACLV2-edge'), managed: true },
      plan: {
        outcome: 'leave',
        because: 'FMManagedWebACLV2-edge is AWS Firewall Manager’s: its policy says where it logs to',
      },
    },
  ],
});

function placeOf(arn: string) {
  const [, , , region = '', account = ''] = arn.split(':');
  return { partition: partitionOf(region), account, region };
}

/** A bucket may be anywhere; a log group or a delivery stream has to be where the Web ACL is. */
function isNear(destination: string, acl: string): boolean {
  const { partition, account, region } = placeOf(acl);
  const [, ...there] = destination.split(':');
  return there[0] === partition && (there[1] === 's3' || (there[2] === region && there[3] === account));
}

function log(
  ResourceArn: string,
  destination: string,
  headers: readonly string[],
): Change<'wafv2:PutLoggingConfiguration'> {
  const RedactedFields = headers.map((Name) => ({ SingleHeader: { Name } }));
  return {
    call: 'wafv2:PutLoggingConfiguration',
    input: {
      LoggingConfiguration: {
        ResourceArn,
        LogDestinationConfigs: [destination],
        ...(RedactedFields.length > 0 && { RedactedFields }),
      },
    },
    says: `Have ${webAclOf(ResourceArn).Name} log what it inspects to ${destination}`,
  };
}

function stop(ResourceArn: string): Change<'wafv2:DeleteLoggingConfiguration'> {
  return {
    call: 'wafv2:DeleteLoggingConfiguration',
    input: { ResourceArn },
    says: `Have ${webAclOf(ResourceArn).Name} log no more`,
  };
}

function of(name: string): Acl {
  const arn = `arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/${name}/ebbcb976-8d59-4d20-8ca8-4ab2f6b7c07b`;
  return { arn, destination: null, managed: false };
}
