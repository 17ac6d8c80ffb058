import { type Raw, type Row, rows } from './row.ts';

const topic = { service: 'sns', account: '444455556666' } as const;
const queue = { service: 'sqs', account: '444455556666' } as const;
const publish: Raw = { Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:us-east-2:444455556666:MyTopic' };
const receive: Raw = {
  Effect: 'Allow',
  Principal: '*',
  Action: 'sqs:ReceiveMessage',
  Resource: 'arn:aws:sqs:*:444455556666:queue1',
};
const organization: Raw = {
  ...publish,
  Principal: { AWS: '*' },
  Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
};

export const messaging: readonly Row[] = [
  ...rows('sns', topic, [
    ['another account', { ...publish, Principal: { AWS: '111122223333' } }, 'closed', 'open'],
    [
      'another account, over HTTPS only: that says how, not who',
      { ...publish, Principal: { AWS: '111122223333' }, Condition: { StringEquals: { 'sns:Protocol': 'https' } } },
      'closed',
      'open',
    ],
    [
      'a service for another account',
      service('someservice.amazonaws.com', { StringEquals: { 'AWS:SourceAccount': '111122223333' } }),
      'closed',
      'open',
    ],
    [
      'S3 for the topic’s own account',
      service('s3.amazonaws.com', { StringEquals: { 'AWS:SourceAccount': '444455556666' } }),
      'closed',
      'closed',
    ],
    [
      'SES for another account',
      service('ses.amazonaws.com', { StringEquals: { 'aws:SourceOwner': '111122223333' } }),
      'closed',
      'open',
    ],
    ['an organization of which it is not known whose it is', organization, 'closed', 'unclear'],
    [
      'alarms of another account, whatever their name',
      {
        ...publish,
        Principal: { AWS: '*' },
        Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-2:111122223333:alarm:*' } },
      },
      'closed',
      'open',
    ],
    [
      'nobody: a Deny grants nothing',
      {
        ...publish,
        Effect: 'Deny',
        Principal: '*',
        Condition: { StringNotEquals: { 'aws:sourceVpce': 'vpce-1ab2c34d' } },
      },
      'closed',
      'closed',
    ],
    [
      'the owner, as the console’s default policy has it',
      {
        ...publish,
        Sid: '__default_statement_ID',
        Principal: { AWS: '*' },
        Condition: { StringEquals: { 'AWS:SourceOwner': '444455556666' } },
      },
      'closed',
      'closed',
    ],
  ]),
  ...rows('sns', { ...topic, organization: 'o-a1b2c3d4e5' }, [
    ['the own organization', organization, 'closed', 'closed'],
  ]),
  ...rows('sns', { ...topic, organization: 'o-z9y8x7w6v5' }, [
    ['another organization', organization, 'closed', 'open'],
  ]),
  ...rows('analyzer', topic, [['Everyone', { ...publish, Principal: { AWS: '*' } }, 'open', 'open']]),
  ...rows('sqs', queue, [
    ['another account (example 1)', { ...receive, Principal: { AWS: ['111122223333'] } }, 'closed', 'open'],
    [
      'two accounts, one of them its own (example 3)',
      { ...receive, Principal: { AWS: ['111122223333', '444455556666'] } },
      'closed',
      'open',
    ],
    [
      'a role and a user of another account (example 4)',
      {
        ...receive,
        Principal: { AWS: ['arn:aws:iam::111122223333:role/role1', 'arn:aws:iam::111122223333:user/username1'] },
      },
      'closed',
      'open',
    ],
    ['anonymous users (example 5)', receive, 'open', 'open'],
    [
      'anonymous users for some hours (example 6)',
      {
        ...receive,
        Condition: {
          DateGreaterThan: { 'aws:CurrentTime': '2009-01-31T12:00Z' },
          DateLessThan: { 'aws:CurrentTime': '2009-01-31T15:00Z' },
        },
      },
      'open',
      'open',
    ],
    [
      'anonymous users of some addresses (example 7)',
      { ...receive, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
      'closed',
      'unclear',
    ],
    [
      'some addresses but one, with a Deny for others (example 8)',
      [
        {
          ...receive,
          Condition: {
            IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
            NotIpAddress: { 'aws:SourceIp': '192.0.2.188/32' },
          },
        },
        { ...receive, Effect: 'Deny', Condition: { IpAddress: { 'aws:SourceIp': '12.148.72.0/23' } } },
      ],
      'closed',
      'unclear',
    ],
  ]),
  ...rows('sns', queue, [
    [
      'SNS for one topic of the queue’s account',
      {
        ...receive,
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:us-east-2:444455556666:MyTopic' } },
      },
      'closed',
      'closed',
    ],
  ]),
];

function service(name: string, Condition: Raw): Raw {
  return { ...publish, Principal: { Service: name }, Condition };
}
