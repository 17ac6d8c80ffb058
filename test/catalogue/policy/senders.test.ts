import { expect, test } from '@jest/globals';
import { sendersIn } from '../../../catalogue/policy/senders.ts';

const place = { service: 'sns', account: '111122223333' } as const;
const own = { AWS: 'arn:aws:iam::111122223333:role/shop' };
const publish = { Effect: 'Allow', Action: 'SNS:Publish', Resource: 'arn:aws:sns:eu-central-1:111122223333:alerts' };
const from = (source: string) => ({ ArnLike: { 'aws:SourceArn': source } });
const nobody = { services: [], outsiders: [], anyService: false, unread: null };

test.each([
  ['nobody, without a policy', null, nobody],
  ['nobody else, where the account is named', [{ ...publish, Principal: own }], nobody],
  [
    'services by name, each once, in order',
    [
      { ...publish, Principal: { Service: ['s3.amazonaws.com', 'events.amazonaws.com'] } },
      { ...publish, Principal: { Service: 's3.amazonaws.com' } },
    ],
    { ...nobody, services: ['events.amazonaws.com', 's3.amazonaws.com'] },
  ],
  [
    'a service by the source of its messages',
    [
      { ...publish, Principal: '*', Condition: from('arn:aws:s3:*:*:photos') },
      { ...publish, Principal: { AWS: '*' }, Condition: from('arn:aws:rds:eu-central-1:111122223333:es:news') },
    ],
    { ...nobody, services: ['events.rds.amazonaws.com', 's3.amazonaws.com'] },
  ],
  [
    'any service, where the account alone is the source',
    [{ ...publish, Principal: { AWS: '*' }, Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } } }],
    { ...nobody, anyService: true },
  ],
  [
    'everybody, where a source may be any service’s or is asked for only if it is there',
    [
      { ...publish, Principal: '*', Condition: from('arn:aws:*:*:*:*') },
      { ...publish, Principal: '*', Condition: { ArnLikeIfExists: { 'aws:SourceArn': 'arn:aws:s3:*:*:photos' } } },
    ],
    { ...nobody, outsiders: ['*'] },
  ],
  [
    'another account',
    [{ ...publish, Principal: { AWS: 'arn:aws:iam::999988887777:root' } }],
    { ...nobody, outsiders: ['arn:aws:iam::999988887777:root'] },
  ],
  [
    'nobody who may only do something else',
    [{ ...publish, Action: ['SNS:Subscribe', 'SNS:Get*'], Principal: { Service: 's3.amazonaws.com' } }],
    nobody,
  ],
  [
    'whoever may do everything, or everything but something',
    [
      { ...publish, Action: 'sns:*', Principal: { Service: 'a.amazonaws.com' } },
      { ...publish, Action: undefined, NotAction: 'sns:Subscribe', Principal: { Service: 'b.amazonaws.com' } },
    ],
    { ...nobody, services: ['a.amazonaws.com', 'b.amazonaws.com'] },
  ],
  ['nobody by a Deny', [{ ...publish, Effect: 'Deny', Principal: { Service: 's3.amazonaws.com' } }], nobody],
])('finds %s', (_, statements, expected) => {
  const text = statements && JSON.stringify({ Version: '2012-10-17', Statement: statements });
  expect(sendersIn(text, place, 'sns:Publish')).toEqual(expected);
});

test('says why a policy could not be read', () => {
  expect(sendersIn('{', place, 'sns:Publish')).toEqual({ ...nobody, unread: 'not JSON' });
});
