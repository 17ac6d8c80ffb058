import { describe, expect, test } from '@jest/globals';
import { hearingLocalSources } from '../../local/templates.ts';
import { withoutUnsupported } from '../../local/unsupported.ts';

const association = { Type: 'AWS::WAFv2::WebACLAssociation', Properties: {} };
const api = { Type: 'AWS::ApiGateway::RestApi', Properties: {} };

describe('what the emulator cannot make', () => {
  test('is left out, with what is missing for it', () => {
    const { template, leftOut } = withoutUnsupported({ Resources: { Api: api, Assoc: association } });
    expect(template).toEqual({ Resources: { Api: api } });
    expect(leftOut).toEqual([{ id: 'Assoc', type: association.Type, because: 'the API is not behind its web ACL' }]);
  });

  test.each([
    ['the only one', 'Assoc', undefined],
    ['one of several', ['Assoc', 'Other'], ['Other']],
  ])('takes the dependence on it away where it is %s', (_, DependsOn, left) => {
    const { template } = withoutUnsupported({
      Resources: { Api: { ...api, DependsOn }, Assoc: association, Other: api },
    });
    expect(template.Resources?.['Api']?.DependsOn).toEqual(left);
  });

  test('takes the outputs along that name it', () => {
    const Outputs = { One: { Value: { 'Fn::GetAtt': ['Assoc', 'Id'] } }, Two: { Value: { Ref: 'Api' } } };
    const { template } = withoutUnsupported({ Resources: { Api: api, Assoc: association }, Outputs });
    expect(Object.keys(template.Outputs ?? {})).toEqual(['Two']);
  });

  test.each([
    ['Ref', { Ref: 'Assoc' }],
    ['Fn::GetAtt', { 'Fn::GetAtt': 'Assoc.Id' }],
    ['Fn::Sub', { 'Fn::Sub': 'arn:${Assoc.Id}' }],
  ])('cannot be left out when another resource needs it by %s', (_, value) => {
    const needing = { ...api, Properties: { Name: value } };
    expect(() => withoutUnsupported({ Resources: { Api: needing, Assoc: association } })).toThrow(
      'Api needs a resource',
    );
  });

  test('a template that it can make stays as it is', () => {
    const template = { Resources: { Api: api } };
    expect(withoutUnsupported(template)).toEqual({ template, leftOut: [] });
  });
});

test('rules that hear AWS also hear the event trail where it may not speak for AWS', () => {
  const rule = (source: readonly string[]) => ({ Type: 'AWS::Events::Rule', Properties: { EventPattern: { source } } });
  const { Resources } = hearingLocalSources({ Resources: { Rule: rule(['aws.s3', 'custom']), Api: api } });
  expect(Resources).toEqual({ Rule: rule(['aws.s3', 'custom', 'local.s3']), Api: api });
});
