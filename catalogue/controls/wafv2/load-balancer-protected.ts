import { type Caller, defineControl } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { tagsOf } from '../../tags.ts';
import { associationExamples } from '../../wafv2/association.examples.ts';
import {
  association,
  associationReads,
  associationWrites,
  attachedTo,
  detached,
  ownRead,
  planAssociation,
} from '../../wafv2/association.ts';
import { protectionOf } from '../../wafv2/protection.ts';

/** AWS WAF protects application load balancers only; network and gateway load balancers see no requests. */
const loadBalancerArn = 'arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/app/*/*';

export const loadBalancerProtected = defineControl({
  id: 'wafv2.load-balancer-protected',
  title: 'Application load balancers stand behind a Web ACL',
  practice: 'WAF',
  severity: 'medium',
  resources: { 'AWS::ElasticLoadBalancingV2::LoadBalancer': 'by-arn' },
  standards: { 'Security Hub': ['ELB.16'], Prowler: ['elbv2_waf_acl_attached'] },
  why: 'Without a Web ACL, every request of every sender reaches the application, known attacks among them.',
  impact:
    'AWS WAF looks at every request before the load balancer hands it on, and charges for it. If AWS WAF cannot be reached, the load balancer answers with an error until it can, unless it is set to fail open. When the load balancer seems to be under a flood, AWS WAF limits sources of known bad repute by itself, also where all rules only count. Behind a proxy or CloudFront all requests come from few addresses, and rules about addresses match those.',
  triggers: [
    {
      kind: 'api-call',
      service: 'elasticloadbalancing',
      events: ['CreateLoadBalancer'],
      target: '{responseElements.loadBalancers[].loadBalancerArn}',
    },
    detached,
    { kind: 'config-rule', rule: 'alb-waf-enabled' },
    { kind: 'security-hub', control: 'ELB.16' },
  ],
  ...association,
  reads: [
    ...associationReads(loadBalancerArn),
    ownRead(loadBalancerArn, 'elasticloadbalancing:GetLoadBalancerWebACL'),
    { call: 'elasticloadbalancing:DescribeLoadBalancers', on: '*' },
    { call: 'elasticloadbalancing:DescribeTags', on: '*' },
  ],
  writes: associationWrites(loadBalancerArn, {
    attach: 'elasticloadbalancing:CreateWebACLAssociation',
    detach: 'elasticloadbalancing:DeleteWebACLAssociation',
  }),
  gone: ['LoadBalancerNotFound', 'LoadBalancerNotFoundException'],
  list,

  async tags({ arn }, aws) {
    const answer = await aws('elasticloadbalancing:DescribeTags', { ResourceArns: [arn] });
    return tagsOf(answer?.TagDescriptions?.[0]?.Tags);
  },

  async read({ arn }, aws, settings) {
    const protectedBy = await attachedTo(arn, aws);
    if (protectedBy === null) {
      // AWS WAF answers the same for a load balancer without a Web ACL and for one that is gone.
      await aws('elasticloadbalancing:DescribeLoadBalancers', { LoadBalancerArns: [arn] });
    }
    return protectionOf({ arn, protectedBy }, settings, 'REGIONAL', aws);
  },

  plan(state, settings) {
    return planAssociation(state, settings, labelOf(state.arn));
  },

  examples: associationExamples(
    'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188',
    'the load balancer web',
  ),
});

async function* list(_place: Place, aws: Caller<'elasticloadbalancing:DescribeLoadBalancers'>): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('elasticloadbalancing:DescribeLoadBalancers', {
      PageSize: 400,
      ...(Marker && { Marker }),
    });
    for (const { LoadBalancerArn, Type } of page?.LoadBalancers ?? []) {
      if (LoadBalancerArn !== undefined && Type === 'application') {
        yield LoadBalancerArn;
      }
    }
    Marker = page?.NextMarker || undefined;
  } while (Marker !== undefined);
}

function labelOf(arn: string): string {
  return `the load balancer ${arn.split('/').at(-2)}`;
}
