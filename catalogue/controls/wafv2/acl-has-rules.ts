import * as z from 'zod';
import type { Input } from '../../calls.ts';
import { type Change, defineControl, outputOf } from '../../control.ts';
import { Baseline, baselineRules } from '../../wafv2/baseline-rules.ts';
import { rulesOf } from '../../wafv2/protection.ts';
import {
  createdWebAcl,
  updatedWebAcl,
  type WebAcl,
  wafBusy,
  webAclArn,
  webAclOf,
  webAclReads,
  webAcls,
} from '../../wafv2/web-acl.ts';

const Acl = z.object({
  arn: z.string(),
  rules: z.int(),
  managed: z.boolean(),
  allows: z.boolean(),
  /** What identifies this version of it; AWS WAF takes a change to this version only. */
  lockToken: z.string(),
  /** Everything else of it that a change has to send again; read only where it has no rules. */
  kept: z.record(z.string(), z.unknown()).nullable(),
});
type Acl = z.infer<typeof Acl>;

export const aclHasRules = defineControl({
  id: 'wafv2.acl-has-rules',
  title: 'Web ACLs have rules',
  practice: 'WAF',
  severity: 'medium',
  standards: { 'Security Hub': ['WAF.10'], Prowler: ['wafv2_webacl_with_rules'] },
  why: 'A Web ACL without rules lets everything through and makes whatever stands behind it look protected.',
  impact:
    'The Web ACL gets AWS’s rules for common attacks, known bad inputs and addresses of bad repute, and one about the rate of a single address: the same that Homeostat’s own Web ACL has. Each costs a dollar a month. An undo is possible until somebody changes the Web ACL.',
  triggers: [
    { kind: 'api-call', service: 'wafv2', events: ['CreateWebACL'], target: createdWebAcl },
    { kind: 'api-call', service: 'wafv2', events: ['UpdateWebACL'], target: updatedWebAcl },
    { kind: 'api-call', service: 'wafv2', events: ['DeleteFirewallManagerRuleGroups'], target: '{webACLArn}' },
    { kind: 'config-rule', rule: 'wafv2-webacl-not-empty' },
    { kind: 'security-hub', control: 'WAF.10' },
  ],
  settings: Baseline,
  ...webAcls,
  reads: [{ call: 'wafv2:GetWebACL', on: webAclArn }, ...webAclReads],
  writes: [
    { call: 'wafv2:UpdateWebACL', on: webAclArn, busy: wafBusy },
    {
      call: 'wafv2:UpdateWebACL',
      on: 'arn:{partition}:wafv2:{region}:{account}:*/managedruleset/*/*',
      besides: true,
    },
  ],
  state: Acl,

  async read({ arn }, aws) {
    const answer = await aws('wafv2:GetWebACL', webAclOf(arn));
    const acl = answer?.WebACL;
    if (acl === undefined || answer?.LockToken === undefined) {
      throw new TypeError(`AWS WAF does not show ${arn}`);
    }
    const rules = rulesOf(acl).length;
    return {
      arn,
      rules,
      managed: acl.ManagedByFirewallManager ?? false,
      allows: acl.DefaultAction?.Allow !== undefined,
      lockToken: answer.LockToken,
      kept: rules === 0 ? keptOf(acl) : null,
    };
  },

  plan(acl, settings) {
    const { Name } = webAclOf(acl.arn);
    if (acl.rules > 0) {
      return { outcome: 'compliant' };
    }
    if (acl.managed) {
      return { outcome: 'leave', because: `${Name} is AWS Firewall Manager’s: its policy says which rules it has` };
    }
    if (!acl.allows) {
      return {
        outcome: 'leave',
        because: `${Name} refuses every request: what it is to let through, only its owner knows`,
      };
    }
    return {
      outcome: 'change',
      risk:
        settings.action === 'count'
          ? { level: 'safe', because: `the rules only count what they match: no request behind ${Name} is refused` }
          : {
              level: 'disruptive',
              because: `requests behind ${Name} that the rules match are refused, perhaps also some that are meant well`,
            },
      apply: [fill(acl, settings)],
      undo: [empty(acl)],
      after: { ...acl, rules: baselineRules(settings).length, kept: null },
    };
  },

  /** Each change gives it a new token; what else there is of it no change of ours touches. */
  restores({ lockToken: _token, kept: _kept, ...acl }) {
    return acl;
  },

  examples: [
    {
      name: 'a Web ACL with rules',
      state: { ...of('shop'), rules: 2, kept: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a Web ACL without rules',
      state: of('shop'),
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'the rules only count what they match: no request behind shop is refused' },
        apply: [fill(of('shop'), { action: 'count', requestsPerFiveMinutes: 2_000 })],
        undo: [empty(of('shop'))],
        after: { ...of('shop'), rules: 4, kept: null },
      },
    },
    {
      name: 'a Web ACL without rules, where rules are to block',
      settings: { action: 'block', requestsPerFiveMinutes: 500 },
      state: of('shop'),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'requests behind shop that the rules match are refused, perhaps also some that are meant well',
        },
        apply: [fill(of('shop'), { action: 'block', requestsPerFiveMinutes: 500 })],
        undo: [empty(of('shop'))],
        after: { ...of('shop'), rules: 4, kept: null },
      },
    },
    {
      name: 'a Web ACL that refuses every request',
      state: { ...of('closed'), allows: false },
      plan: {
        outcome: 'leave',
        because: 'closed refuses every request: what it is to let through, only its owner knows',
      },
    },
    {
      name: 'a Web ACL of AWS Firewall Manager',
      state: { ...of('FMManagedWebACLV2-edge'), managed: true },
      plan: {
        outcome: 'leave',
        because: 'FMManagedWebACLV2-edge is AWS Firewall Manager’s: its policy says which rules it has',
      },
    },
  ],
});

