import { describe, expect, test } from '@jest/globals';
import { delivery } from '../../../catalogue/s3/log-delivery.ts';

const source = { name: 'ledger', account: '111122223333', region: 'eu-central-1', partition: 'aws' };
const allow = {
  Effect: 'Allow',
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: 'arn:aws:s3:::logs/*',
};
const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'] };

function obstacle(statements: readonly object[], takesByAcl = false): string | undefined {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return delivery({ name: 'logs', policy, takesByAcl }, source, 'ledger/');
}

describe('S3’s log delivery is let in by a statement', () => {
  test.each([
    ['without a condition', {}],
    ['for every action on every bucket', { Action: ['s3:*'], Resource: ['*'] }],
    ['in another case', { Action: 'S3:putobject' }],
    ['for the prefix', { Resource: 'arn:aws:s3:::logs/ledger/*' }],
    ['beside other services', { Principal: { Service: ['delivery.logs.amazonaws.com', 'logging.s3.amazonaws.com'] } }],
    ['for the account', { Condition: { StringEquals: { 'aws:SourceAccount': ['444455556666', '111122223333'] } } }],
    ['for the bucket', { Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::led*' } } }],
    ['over TLS', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
  ])('%s', (_, part) => {
    expect(obstacle([{ ...allow, ...part }])).toBeUndefined();
  });
});

describe('S3’s log delivery is not let in for certain by a statement', () => {
  test.each([
    ['for another service', { Principal: { Service: 'delivery.logs.amazonaws.com' } }],
    ['for everybody', { Principal: '*' }],
    ['that lets read', { Action: 's3:GetObject' }],
    ['for another prefix', { Resource: 'arn:aws:s3:::logs/other/*' }],
    ['for another account', { Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }],
    ['for other accounts', { Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } } }],
    ['for another bucket', { Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::other' } } }],
    ['under an unknown condition', { Condition: { StringEquals: { 's3:x-amz-acl': 'private' } } }],
    ['for every action but some', { Action: undefined, NotAction: 's3:GetObject' }],
  ])('%s', (_, part) => {
    expect(obstacle([{ ...allow, ...part }])).toMatch(/^neither the policy nor the ACL of logs lets/);
  });
});

describe('a Deny does not keep S3’s log delivery out', () => {
  test.each([
    ['of calls without TLS', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    ['of callers that are no AWS service', { Condition: { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } } }],
    ['of other accounts', { Condition: { StringNotEquals: { 'aws:SourceAccount': '111122223333' } } }],
    ['of other buckets', { Condition: { ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } } }],
    ['of one role', { Principal: { AWS: 'arn:aws:iam::111122223333:role/intern' } }],
    ['of deleting', { Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'] }],
    ['on another prefix', { Resource: 'arn:aws:s3:::logs/other/*' }],
  ])('%s', (_, part) => {
    expect(obstacle([allow, { ...deny, ...part }])).toBeUndefined();
    expect(obstacle([{ ...deny, ...part }], true)).toBeUndefined();
  });
});

describe('a Deny may keep S3’s log delivery out', () => {
  test.each([
    ['of everything', {}],
    ['of whoever is not named', { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['of calls from elsewhere', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } } }],
    ['of unencrypted objects', { Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } } }],
    ['of every action but some', { Action: undefined, NotAction: 's3:GetObject' }],
    ['on part of the prefix', { Resource: 'arn:aws:s3:::logs/ledger/2026*' }],
    ['of the account', { Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }],
  ])('%s', (_, part) => {
    const because = 'a statement of the policy of logs may deny S3’s log delivery';
    expect(obstacle([allow, { ...deny, ...part }])).toBe(because);
    expect(obstacle([{ ...deny, ...part }], true)).toBe(because);
  });
});
