import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Control } from '../../catalogue/control.ts';
import { defaultsOf } from '../../catalogue/derive/settings.ts';
import { catalogue } from '../../catalogue/index.ts';
import { type Baseline, baselineName } from '../../catalogue/wafv2/baseline-rules.ts';
import { atWork, type ConfigInput, parseConfig } from '../../functions/domain/config.ts';
import { baselineWebAcls } from '../../stacks/constructs/baseline-web-acl.ts';
import { home, other, synthesized, twoAccounts } from './app.ts';

interface Rule {
  readonly Name: string;
  readonly Action?: object;
  readonly OverrideAction?: object;
  readonly Statement: {
    readonly ManagedRuleGroupStatement?: { readonly Name: string; readonly RuleActionOverrides?: unknown };
    readonly RateBasedStatement?: object;
  };
}

interface WebAcl {
  readonly Name: string;
  readonly Scope: string;
  readonly DefaultAction: object;
  readonly Rules: readonly Rule[];
}

const attaching = catalogue.filter((control: Control) => 'acl' in defaultsOf(control)).map(({ id }) => id);
const regional = attaching.filter((id) => id !== 'wafv2.distribution-protected');
const another = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, { acl: 'ours' }]));

test('is what every control of protection attaches, unless its setting names another', () => {
  expect(attaching.length).toBeGreaterThan(4);
  expect(catalogue.flatMap((control) => defaultsOf(control)['acl'] ?? [])).toEqual(attaching.map(() => baselineName));
});

describe('Homeostat’s own Web ACL', () => {
  const everywhere = [`${home} eu-central-1 REGIONAL`, `${home} us-east-1 REGIONAL`];
  const elsewhere = [`${other} us-east-1 REGIONAL`, `${other} eu-central-1 REGIONAL`];
  const forCloudFront = [`${home} us-east-1 CLOUDFRONT`, `${other} us-east-1 CLOUDFRONT`];
  test.each<[string, Partial<ConfigInput>, readonly string[]]>([
    ['is not made, and costs nothing, where the configuration does not want it', {}, []],
    [
      'is made in every region, and for CloudFront in us-east-1',
      { baselineWebAcl: {} },
      [...everywhere, ...elsewhere, ...forCloudFront],
    ],
    [
      'is not made where all controls that would attach it name another',
      { baselineWebAcl: {}, settings: another(attaching) },
      [],
    ],
    [
      'is made for CloudFront alone where only that control attaches it',
      { baselineWebAcl: {}, settings: another(regional) },
      forCloudFront,
    ],
    [
      'is not made for CloudFront where that control is not at work',
      { baselineWebAcl: {}, controls: ['wafv2.api-stage-protected'] },
      [...everywhere, ...elsewhere],
    ],
    ['is not made where no such control is at work', { baselineWebAcl: {}, controls: ['s3.*', 'wafv2.acl-*'] }, []],
  ])('%s', (_, config, expected) => {
    const made = madeFor(config).map(({ place, Scope }) => `${place} ${Scope}`);
    expect(made.toSorted()).toEqual(expected.toSorted());
  });
});

test('the stack of an account and region has it', () => {
  const { members } = synthesized({ ...twoAccounts, baselineWebAcl: {} });
  const counts = Object.entries(members).map(([place, template]) => [place, webAclsOf(template).length]);
  expect(Object.fromEntries(counts)).toEqual({
    [`${home} eu-central-1`]: 1,
    [`${home} us-east-1`]: 2,
    [`${other} us-east-1`]: 2,
    [`${other} eu-central-1`]: 1,
  });
});

describe('its rules', () => {
  const action = (rule: Rule) => Object.keys({ ...rule.Action, ...rule.OverrideAction });

  test('are against bad addresses, floods, bad inputs and common attacks', () => {
    const [acl] = aclsFor({});
    expect(acl).toMatchObject({ Name: 'Homeostat-baseline', DefaultAction: { Allow: {} } });
    expect(
      acl?.Rules.map(({ Statement }) => Statement.ManagedRuleGroupStatement?.Name ?? Statement.RateBasedStatement),
    ).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      { Limit: 2_000, EvaluationWindowSec: 300, AggregateKeyType: 'IP' },
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
  });

  test('only count, until the configuration says that they are to block', () => {
    expect(new Set(aclsFor({}).flatMap(({ Rules }) => Rules.flatMap(action)))).toEqual(new Set(['Count']));
  });

  test('block as configured, but let large bodies pass', () => {
    const [acl] = aclsFor({ action: 'block', requestsPerFiveMinutes: 500 });
    expect(acl?.Rules.map(action)).toEqual([['None'], ['Block'], ['None'], ['None']]);
    expect(acl?.Rules.map(({ Statement }) => Statement.RateBasedStatement ?? {})[1]).toMatchObject({ Limit: 500 });
    expect(
      acl?.Rules.flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? []),
    ).toEqual([{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]);
  });

  test('limit no address to less than AWS WAF can', () => {
    expect(() => aclsFor({ requestsPerFiveMinutes: 9 })).toThrow('baselineWebAcl.requestsPerFiveMinutes');
  });
});

function aclsFor(baselineWebAcl: Partial<Baseline>): readonly WebAcl[] {
  return madeFor({ baselineWebAcl });
}

/** The Web ACLs of a configuration, with account and region of each. */
function madeFor(input: Partial<ConfigInput>): readonly (WebAcl & { readonly place: string })[] {
  const config = parseConfig({ ...twoAccounts, ...input });
  return config.accounts.flatMap(({ id: account, regions }) =>
    regions.flatMap((region) => {
      const stack = new Stack(new App(), 'Member', { env: { account, region } });
      baselineWebAcls(stack, { config, controls: atWork(catalogue, config) });
      return webAclsOf(Template.fromStack(stack)).map((acl) => ({ ...acl, place: `${account} ${region}` }));
    }),
  );
}

function webAclsOf(template: Template): readonly WebAcl[] {
  return Object.values(template.findResources('AWS::WAFv2::WebACL')).map(({ Properties }) => Properties as WebAcl);
}
