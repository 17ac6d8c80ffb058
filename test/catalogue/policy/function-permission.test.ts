import { describe, expect, test } from '@jest/globals';
import { permissionOf } from '../../../catalogue/policy/function-permission.ts';
import type { Raw } from './documented/row.ts';

const invoke: Raw = {
  Sid: 'invoke',
  Effect: 'Allow',
  Principal: '*',
  Action: 'lambda:InvokeFunction',
  Resource: 'arn:aws:lambda:us-east-2:123456789012:function:my-function',
};
const plain = { StatementId: 'invoke', Action: 'lambda:InvokeFunction', Principal: '*' };

/** Source: AWS Lambda developer guide, "Using resource-based policies for AWS Lambda", the answers of add-permission. */
describe('the permission that makes a statement again', () => {
  test.each<[string, Raw, Raw]>([
    ['everybody', invoke, plain],
    [
      'a service',
      { ...invoke, Principal: { Service: 's3.amazonaws.com' } },
      { ...plain, Principal: 's3.amazonaws.com' },
    ],
    [
      'an account',
      { ...invoke, Principal: { AWS: 'arn:aws:iam::210987654321:root' } },
      { ...plain, Principal: 'arn:aws:iam::210987654321:root' },
    ],
    [
      'a source',
      when({ StringEquals: { 'AWS:SourceAccount': '123456789012' }, ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' } }),
      { ...plain, SourceAccount: '123456789012', SourceArn: 'arn:aws:s3:::b' },
    ],
    ['an organization', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), { ...plain, PrincipalOrgID: 'o-1' }],
    [
      'a URL',
      when({ StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }),
      { ...plain, FunctionUrlAuthType: 'NONE' },
    ],
    [
      'a call by URL',
      when({ Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
      { ...plain, InvokedViaFunctionUrl: true },
    ],
    ['a token', when({ StringEquals: { 'lambda:EventSourceToken': 't' } }), { ...plain, EventSourceToken: 't' }],
  ])('names %s', (_, statement, permission) => {
    expect(permissionOf(textOf(statement), 1)).toEqual(permission);
  });

  test.each<[string, Raw]>([
    ['a denial', { ...invoke, Effect: 'Deny' }],
    ['a statement without a Sid', { ...invoke, Sid: undefined }],
    ['two actions', { ...invoke, Action: ['lambda:InvokeFunction', 'lambda:GetFunction'] }],
    ['two principals', { ...invoke, Principal: { AWS: ['210987654321', '210987654322'] } }],
    ['two kinds of principals', { ...invoke, Principal: { AWS: '210987654321', Service: 's3.amazonaws.com' } }],
    ['all but some', { ...invoke, Principal: undefined, NotPrincipal: { AWS: '210987654321' } }],
    ['two values', when({ ArnLike: { 'AWS:SourceArn': ['arn:aws:s3:::a', 'arn:aws:s3:::b'] } })],
    ['a condition that it has no parameter for', when({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } })],
    ['another comparison', when({ StringLike: { 'AWS:SourceAccount': '123456789012' } })],
    ['a type of URL that is none', when({ StringEquals: { 'lambda:FunctionUrlAuthType': 'SOME' } })],
  ])('is not there for %s', (_, statement) => {
    expect(permissionOf(textOf(statement), 1)).toBeUndefined();
  });

  test('is not there for a statement that is not there', () => {
    expect(permissionOf(textOf(invoke), 2)).toBeUndefined();
  });
});

function when(Condition: Raw): Raw {
  return { ...invoke, Condition };
}

function textOf(statement: Raw): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ ...invoke, Sid: 'first' }, statement] });
}
