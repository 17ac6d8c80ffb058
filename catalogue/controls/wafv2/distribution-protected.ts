import * as z from 'zod';
import { type Caller, type Change, defineControl, outputOf } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { tagsOf } from '../../tags.ts';
import {
  judgeProtection,
  nameOf,
  Protection,
  ProtectionSettings,
  protectionOf,
  withoutCandidate,
} from '../../wafv2/protection.ts';
import { globalWebAclArn } from '../../wafv2/web-acl.ts';

const distributionArn = 'arn:{partition}:cloudfront::{account}:distribution/*';

const Distribution = Protection.extend({
  id: z.string(),
  /** The version of its configuration; CloudFront takes a change to this version only. */
  etag: z.string(),
  enabled: z.boolean(),
  /** Whether it takes part in a continuous deployment, as the one that is tried or the one that people come to. */
  isTried: z.boolean(),
});
type Distribution = z.infer<typeof Distribution>;

export const distributionProtected = defineControl({
  id: 'wafv2.distribution-protected',
  title: 'CloudFront distributions stand behind a Web ACL',
  practice: 'WAF',
  severity: 'medium',
  resources: { 'AWS::CloudFront::Distribution': 'arn:{partition}:cloudfront::{account}:distribution/{resourceId}' },
  standards: { 'Security Hub': ['CloudFront.6'], Prowler: ['cloudfront_distributions_using_waf'] },
  why: 'Without a Web ACL, every request of every sender reaches the origin, known attacks among them.',
  impact:
    'AWS WAF looks at every request to the distribution, cached answers included, and charges for it. CloudFront takes some minutes to bring the change to all its locations. Nothing else of the distribution’s configuration is sent or changed. An undo is possible until somebody changes the distribution in another way.',
  triggers: [
    {
      kind: 'api-call',
      service: 'cloudfront',
      events: ['CopyDistribution', 'CreateDistribution', 'CreateDistributionWithTags'],
      target: 'arn:{partition}:cloudfront::{account}:distribution/{responseElements.distribution.id}',
    },
    {
      kind: 'api-call',
      service: 'cloudfront',
      events: ['DisassociateDistributionWebACL', 'UpdateDistribution', 'UpdateDistributionWithStagingConfig'],
      target: 'arn:{partition}:cloudfront::{account}:distribution/{id}',
    },
    { kind: 'config-rule', rule: 'cloudfront-associated-with-waf' },
    { kind: 'security-hub', control: 'CloudFront.6' },
  ],
  settings: ProtectionSettings,
  reads: [
    { call: 'cloudfront:GetDistribution', on: distributionArn },
    { call: 'cloudfront:ListDistributions', on: '*' },
    { call: 'cloudfront:ListTagsForResource', on: distributionArn },
    { call: 'wafv2:GetWebACL', on: globalWebAclArn, absent: ['WAFNonexistentItemException'] },
    { call: 'wafv2:ListWebACLs', on: '*' },
  ],
  writes: [
    { call: 'cloudfront:AssociateDistributionWebACL', on: distributionArn },
    // CloudFront asks AWS WAF, in the caller's name, whether the Web ACL is there.
    { call: 'cloudfront:AssociateDistributionWebACL', action: 'wafv2:GetWebACL', on: globalWebAclArn, besides: true },
    { call: 'cloudfront:DisassociateDistributionWebACL', on: distributionArn },
  ],
  gone: ['NoSuchDistribution'],
  state: Distribution,
  list,

  async tags({ arn }, aws) {
    return tagsOf((await aws('cloudfront:ListTagsForResource', { Resource: arn }))?.Tags?.Items);
  },

  async read({ arn }, aws, settings) {
    const id = arn.slice(arn.lastIndexOf('/') + 1);
    const answer = await aws('cloudfront:GetDistribution', { Id: id });
    const config = answer?.Distribution?.DistributionConfig;
    // What CloudFront shows may also be a Web ACL of the older AWS WAF Classic.
    const protectedBy = config?.WebACLId || null;
    return {
      ...(await protectionOf({ arn, protectedBy }, settings, 'CLOUDFRONT', aws)),
      id,
      etag: answer?.ETag ?? '',
      enabled: config?.Enabled ?? false,
      isTried: config?.Staging === true || Boolean(config?.ContinuousDeploymentPolicyId),
    };
  },

  plan(state, settings) {
    const label = `the distribution ${state.id}`;
    if (state.protectedBy === null && !state.enabled) {
      return { outcome: 'leave', because: `${label} is switched off: it is judged again when somebody switches it on` };
    }
    // Source: Amazon CloudFront developer guide, "Quotas and other considerations for continuous deployment".
    if (state.protectedBy === null && state.isTried) {
      return {
        outcome: 'leave',
        because: `${label} has no Web ACL, and takes part in a continuous deployment: until that is over, CloudFront detaches none, so there would be no way back`,
      };
    }
    const judged = judgeProtection(state, settings, label);
    if (judged.outcome !== 'attach') {
      return judged;
    }
    const { acl, risk } = judged;
    return {
      outcome: 'change',
      risk,
      apply: [associate(state, acl)],
      undo: [disassociate(state, acl)],
      after: { ...state, protectedBy: acl, acl: null },
    };
  },

  restores(state) {
    const { etag: _etag, ...rest } = withoutCandidate(state);
    return rest;
  },

  examples: [
    {
      name: 'a distribution with a Web ACL',
      state: { ...of('E24U8WV64JHNM3'), protectedBy: aclOf('shop') },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a distribution with a Web ACL of AWS WAF Classic',
      state: { ...of('E24U8WV64JHNM3'), protectedBy: '473e64fd-f30b-4765-81a0-62ad96dd167a' },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a distribution without one, and the baseline counts',
      state: { ...of('E24U8WV64JHNM3'), acl: { arn: aclOf('Homeostat-baseline'), rules: 4, refuses: 'none' } },
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because:
            'the rules of Homeostat-baseline only count what they match: no request to the distribution E24U8WV64JHNM3 is refused',
        },
        apply: [associate(of('E24U8WV64JHNM3'), aclOf('Homeostat-baseline'))],
        undo: [disassociate(of('E24U8WV64JHNM3'), aclOf('Homeostat-baseline'))],
        after: { ...of('E24U8WV64JHNM3'), protectedBy: aclOf('Homeostat-baseline') },
      },
    },
    {
      name: 'a distribution without one, and the Web ACL to attach refuses what its rules match',
      settings: { acl: 'shop' },
      state: {
        ...of('E24U8WV64JHNM3'),
        acl: { arn: aclOf('shop'), rules: 2, refuses: 'those its rules match' },
      },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'requests to the distribution E24U8WV64JHNM3 that the rules of shop match are refused, perhaps also some that are meant well',
        },
        apply: [associate(of('E24U8WV64JHNM3'), aclOf('shop'))],
        undo: [disassociate(of('E24U8WV64JHNM3'), aclOf('shop'))],
        after: { ...of('E24U8WV64JHNM3'), protectedBy: aclOf('shop') },
      },
    },
    {
      name: 'a distribution without one that is switched off',
      state: { ...of('E24U8WV64JHNM3'), enabled: false },
      plan: {
        outcome: 'leave',
        because: 'the distribution E24U8WV64JHNM3 is switched off: it is judged again when somebody switches it on',
      },
    },
    {
      name: 'a distribution without one in a continuous deployment',
      state: {
        ...of('E24U8WV64JHNM3'),
        isTried: true,
        acl: { arn: aclOf('Homeostat-baseline'), rules: 4, refuses: 'none' },
      },
      plan: {
        outcome: 'leave',
        because:
          'the distribution E24U8WV64JHNM3 has no Web ACL, and takes part in a continuous deployment: until that is over, CloudFront detaches none, so there would be no way back',
      },
    },
    {
      name: 'a distribution without one, and no baseline was made',
      state: of('E24U8WV64JHNM3'),
      plan: {
        outcome: 'leave',
        because:
          'Homeostat’s own Web ACL for the distribution E24U8WV64JHNM3 is not made: set baselineWebAcl in the configuration, with us-east-1 among the regions of its account, or name another Web ACL in the setting acl',
      },
    },
    {
      name: 'a distribution without one, and the Web ACL to attach is empty',
      settings: { acl: 'shop' },
      state: { ...of('E24U8WV64JHNM3'), acl: { arn: aclOf('shop'), rules: 0, refuses: 'none' } },
      plan: {
        outcome: 'leave',
        because: 'the Web ACL shop has no rules that could protect the distribution E24U8WV64JHNM3',
      },
    },
  ],
});

