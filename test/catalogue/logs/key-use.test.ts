import { expect, test } from '@jest/globals';
import { letsLogsUse } from '../../../catalogue/logs/key-use.ts';
import { UnreadablePolicy } from '../../../catalogue/policy/document.ts';

const group = {
  account: '111122223333',
  region: 'eu-central-1',
  arn: 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/orders',
};
const key = 'kms:EncryptionContext:aws:logs:arn';
const actions = ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'];
const owner = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const logs = {
  Effect: 'Allow',
  Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
  Action: actions,
  Resource: '*',
};
const when = (Condition: object) => ({ ...logs, Condition });

/** The first three are the forms in the CloudWatch Logs user guide. */
test.each<[string, object[]]>([
  ['any group of the account', [owner, when({ ArnLike: { [key]: 'arn:aws:logs:eu-central-1:111122223333:*' } })]],
  ['this group', [owner, when({ ArnEquals: { [key]: group.arn } })]],
  ['any group, without a condition', [owner, logs]],
  ['groups of Lambda', [when({ ArnLike: { [key]: 'arn:aws:logs:*:111122223333:log-group:/aws/lambda/*' } })]],
  ['this group, as text', [when({ StringEquals: { [key]: ['arn:aws:logs:x', group.arn] } })]],
  [
    'everything of KMS, in two statements',
    [
      { ...logs, Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey'] },
      { ...logs, Action: ['kms:ReEncrypt*', 'kms:GenerateDataKey*'] },
    ],
  ],
  [
    'this group, and denies it to a user',
    [
      logs,
      { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::111122223333:user/eve' }, Action: 'kms:*', Resource: '*' },
    ],
  ],
])('a policy lets the logs service use the key for %s', (_, Statement) => {
  expect(letsLogsUse(JSON.stringify({ Version: '2012-10-17', Statement }), group)).toBe(true);
});

test.each<[string, object[]]>([
  ['names only the account', [owner]],
  ['names the service of another region', [{ ...logs, Principal: { Service: 'logs.us-east-1.amazonaws.com' } }]],
  ['names another service', [{ ...logs, Principal: { Service: 'sns.amazonaws.com' } }]],
  ['names another group', [when({ ArnEquals: { [key]: `${group.arn}-archive` } })]],
  ['names groups of another account', [when({ ArnLike: { [key]: 'arn:aws:logs:*:444455556666:*' } })]],
  [
    'asks for something else as well',
    [when({ ArnEquals: { [key]: group.arn }, Bool: { 'aws:SecureTransport': 'true' } })],
  ],
  ['names all groups but some', [when({ ArnNotLike: { [key]: 'arn:aws:logs:*:*:log-group:secret' } })]],
  ['has a variable in it', [when({ StringLike: { [key]: 'arn:aws:logs:*:${aws:SourceAccount}:*' } })]],
  ['lets it decrypt only', [{ ...logs, Action: ['kms:Decrypt', 'kms:DescribeKey'] }]],
  ['lets it do all but something', [{ ...logs, Action: undefined, NotAction: 'kms:ScheduleKeyDeletion' }]],
  ['is about another key', [{ ...logs, Resource: 'arn:aws:kms:eu-central-1:111122223333:key/other' }]],
  [
    'denies somebody unnamed',
    [
      logs,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
      },
    ],
  ],
  [
    'denies everybody but somebody',
    [logs, { Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' }],
  ],
])('a policy that %s does not clearly let the logs service use the key', (_, Statement) => {
  expect(letsLogsUse(JSON.stringify({ Version: '2012-10-17', Statement }), group)).toBe(false);
});

test('a policy that is none is not judged', () => {
  expect(() => letsLogsUse('{}', group)).toThrow(UnreadablePolicy);
});
