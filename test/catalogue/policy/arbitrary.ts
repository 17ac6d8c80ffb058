import fc from 'fast-check';
import type { Place, PolicyService } from '../../../catalogue/policy/place.ts';
import type { Raw } from './documented/row.ts';

export const own = '111122223333';
const partner = '444455556666';

/** Values by key, from those that limit to nobody but the owner to those that limit nobody. */
const values: Readonly<Record<string, readonly string[]>> = {
  'aws:PrincipalAccount': [own, partner, '6666*', '*'],
  'aws:SourceAccount': [own, partner, '*'],
  'aws:PrincipalOrgID': ['o-own0000000', 'o-partner000', 'o-*', '${aws:ResourceOrgID}'],
  'aws:PrincipalOrgPaths': ['o-own0000000/r-1/', 'o-partner000/*', '*'],
  'aws:PrincipalArn': [
    `arn:aws:iam::${own}:role/*`,
    `arn:aws:iam::${partner}:user/bob`,
    `arn:aws:iam:*:${own}:role/*`,
    '*',
  ],
  'aws:SourceArn': [`arn:aws:sns:*:${own}:*`, 'arn:aws:s3:::bucket', 'arn:aws:sns:*:*:bait', '*'],
  'aws:SourceVpc': ['vpc-111', 'vpc-*'],
  'aws:SourceVpce': ['vpce-111', '*'],
  'aws:userid': ['AROAOWN:*', 'AIDAOWN', `${own}:*`, '*'],
  'aws:Referer': ['https://a.example', 'https://b.example'],
  'aws:SecureTransport': ['true', 'false'],
  'aws:PrincipalIsAWSService': ['true', 'false'],
};
const addresses = ['192.0.2.0/24', '10.0.0.0/8', '0.0.0.0/1', '128.0.0.0/1', '192.0.2.7'];

const absentAtTimes = Object.keys(values).filter((key) => key !== 'aws:SecureTransport');

const text = fc.constantFrom('StringEquals', 'StringLike', 'StringNotEquals', 'StringNotLike', 'ArnLike', 'ArnNotLike');
const operator = fc
  .tuple(fc.constantFrom('', '', '', 'ForAnyValue:', 'ForAllValues:'), text, fc.constantFrom('', '', '', 'IfExists'))
  .map((parts) => parts.join(''));

/** One test of a condition: an operator, a key, its values. */
export const conditionTest = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(operator, fc.constantFrom(...Object.keys(values))).chain(withValues) },
  { weight: 2, arbitrary: ofAddresses() },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constant('Null'), fc.constantFrom(...absentAtTimes), fc.constantFrom('true', 'false')),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constantFrom('Bool', 'BoolIfExists'),
      fc.constantFrom('aws:SecureTransport', 'aws:PrincipalIsAWSService'),
      fc.constantFrom('true', 'false'),
    ),
  },
);
export type ConditionTest = readonly [operator: string, key: string, values: string | readonly string[]];

function condition(maxLength: number): fc.Arbitrary<Raw> {
  return fc.array(conditionTest, { maxLength }).map((tests) => tests.reduce<Raw>(withTest, {}));
}

/** A condition with one test more; in place of the one on the same key under the same operator, if there is one. */
export function withTest(condition: Raw, [operator, key, values]: ConditionTest): Raw {
  return { ...condition, [operator]: { ...(condition[operator] as Raw | undefined), [key]: values } };
}

const named = fc.constantFrom(own, `arn:aws:iam::${own}:root`, partner, `arn:aws:iam::${partner}:role/r`);

const principal: fc.Arbitrary<Raw> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom<Raw>({ Principal: '*' }, { Principal: { AWS: '*' } }, { Principal: { AWS: ['*'] } }),
  },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.oneof(named, fc.constant('*')), { minLength: 1, maxLength: 3 })
      .map((AWS) => ({ Principal: { AWS } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        AWS: fc.oneof(named, fc.constant('*')),
        Service: fc.constantFrom('sns.amazonaws.com', 's3.amazonaws.com'),
      })
      .map((Principal) => ({ Principal })),
  },
  { weight: 1, arbitrary: named.map((AWS) => ({ NotPrincipal: { AWS } })) },
);

const actions = fc.uniqueArray(fc.constantFrom('sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:*', 'sqs:Send*', '*'), {
  minLength: 1,
  maxLength: 2,
});

/** A statement, of any effect or of one, with so many tests in its condition at most. */
export function statement(effect: 'Allow' | 'Deny' | 'any' = 'any', tests = 3): fc.Arbitrary<Raw> {
  return fc
    .record({
      Effect: effect === 'any' ? fc.constantFrom('Allow', 'Allow', 'Deny') : fc.constant(effect),
      principal,
      Action: fc.oneof(actions, fc.constant('sqs:SendMessage')),
      Resource: fc.constantFrom<string | string[]>('*', `arn:aws:sqs:eu-central-1:${own}:q`, ['*']),
      Condition: condition(tests),
      Sid: fc.option(fc.string(), { nil: undefined }),
    })
    .map(({ principal: who, Condition, Sid, ...rest }) => ({
      ...(Sid !== undefined && { Sid }),
      ...rest,
      ...who,
      ...(Object.keys(Condition).length > 0 && { Condition }),
    }));
}

export const statements = fc.array(statement(), { minLength: 1, maxLength: 4 });

/** Everywhere a statement like these may stand. */
export const place: fc.Arbitrary<Place> = fc.record({
  service: fc.constantFrom<PolicyService>('dynamodb', 's3', 'secretsmanager', 'sns', 'sqs'),
  account: fc.constant(own),
  organization: fc.constantFrom(undefined, 'o-own0000000'),
});

export const outsidersOf = fc.constantFrom('public' as const, 'foreign' as const);

function withValues([name, key]: [string, string]): fc.Arbitrary<ConditionTest> {
  const known = values[key] ?? [];
  return fc
    .oneof(fc.constantFrom(...known), listOf(known))
    .map((chosen) => [hasArns(key) ? name : name.replace('Arn', 'String'), key, chosen]);
}

/** Both truth values in one list would leave nobody. */
function listOf(known: readonly string[]): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...known), { minLength: 1, maxLength: known.includes('true') ? 1 : 2 });
}

/** ARN operators meet nothing but ARNs; of what a caller chooses, that would leave nobody. */
function hasArns(key: string): boolean {
  return !['aws:Referer', 'aws:SecureTransport'].includes(key);
}

function ofAddresses(): fc.Arbitrary<ConditionTest> {
  return fc
    .tuple(
      fc.constantFrom('IpAddress', 'IpAddress', 'IpAddressIfExists', 'NotIpAddress'),
      fc.uniqueArray(fc.constantFrom(...addresses), { minLength: 1, maxLength: 2 }),
    )
    .map(([name, chosen]) => [name, 'aws:SourceIp', chosen]);
}
