import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Control } from '../../../catalogue/control.ts';
import { candidates } from '../../../catalogue/derive/targets.ts';
import { catalogue, controlById } from '../../../catalogue/index.ts';
import { DriftEvent } from '../../../functions/domain/event.ts';

const account = '111122223333';
const s3 = 's3.bucket-closed-to-public';
const iam = 'iam.policy-without-admin-wildcard';
const ec2Arn = 'arn:{partition}:ec2:{region}:{account}';
const power = `arn:aws:iam::${account}:policy/power`;
const arnForm = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|):[\w+=,.@/:!#~%-]+$/;

describe('a call in CloudTrail', () => {
  test.each<[string, Call, readonly string[]]>([
    ['names a bucket', bucketCall({ bucketName: 'logs' }), [`${s3} arn:aws:s3:::logs`]],
    ['names a role', iamCall('PutRolePolicy', { roleName: 'app' }), [`${iam} arn:aws:iam::${account}:role/app`]],
    [
      'names a user',
      iamCall('PutUserPolicy', { userName: 'bob+x@example.com' }),
      [`${iam} arn:aws:iam::${account}:user/bob+x@example.com`],
    ],
    ['names a group', iamCall('PutGroupPolicy', { groupName: 'ops' }), [`${iam} arn:aws:iam::${account}:group/ops`]],
    ['names a policy by its ARN', iamCall('CreatePolicyVersion', { policyArn: power }), [`${iam} ${power}`]],
    [
      'names a policy in its answer',
      { ...iamCall('CreatePolicy', { policyName: 'power' }), responseElements: { policy: { arn: power } } },
      [`${iam} ${power}`],
    ],
    ['is in China', { ...bucketCall({ bucketName: 'logs' }), awsRegion: 'cn-north-1' }, [`${s3} arn:aws-cn:s3:::logs`]],
  ])('that %s leads to it', (_, call, expected) => {
    expect(found(callEvent(call))).toEqual(expected);
  });

  test.each<[string, Call]>([
    ['of an event that no control names', { ...bucketCall({ bucketName: 'logs' }), eventName: 'GetObject' }],
    ['of another service', { ...bucketCall({ bucketName: 'logs' }), eventSource: 's3express.amazonaws.com' }],
    ['without parameters', bucketCall(null)],
    ['without the parameter', bucketCall({ bucket: 'logs' })],
    ['with an empty name', bucketCall({ bucketName: '' })],
    ['with a list for a name', bucketCall({ bucketName: ['logs'] })],
    ['with a number for a name', bucketCall({ bucketName: 7 })],
    ['with an object for a name', bucketCall({ bucketName: { toString: 'logs' } })],
    ['without an answer', iamCall('CreatePolicy', { policyName: 'power' })],
    [
      'with an answer of another form',
      { ...iamCall('CreatePolicy', {}), responseElements: { policy: [{ arn: power }] } },
    ],
    ['with markup in a name', bucketCall({ bucketName: '<img/src=x>' })],
    ['with Slack’s markup in a name', bucketCall({ bucketName: '<!channel>' })],
    ['with a space in a name', bucketCall({ bucketName: 'my logs' })],
    ['with a line break in a name', bucketCall({ bucketName: 'logs\n' })],
    ['with a wildcard in a name', bucketCall({ bucketName: '*' })],
    ['with a single-letter wildcard in a name', bucketCall({ bucketName: 'log?' })],
    ['with a policy variable in a name', bucketCall({ bucketName: '${aws:PrincipalAccount}' })],
    ['with a replacement pattern in a name', bucketCall({ bucketName: '$&' })],
    ['with a placeholder in a name', bucketCall({ bucketName: '{account}' })],
    ['with a quote in a name', bucketCall({ bucketName: 'logs"' })],
    ['with letters beyond ASCII in a name', bucketCall({ bucketName: 'lоgs' })],
    ['with an endless name', bucketCall({ bucketName: 'a'.repeat(2000) })],
    [
      'with a policy of another account',
      iamCall('CreatePolicyVersion', { policyArn: 'arn:aws:iam::999988887777:policy/power' }),
    ],
    [
      'with a policy of AWS',
      iamCall('SetDefaultPolicyVersion', { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    ],
    [
      'with a policy of another partition',
      iamCall('CreatePolicyVersion', { policyArn: `arn:aws-cn:iam::${account}:policy/power` }),
    ],
    ['with an ARN of another kind', iamCall('CreatePolicyVersion', { policyArn: 'arn:aws:s3:::logs' })],
    ['with a text that is no ARN', iamCall('CreatePolicyVersion', { policyArn: 'power' })],
  ])('%s leads to nothing', (_, call) => {
    expect(found(callEvent(call))).toEqual([]);
  });

  test('with a list in it leads to each of its entries, once', () => {
    const control: Control = {
      ...known(s3),
      triggers: [
        {
          kind: 'api-call',
          service: 's3',
          events: ['PutMany'],
          target: 'arn:{partition}:s3:::{sets[].buckets[].name}',
        },
      ],
    };
    const sets = [
      { buckets: [{ name: 'a' }, { name: 'b' }] },
      { buckets: 'c' },
      null,
      { buckets: [{ name: 'a' }, {}] },
    ];
    expect(found(callEvent({ ...bucketCall({ sets }), eventName: 'PutMany' }), [control])).toEqual([
      `${s3} arn:aws:s3:::a`,
      `${s3} arn:aws:s3:::b`,
    ]);
  });

  test.each<[string, string, Call['requestParameters'], Call['responseElements'], readonly string[]]>([
    [
      'a security group by its id',
      `${ec2Arn}:security-group/{groupId}`,
      { groupId: 'sg-0a1b', ipPermissions: { items: [{ ipProtocol: 'tcp' }] } },
      { _return: true },
      ['arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0a1b'],
    ],
    [
      'what it created',
      `${ec2Arn}:security-group/{responseElements.groupId}`,
      { groupName: 'web' },
      { groupId: 'sg-0a1b' },
      ['arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0a1b'],
    ],
    [
      'others inside its parameters',
      `${ec2Arn}:security-group/{ipPermissions.items[].groups.items[].groupId}`,
      { ipPermissions: { items: [{ groups: { items: [{ groupId: 'sg-1' }] } }, { groups: {} }, {}] } },
      null,
      ['arn:aws:ec2:eu-central-1:111122223333:security-group/sg-1'],
    ],
    ['nothing but the account', `${ec2Arn}:account`, null, null, ['arn:aws:ec2:eu-central-1:111122223333:account']],
    [
      'a queue by its address',
      'arn:{partition}:sqs:{region}:{account}:{queueUrl:name}',
      { queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs' },
      null,
      ['arn:aws:sqs:eu-central-1:111122223333:jobs'],
    ],
    [
      'a function by its ARN where a name would do',
      'arn:{partition}:lambda:{region}:{account}:function:{functionName}',
      { functionName: 'arn:aws:lambda:eu-central-1:111122223333:function:jobs' },
      null,
      ['arn:aws:lambda:eu-central-1:111122223333:function:jobs'],
    ],
    [
      'a function of another account by its ARN',
      'arn:{partition}:lambda:{region}:{account}:function:{functionName}',
      { functionName: 'arn:aws:lambda:eu-central-1:999988887777:function:jobs' },
      null,
      [],
    ],
  ])('that names %s leads to it', (_, target, requestParameters, responseElements, expected) => {
    const control: Control = {
      ...known(s3),
      triggers: [{ kind: 'api-call', service: 'ec2', events: ['ModifyThing'], target }],
      resources: { 'AWS::::Account': `${ec2Arn}:account` },
      reads: [{ call: 'ec2:DescribeSecurityGroups', on: '*' }],
      writes: [
        { call: 'ec2:RevokeSecurityGroupIngress', on: `${ec2Arn}:security-group/*` },
        { call: 'sqs:SetQueueAttributes', on: 'arn:{partition}:sqs:{region}:{account}:*' },
        { call: 'lambda:RemovePermission', on: 'arn:{partition}:lambda:{region}:{account}:function:*' },
      ],
    };
    const event = callEvent({
      eventSource: 'ec2.amazonaws.com',
      eventName: 'ModifyThing',
      requestParameters,
      ...(responseElements && { responseElements }),
    });
    expect(found(event, [control])).toEqual(expected.map((arn) => `${s3} ${arn}`));
  });

  test('does not make a control that reads everything judge whatever it names', () => {
    const control: Control = { ...known(s3), reads: [{ call: 's3:ListBuckets', on: '*' }] };
    const other = { Type: 'AwsIamRole', Id: `arn:aws:iam::${account}:role/app` };
    expect(found(hubEvent([{ Resources: [other] }]), [control])).toEqual([]);
  });

  test('about a whole account is one to Security Hub and to Config, too', () => {
    const control: Control = {
      ...known(s3),
      resources: { 'AWS::::Account': `${ec2Arn}:account` },
      triggers: [
        { kind: 'security-hub', control: 'S3.8' },
        { kind: 'config-rule', rule: 'ec2-ebs-encryption-by-default' },
      ],
    };
    const here = [`${s3} arn:aws:ec2:eu-central-1:111122223333:account`];
    const hub = (id: string) => hubEvent([{ Resources: [{ Type: 'AwsAccount', Id: `AWS::::Account:${id}` }] }]);
    expect(found(hub(account), [control])).toEqual(here);
    expect(found(hub('999988887777'), [control])).toEqual([]);
    const rule = {
      configRuleName: 'ec2-ebs-encryption-by-default',
      resourceType: 'AWS::::Account',
      resourceId: account,
    };
    expect(found(ruleEvent(rule), [control])).toEqual(here);
  });

  test('of what is global is judged in the home region', () => {
    const control: Control = {
      ...known(s3),
      triggers: [
        {
          kind: 'api-call',
          service: 's3',
          events: ['PutBucketPolicy'],
          target: 'arn:{partition}:s3::{account}:account',
        },
      ],
      resources: { 'AWS::::Account': 'arn:{partition}:s3::{account}:account' },
    };
    expect(candidates([control], callEvent(bucketCall({ bucketName: 'x' })))).toMatchObject([
      { target: { account, region: 'us-east-1', arn: `arn:aws:s3::${account}:account` } },
    ]);
  });

  test('is judged in the account and the region of the call', () => {
    const [candidate] = candidates(
      catalogue,
      callEvent({ ...bucketCall({ bucketName: 'logs' }), awsRegion: 'eu-west-1' }),
    );
    expect(candidate).toMatchObject({ target: { account, region: 'eu-west-1', arn: 'arn:aws:s3:::logs' } });
  });
});

describe('an item of Config', () => {
  test.each<[string, Item, readonly string[]]>([
    ['a bucket', { resourceType: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::logs' }, [`${s3} arn:aws:s3:::logs`]],
    [
      'a role, in the region that Config calls global',
      { resourceType: 'AWS::IAM::Role', ARN: `arn:aws:iam::${account}:role/x/app`, awsRegion: 'global' },
      [`${iam} arn:aws:iam::${account}:role/x/app`],
    ],
    ['a type that no control judges', { resourceType: 'AWS::SQS::Queue', ARN: 'arn:aws:s3:::logs' }, []],
    ['a type that JavaScript objects inherit', { resourceType: 'constructor', ARN: 'arn:aws:s3:::logs' }, []],
    [
      'an ARN of another kind than its type',
      { resourceType: 'AWS::S3::Bucket', ARN: `arn:aws:iam::${account}:role/app` },
      [],
    ],
    ['an ARN of another account', { resourceType: 'AWS::IAM::Role', ARN: 'arn:aws:iam::999988887777:role/app' }, []],
    ['an ARN with markup', { resourceType: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::<b>logs</b>' }, []],
  ])('of %s', (_, item, expected) => {
    expect(found(itemEvent(item))).toEqual(expected);
  });

  test('of IAM is judged in IAM’s own region, whatever region speaks of it', () => {
    const item = { resourceType: 'AWS::IAM::Role', ARN: `arn:aws:iam::${account}:role/app`, awsRegion: 'global' };
    const regions = candidates(catalogue, itemEvent(item)).map((one) =>
      'target' in one ? one.target.region : undefined,
    );
    expect(new Set(regions)).toEqual(new Set(['us-east-1']));
  });
});

describe('a rule of Config', () => {
  test.each<[string, Rule, readonly string[]]>([
    ['its managed name', { configRuleName: 's3-bucket-public-read-prohibited' }, [`${s3} arn:aws:s3:::logs`]],
    [
      'a prefix and a suffix',
      { configRuleName: 'securityhub-s3-bucket-public-read-prohibited-1a2b' },
      [`${s3} arn:aws:s3:::logs`],
    ],
    [
      'a resource that only Config can name',
      {
        configRuleName: 'iam-policy-no-statements-with-admin-access',
        resourceType: 'AWS::IAM::Policy',
        resourceId: 'ANPAEXAMPLE',
      },
      [`${iam} AWS::IAM::Policy ANPAEXAMPLE`],
    ],
    ['a name that no control names', { configRuleName: 'sqs-queue-encrypted' }, []],
    [
      'a type that its control does not judge',
      { configRuleName: 's3-bucket-public-read-prohibited', resourceType: 'AWS::::Account' },
      [],
    ],
    [
      'a type that JavaScript objects inherit',
      { configRuleName: 's3-bucket-public-read-prohibited', resourceType: 'constructor' },
      [],
    ],
    ['a replacement pattern for an id', { configRuleName: 's3-bucket-public-read-prohibited', resourceId: '$&' }, []],
    ['a wildcard for an id', { configRuleName: 's3-bucket-public-read-prohibited', resourceId: '*' }, []],
  ])('with %s', (_, rule, expected) => {
    expect(found(ruleEvent(rule))).toEqual(expected);
  });
});

describe('findings of Security Hub', () => {
  const bucket = { Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::logs', Region: 'eu-central-1' };

  test.each<[string, readonly Hub[], readonly string[]]>([
    ['a bucket', [{ Resources: [bucket] }], [`${s3} arn:aws:s3:::logs`]],
    ['a bucket in two findings', [{ Resources: [bucket] }, { Resources: [bucket] }], [`${s3} arn:aws:s3:::logs`]],
    [
      'two buckets',
      [{ Resources: [bucket, { ...bucket, Id: 'arn:aws:s3:::more' }] }],
      [`${s3} arn:aws:s3:::logs`, `${s3} arn:aws:s3:::more`],
    ],
    [
      'an account beside the bucket',
      [{ Resources: [{ Type: 'AwsAccount', Id: `AWS::::Account:${account}` }, bucket] }],
      [`${s3} arn:aws:s3:::logs`],
    ],
    [
      'a role beside the bucket',
      [{ Resources: [{ Type: 'AwsIamRole', Id: `arn:aws:iam::${account}:role/app` }, bucket] }],
      [`${s3} arn:aws:s3:::logs`],
    ],
    ['a control that no control names', [{ control: 'SQS.1', Resources: [bucket] }], []],
    ['no control', [{ control: undefined, Resources: [bucket] }], []],
    [
      'a policy of another account than its own',
      [{ control: 'IAM.1', Resources: [{ Type: 'AwsIamPolicy', Id: 'arn:aws:iam::999988887777:policy/power' }] }],
      [],
    ],
    [
      'a policy of the member account that it names',
      [
        {
          control: 'IAM.1',
          AwsAccountId: '999988887777',
          Resources: [{ Type: 'AwsIamPolicy', Id: 'arn:aws:iam::999988887777:policy/power' }],
        },
      ],
      [`${iam} arn:aws:iam::999988887777:policy/power`],
    ],
    ['every bucket', [{ Resources: [{ ...bucket, Id: 'arn:aws:s3:::*' }] }], []],
  ])('about %s', (_, hub, expected) => {
    expect(found(hubEvent(hub))).toEqual(expected);
  });
});

describe('whatever an event says', () => {
  const calls = catalogue.flatMap(({ triggers }) =>
    triggers.flatMap((trigger) =>
      trigger.kind === 'api-call'
        ? trigger.events.map((eventName) => ({ eventSource: `${trigger.service}.amazonaws.com`, eventName }))
        : [],
    ),
  );
  const name = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'logs',
      '*',
      '${aws:userid}',
      '<b>',
      'a b',
      '../x',
      power,
      'arn:aws:iam::999988887777:policy/x',
      `arn:aws:iam::${account}:policy/*`,
    ),
    fc.jsonValue(),
  );
  const keys = fc.constantFrom(
    'bucketName',
    'roleName',
    'userName',
    'groupName',
    'policyArn',
    'policy',
    'arn',
    '__proto__',
    'constructor',
  );
  const parameters = fc.oneof(
    fc.dictionary(keys, fc.oneof(name, fc.dictionary(keys, name))),
    fc.dictionary(fc.string(), fc.jsonValue()),
  );

  test('a call leads to well-formed ARNs of its account only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...calls), parameters, parameters, (call, requestParameters, responseElements) => {
        const event = DriftEvent.safeParse(
          raw('AWS API Call via CloudTrail', { ...call, requestParameters, responseElements }),
        );
        expectOwnArns(event.success ? candidates(catalogue, event.data) : []);
      }),
      { numRuns: 1000 },
    );
  });

  test('Config and Security Hub lead to well-formed ARNs of their account only', () => {
    const type = fc.constantFrom(
      'AWS::S3::Bucket',
      'AWS::IAM::Role',
      'AWS::IAM::Policy',
      'constructor',
      '__proto__',
      'toString',
    );
    const rule = fc.constantFrom('s3-bucket-public-read-prohibited', 'iam-policy-no-statements-with-admin-access');
    const text = name.map((value) => JSON.stringify(value) ?? '');
    fc.assert(
      fc.property(type, rule, text, (resourceType, configRuleName, resourceId) => {
        expectOwnArns(candidates(catalogue, ruleEvent({ configRuleName, resourceType, resourceId })));
        expectOwnArns(candidates(catalogue, itemEvent({ resourceType, ARN: resourceId })));
        expectOwnArns(candidates(catalogue, hubEvent([{ Resources: [{ Type: resourceType, Id: resourceId }] }])));
      }),
      { numRuns: 1000 },
    );
  });
});

function expectOwnArns(all: ReturnType<typeof candidates>): void {
  for (const one of all) {
    if ('target' in one) {
      expect(one.target.account).toBe(account);
      expect([account, '']).toContain(arnForm.exec(one.target.arn)?.[1]);
    }
  }
}

/** What an event leads to: the control and the ARN, or the type and id that Config knows. */
function found(event: DriftEvent, controls: readonly Control[] = [known(iam), known(s3)]): readonly string[] {
  return candidates(controls, event).map((one) =>
    'target' in one
      ? `${one.control.id} ${one.target.arn}`
      : `${one.control.id} ${one.configId.type} ${one.configId.id}`,
  );
}

interface Call {
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: Readonly<Record<string, unknown>> | null;
}

function bucketCall(requestParameters: Call['requestParameters']): Call {
  return { eventSource: 's3.amazonaws.com', eventName: 'PutBucketPolicy', requestParameters };
}

function iamCall(eventName: string, requestParameters: Call['requestParameters']): Call {
  return { eventSource: 'iam.amazonaws.com', eventName, requestParameters };
}

function callEvent(call: Call): DriftEvent {
  return DriftEvent.parse(raw('AWS API Call via CloudTrail', { awsRegion: 'eu-central-1', ...call }));
}

type Item = { readonly resourceType: string; readonly ARN: string; readonly awsRegion?: string };

function itemEvent(item: Item): DriftEvent {
  const configurationItem = { awsAccountId: account, awsRegion: 'eu-central-1', ...item };
  return DriftEvent.parse(raw('Config Configuration Item Change', { configurationItem }));
}

type Rule = { readonly configRuleName: string; readonly resourceType?: string; readonly resourceId?: string };

function ruleEvent(rule: Rule): DriftEvent {
  return DriftEvent.parse(
    raw('Config Rules Compliance Change', { resourceType: 'AWS::S3::Bucket', resourceId: 'logs', ...rule }),
  );
}

interface Hub {
  readonly control?: string | undefined;
  readonly AwsAccountId?: string;
  readonly Resources: readonly { readonly Type: string; readonly Id: string; readonly Region?: string }[];
}

function hubEvent(hub: readonly Hub[]): DriftEvent {
  const findings = hub.map(({ Resources, AwsAccountId = account, ...rest }) => ({
    Compliance: { SecurityControlId: 'control' in rest ? rest.control : 'S3.8' },
    AwsAccountId,
    Resources,
  }));
  return DriftEvent.parse(raw('Security Hub Findings - Imported', { findings }));
}

function raw(type: DriftEvent['detail-type'], detail: unknown): unknown {
  return { id: 'e-1', account, region: 'eu-central-1', time: '2026-01-01T00:00:00Z', 'detail-type': type, detail };
}

function known(id: string): Control {
  const control = controlById(id);
  if (control === undefined) {
    throw new Error(`there is no control ${id}`);
  }
  return control;
}
