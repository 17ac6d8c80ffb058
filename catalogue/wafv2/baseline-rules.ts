import * as z from 'zod';
import type { Input } from '../calls.ts';

type Rule = NonNullable<Input<'wafv2:CreateWebACL'>['Rules']>[number];

/** What the rules are to do. */
export const Baseline = z.strictObject({
  action: z
    .enum(['count', 'block'])
    .default('count')
    .describe('What the rules do with a request that they match: count it, or refuse it.'),
  /** AWS WAF takes 10 at least. https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
  requestsPerFiveMinutes: z
    .int()
    .min(10)
    .max(2_000_000_000)
    .default(2_000)
    .describe('How many requests one address may make in five minutes before the rule about rates matches.'),
});
export type Baseline = z.infer<typeof Baseline>;

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

function managed(
  Priority: number,
  name: string,
  action: Baseline['action'],
  onlyCounted: readonly string[] = [],
): Rule {
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
function visibility(MetricName: string): Rule['VisibilityConfig'] {
  return { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName };
}
