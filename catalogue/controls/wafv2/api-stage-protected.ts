import { type Caller, defineControl } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { associationExamples } from '../../wafv2/association.examples.ts';
import { associationReads, associationWrites, attachedTo, detached, planAssociation } from '../../wafv2/association.ts';
import { Protection, ProtectionSettings, protectionOf, withoutCandidate } from '../../wafv2/protection.ts';

const restApis = 'arn:{partition}:apigateway:{region}::/restapis';
const stageArn = `${restApis}/*/stages/*`;

export const apiStageProtected = defineControl({
  id: 'wafv2.api-stage-protected',
  title: 'Stages of REST APIs stand behind a Web ACL',
  practice: 'WAF',
  severity: 'medium',
  resources: { 'AWS::ApiGateway::Stage': 'by-arn' },
  standards: { 'Security Hub': ['APIGateway.4'], Prowler: ['apigateway_restapi_waf_acl_attached'] },
  why: 'Without a Web ACL, every request of every sender reaches the API and the functions behind it, known attacks among them.',
  impact:
    'AWS WAF looks at every request before API Gateway does, ahead of its own authorization, and charges for it. Behind a proxy or CloudFront all requests come from few addresses, and rules about addresses match those.',
  triggers: [
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['CreateStage'],
      target: `${restApis}/{restApiId}/stages/{createStageInput.stageName}`,
    },
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['CreateDeployment'],
      target: `${restApis}/{restApiId}/stages/{createDeploymentInput.stageName}`,
    },
    detached,
    { kind: 'config-rule', rule: 'api-gw-associated-with-waf' },
    { kind: 'security-hub', control: 'APIGateway.4' },
  ],
  settings: ProtectionSettings,
  reads: [
    { call: 'apigateway:GetStage', action: 'apigateway:GET', on: stageArn },
    { call: 'apigateway:GetRestApis', action: 'apigateway:GET', on: restApis },
    { call: 'apigateway:GetStages', action: 'apigateway:GET', on: `${restApis}/*/stages` },
    ...associationReads(stageArn),
  ],
  writes: associationWrites(stageArn, { attach: 'apigateway:SetWebACL', detach: 'apigateway:SetWebACL' }),
  gone: ['NotFoundException'],
  state: Protection,
  list,

  async tags({ arn }, aws) {
    return (await aws('apigateway:GetStage', stageOf(arn)))?.tags ?? {};
  },

  async read({ arn }, aws, settings) {
    // What the stage itself shows may also be a Web ACL of the older AWS WAF Classic.
    const stage = await aws('apigateway:GetStage', stageOf(arn));
    const protectedBy = stage?.webAclArn || (await attachedTo(arn, aws));
    return protectionOf({ arn, protectedBy }, settings, 'REGIONAL', aws);
  },

  plan(state, settings) {
    const { restApiId, stageName } = stageOf(state.arn);
    return planAssociation(state, settings, `the stage ${stageName} of the API ${restApiId}`);
  },

  restores: withoutCandidate,

  examples: associationExamples(
    'arn:aws:apigateway:eu-central-1::/restapis/67ge356u6d/stages/prod',
    'the stage prod of the API 67ge356u6d',
  ),
});

function stageOf(arn: string): { readonly restApiId: string; readonly stageName: string } {
  const [, , restApiId = '', , stageName = ''] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  return { restApiId, stageName };
}

async function* list(
  { partition, region }: Place,
  aws: Caller<'apigateway:GetRestApis' | 'apigateway:GetStages'>,
): AsyncGenerator<string> {
  let position: string | undefined;
  do {
    const page = await aws('apigateway:GetRestApis', { limit: 500, ...(position && { position }) });
    for (const { id: restApiId } of page?.items ?? []) {
      for (const { stageName } of (await aws('apigateway:GetStages', { restApiId }))?.item ?? []) {
        yield `arn:${partition}:apigateway:${region}::/restapis/${restApiId}/stages/${stageName}`;
      }
    }
    position = page?.position;
  } while (position !== undefined);
}
