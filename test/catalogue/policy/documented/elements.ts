import { type Raw, type Row, rows } from './row.ts';

const queue = { service: 'sqs', account: '111122223333', organization: 'o-a1b2c3d4e5' } as const;
const bucket = { service: 's3', account: '111122223333' } as const;
const send: Raw = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
const all: Raw = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] };
const bob = ['arn:aws:iam::444455556666:user/Bob', 'arn:aws:iam::444455556666:root'];
const own = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };

/** What IAM says of the elements of every policy. */
export const elements: readonly Row[] = [
  ...rows('principal', queue, [
    ['an asterisk for AWS: the same as one alone', { ...send, Principal: { AWS: '*' } }, 'open', 'open'],
    ['every account by a wildcard', { ...send, Principal: { AWS: 'arn:aws:iam::*:root' } }, 'open', 'open'],
  ]),
  ...rows('principal', bucket, [
    [
      'everybody, of whom a Deny leaves one user of another account',
      [all, deny({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:user/user-name' } } })],
      'closed',
      'open',
    ],
  ]),
  ...rows('notPrincipal', bucket, [
    ['everybody but one', { ...all, Principal: undefined, NotPrincipal: { AWS: bob } }, 'open', 'open'],
    ['nobody: a Deny for all but one', deny({ Principal: undefined, NotPrincipal: { AWS: bob } }), 'closed', 'closed'],
    [
      'everybody, of whom a Deny for all but one leaves that one',
      [all, deny({ Principal: undefined, NotPrincipal: { AWS: bob } })],
      'closed',
      'open',
    ],
  ]),
  ...rows('multivalued', queue, [
    ['ForAllValues, true where there is no key', when({ 'ForAllValues:StringEquals': own }), 'open', 'open'],
    [
      'ForAllValues, with a Null that demands the key',
      when({ 'ForAllValues:StringEquals': own, Null: { 'aws:PrincipalOrgID': 'false' } }),
      'closed',
      'closed',
    ],
  ]),
  ...rows('conditionKeys', queue, [
    [
      'addresses or a VPC, each if it is there: no other way is left',
      when({
        IpAddressIfExists: { 'aws:SourceIp': ['203.0.113.0/24'] },
        StringEqualsIfExists: { 'aws:SourceVpc': ['vpc-91237329'] },
      }),
      'closed',
      'unclear',
    ],
    ['an organization if there is one', when({ StringEqualsIfExists: own }), 'open', 'open'],
    ['any organization', when({ Null: { 'aws:PrincipalOrgID': 'false' } }), 'open', 'open'],
    ['a call through TLS', when({ Bool: { 'aws:SecureTransport': 'true' } }), 'open', 'open'],
    [
      'the own organization by a variable',
      when({ StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }),
      'closed',
      'closed',
    ],
    ['a page that links to it', when({ StringLike: { 'aws:Referer': 'https://example.com/*' } }), 'open', 'open'],
    [
      'a call that CloudFormation makes for somebody',
      when({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } }),
      'unclear',
      'unclear',
    ],
    ['calls of services that name a source', when({ Null: { 'aws:SourceArn': 'false' } }), 'closed', 'unclear'],
    [
      'a key spelled in another case',
      when({ StringEquals: { 'AWS:PRINCIPALORGID': 'o-a1b2c3d4e5' } }),
      'closed',
      'closed',
    ],
  ]),
  ...rows('operators', queue, [
    ['all but an organization', when({ StringNotEquals: own }), 'open', 'open'],
    [
      'an ARN in an account, whose parts are compared each by itself',
      when({ ArnLike: { 'aws:SourceArn': 'arn:aws:someservice:*:111122223333:finance/*' } }),
      'closed',
      'closed',
    ],
    [
      'the same as text, where a wildcard runs over into another account',
      when({ StringLike: { 'aws:SourceArn': 'arn:aws:someservice:*:111122223333:finance/*' } }),
      'unclear',
      'unclear',
    ],
    [
      'the own account, for one topic of its own',
      {
        ...send,
        Principal: { AWS: '111122223333' },
        Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-2:111122223333:TOPIC-ID' } },
      },
      'closed',
      'closed',
    ],
    [
      'everybody, where only calls without TLS are denied',
      [all, deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })].map((statement) => ({
        ...statement,
        Action: 'sqs:*',
      })),
      'open',
      'open',
    ],
  ]),
];

function when(Condition: Raw): Raw {
  return { ...send, Condition };
}

function deny(rest: Raw): Raw {
  return { ...all, Effect: 'Deny', ...rest };
}