/** A change replaces the whole Web ACL: all of it is sent again but the rules and what AWS WAF itself says of it. */
function keptOf(acl: WebAcl): Record<string, unknown> {
  const {
    Name: _name,
    Id: _id,
    ARN: _arn,
    Rules: _rules,
    Capacity: _capacity,
    LabelNamespace: _labels,
    ManagedByFirewallManager: _managed,
    RetrofittedByFirewallManager: _retrofitted,
    PreProcessFirewallManagerRuleGroups: _before,
    PostProcessFirewallManagerRuleGroups: _behind,
    ...kept
  } = acl;
  // AWS WAF shows a missing description as an empty one, and takes no empty one.
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined && value !== ''));
}

function fill(acl: Acl, settings: Baseline): Change<'wafv2:UpdateWebACL'> {
  const { Name } = webAclOf(acl.arn);
  const does = settings.action === 'count' ? 'count' : 'refuse';
  return {
    call: 'wafv2:UpdateWebACL',
    input: { ...wholeOf(acl), Rules: baselineRules(settings), LockToken: acl.lockToken },
    says: `Have ${Name} ${does} common attacks, known bad inputs, addresses of bad repute and floods from one address`,
  };
}

function empty(acl: Acl): Change<'wafv2:UpdateWebACL'> {
  return {
    call: 'wafv2:UpdateWebACL',
    input: { ...wholeOf(acl), Rules: [], LockToken: outputOf(0, 'NextLockToken') },
    says: `Take the rules out of ${webAclOf(acl.arn).Name} again`,
  };
}

type Whole = Omit<Input<'wafv2:UpdateWebACL'>, 'Rules' | 'LockToken'>;

function wholeOf({ arn, kept }: Acl): Whole {
  return { ...kept, ...webAclOf(arn) } as Whole;
}

function of(name: string): Acl {
  return {
    arn: `arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/${name}/ebbcb976-8d59-4d20-8ca8-4ab2f6b7c07b`,
    rules: 0,
    managed: false,
    allows: true,
    lockToken: '67551e73-49d8-4363-be48-244deea72ea9',
    kept: {
      Description: 'In front of the shop',
      DefaultAction: { Allow: {} },
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name },
      TokenDomains: ['shop.example'],
    },
  };
}