async function* list(_place: Place, aws: Caller<'cloudfront:ListDistributions'>): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = (await aws('cloudfront:ListDistributions', { ...(Marker && { Marker }) }))?.DistributionList;
    for (const { ARN } of page?.Items ?? []) {
      if (ARN !== undefined) {
        yield ARN;
      }
    }
    Marker = page?.NextMarker || undefined;
  } while (Marker !== undefined);
}

function associate({ id, etag }: Distribution, acl: string): Change<'cloudfront:AssociateDistributionWebACL'> {
  return {
    call: 'cloudfront:AssociateDistributionWebACL',
    input: { Id: id, WebACLArn: acl, IfMatch: etag },
    says: `Attach the Web ACL ${nameOf(acl)} to the distribution ${id}`,
  };
}

function disassociate({ id }: Distribution, acl: string): Change<'cloudfront:DisassociateDistributionWebACL'> {
  return {
    call: 'cloudfront:DisassociateDistributionWebACL',
    input: { Id: id, IfMatch: outputOf(0, 'ETag') },
    says: `Detach the Web ACL ${nameOf(acl)} from the distribution ${id} again`,
  };
}

function of(id: string): Distribution {
  const arn = `arn:aws:cloudfront::111122223333:distribution/${id}`;
  return { arn, id, etag: 'E20NMCTGXL3Q96', enabled: true, isTried: false, protectedBy: null, acl: null };
}

function aclOf(name: string): string {
  return `arn:aws:wafv2:us-east-1:111122223333:global/webacl/${name}/ebbcb976-8d59-4d20-8ca8-4ab2f6b7c07b`;
}
