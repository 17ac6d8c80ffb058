import type { Input } from '../calls.ts';

type Rule = NonNullable<Input<'wafv2:CreateWebACL'>['Rules']>[number];

/** What the rules do with a request that they match. */
export type Action = 'count' | 'block';

export interface Baseline {
  readonly action: Action;
  /** How many requests one address may make in five minutes. */
  readonly requestsPerFiveMinutes: number;
}

export const defaultRequests = 2_000;
/** What AWS WAF takes for a rate. https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
export const fewestRequests = 10;
export const mostRequests = 2_000_000_000;

/** The name of Homeostat's own Web ACL, in every account and region and in both scopes. */
export const baselineName = 'Homeostat-baseline';

/**
 * The rules that suit every web application: known bad addresses, floods from one address, and AWS's rules against known bad
 * inputs and common attacks. 927 capacity units of the 1,500 that cost nothing on top.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export function baselineRules(baseline: Baseline): Rule[] {
  return [
    managed(0, 'AWSManagedRulesAmazonIpReputationList', baseline.action),
    rate(1, baseline),
    managed(2, 'AWSManagedRulesKnownBadInputsRuleSet', baseline.action),
    // It refuses every body over 8 KB, which would break uploads: that one rule only ever counts.
    managed(3, 'AWSManagedRulesCommonRuleSet', baseline.action, ['SizeRestrictions_BODY']),
  ];
}

function managed(Priority: number, name: string, action: Action, onlyCounted: readonly string[] = []): Rule {
  const overrides = onlyCounted.map((Name) => ({ Name, ActionToUse: { Count: {} } }));
  return {
    Name: name,
    Priority,
    Statement: {
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name: name,
        ...(overrides.length > 0 && { RuleActionOverrides: overrides }),
      },
    },
    OverrideAction: action === 'count' ? { Count: {} } : { None: {} },
    VisibilityConfig: visibility(name),
  };
}

function rate(Priority: number, { action, requestsPerFiveMinutes }: Baseline): Rule {
  return {
    Name: 'RateOfOneAddress',
    Priority,
    Statement: {
      RateBasedStatement: { Limit: requestsPerFiveMinutes, EvaluationWindowSec: 300, AggregateKeyType: 'IP' },
    },
    Action: action === 'count' ? { Count: {} } : { Block: {} },
    VisibilityConfig: visibility('RateOfOneAddress'),
  };
}

/** Metrics and samples: without them nobody could tell what counting rules would have refused. */
export function visibility(MetricName: string): Rule['VisibilityConfig'] {
  return { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName };
}
