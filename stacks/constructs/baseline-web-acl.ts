import type { Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Control } from '../../catalogue/control.ts';
import { type Baseline, baselineName, baselineRules } from '../../catalogue/wafv2/baseline-rules.ts';
import type { Scope } from '../../catalogue/wafv2/web-acl.ts';
import type { Config } from '../../functions/domain/config.ts';

export interface Wanting {
  readonly config: Config;
  /** Those that are at work. */
  readonly controls: readonly Control[];
}

/** Homeostat's own Web ACLs in a stack's account and region: those that a control would attach, and only where the configuration wants any. */
export function baselineWebAcls(stack: Stack, wanting: Wanting): void {
  const { baselineWebAcl: baseline } = wanting.config;
  if (baseline === undefined) {
    return;
  }
  for (const scope of scopesOf(wanting, stack.region)) {
    new BaselineWebAcl(stack, scope === 'REGIONAL' ? 'BaselineWebAcl' : 'BaselineWebAclOfCloudFront', {
      scope,
      baseline,
    });
  }
}

/** AWS WAF keeps CloudFront's Web ACLs in us-east-1. */
function scopesOf({ config, controls }: Wanting, region: string): readonly Scope[] {
  const scopes = controls.filter((control) => attachesBaseline(control, config)).map(scopeOf);
  return (['REGIONAL', 'CLOUDFRONT'] as const).filter(
    (scope) => scopes.includes(scope) && (scope === 'REGIONAL' || region === 'us-east-1'),
  );
}

function attachesBaseline({ id, settings }: Control, config: Config): boolean {
  const { acl } = (settings?.parse(config.settings[id] ?? {}) ?? {}) as { readonly acl?: unknown };
  return acl === baselineName;
}

function scopeOf({ resources }: Control): Scope {
  return 'AWS::CloudFront::Distribution' in resources ? 'CLOUDFRONT' : 'REGIONAL';
}

interface BaselineProps {
  readonly scope: Scope;
  readonly baseline: Baseline;
}

/** A Web ACL that controls find by its name. It lets through what none of its rules refuses. */
class BaselineWebAcl extends Construct {
  constructor(parent: Construct, id: string, { scope, baseline }: BaselineProps) {
    super(parent, id);
    const acl = new CfnWebACL(this, 'WebAcl', {
      name: baselineName,
      description: 'Homeostat: what its controls attach to whatever has no Web ACL',
      scope,
      defaultAction: { allow: {} },
      visibilityConfig: { metricName: baselineName, sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true },
    });
    // CloudFormation spells rules as the API does, so that they are the ones that `wafv2.acl-has-rules` puts into an empty Web ACL.
    acl.addPropertyOverride('Rules', baselineRules(baseline));
  }
}
