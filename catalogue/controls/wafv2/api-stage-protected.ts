import { inputOf, stageArn, stageOf, stageReads, stages, stagesMade } from '../../apigateway/stage.ts';
import { defineControl } from '../../control.ts';
import { associationExamples } from '../../wafv2/association.examples.ts';
import {
  association,
  associationReads,
  associationWrites,
  attachedTo,
  detached,
  planAssociation,
} from '../../wafv2/association.ts';
import { protectionOf } from '../../wafv2/protection.ts';

export const apiStageProtected = defineControl({
  id: 'wafv2.api-stage-protected',
  title: 'Stages of REST APIs stand behind a Web ACL',
  practice: 'WAF',
  severity: 'medium',
  standards: { 'Security Hub': ['APIGateway.4'], Prowler: ['apigateway_restapi_waf_acl_attached'] },
  why: 'Without a Web ACL, every request of every sender reaches the API and the functions behind it, known attacks among them.',
  impact:
    'AWS WAF looks at every request before API Gateway does, ahead of its own authorization, and charges for it. Behind a proxy or CloudFront all requests come from few addresses, and rules about addresses match those.',
  triggers: [
    ...stagesMade,
    detached,
    { kind: 'config-rule', rule: 'api-gw-associated-with-waf' },
    { kind: 'security-hub', control: 'APIGateway.4' },
  ],
  ...association,
  ...stages,
  reads: [...stageReads, ...associationReads(stageArn)],
  writes: associationWrites(stageArn, { attach: 'apigateway:SetWebACL', detach: 'apigateway:SetWebACL' }),

  async read(target, aws, settings) {
    const { arn } = target;
    // What the stage itself shows may also be a Web ACL of the older AWS WAF Classic.
    const stage = await aws('apigateway:GetStage', inputOf(stageOf(target)));
    const protectedBy = stage?.webAclArn || (await attachedTo(arn, aws));
    return protectionOf({ arn, protectedBy }, settings, 'REGIONAL', aws);
  },

  plan(state, settings) {
    const { api, stage } = stageOf(state);
    return planAssociation(state, settings, `the stage ${stage} of the API ${api}`);
  },

  examples: associationExamples(
    'arn:aws:apigateway:eu-central-1::/restapis/67ge356u6d/stages/prod',
    'the stage prod of the API 67ge356u6d',
  ),
});
