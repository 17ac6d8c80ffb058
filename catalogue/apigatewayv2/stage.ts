import type { Caller, NonEmpty, Permission, Target, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';

const apis = 'arn:{partition}:apigateway:{region}::/apis';

export const stageArn = `${apis}/*/stages/*`;

/** Where CloudTrail's calls of this API name their stage. */
export const stageTarget = `${apis}/{apiId}/stages/{stageName}`;

export const stageTriggers = [
  { kind: 'api-call', service: 'apigateway', events: ['CreateStage', 'UpdateStage'], target: stageTarget },
] as const satisfies NonEmpty<Trigger>;

/** The stage itself with its tags, and which there are. */
export const stageReads = [
  { call: 'apigatewayv2:GetStage', action: 'apigateway:GET', on: stageArn },
  { call: 'apigatewayv2:GetStages', action: 'apigateway:GET', on: `${apis}/*/stages` },
  { call: 'apigatewayv2:GetApis', action: 'apigateway:GET', on: apis },
] as const satisfies readonly Permission[];

/** What all controls of stages of HTTP and WebSocket APIs share: each spreads it, and `stageReads` into its reads. */
export const stages = {
  resources: { 'AWS::ApiGatewayV2::Stage': 'by-arn' },
  gone: ['NotFoundException'],
  list: listStages,
  tags: stageTags,
} as const;

export const stageWrite = {
  call: 'apigatewayv2:UpdateStage',
  action: 'apigateway:PATCH',
  on: stageArn,
} as const satisfies Permission;

interface Stage {
  readonly api: string;
  readonly stage: string;
}

export function stageOf({ arn }: Target): Stage {
  const [, , api = '', , stage = ''] = (arn.split('::')[1] ?? '').split('/');
  return { api, stage };
}

export function inputOf({ api, stage }: Stage): { readonly ApiId: string; readonly StageName: string } {
  return { ApiId: api, StageName: stage };
}

/** How sentences call a stage. */
export function nameOf({ api, stage }: Stage): string {
  return `stage ${stage} of API ${api}`;
}

/** Of a stage that came with its API by itself: API Gateway takes no change of it. */
export function isManaged(stage: Stage): string {
  return `${nameOf(stage)} is managed by API Gateway, which takes no change of it`;
}

async function stageTags(
  target: Target,
  aws: Caller<'apigatewayv2:GetStage'>,
): Promise<Readonly<Record<string, string>>> {
  return (await aws('apigatewayv2:GetStage', inputOf(stageOf(target))))?.Tags ?? {};
}

async function* listStages(
  place: Place,
  aws: Caller<'apigatewayv2:GetApis' | 'apigatewayv2:GetStages'>,
): AsyncGenerator<string> {
  for await (const ApiId of listApis(aws)) {
    let NextToken: string | undefined;
    do {
      const page = await aws('apigatewayv2:GetStages', { ApiId, ...(NextToken && { NextToken }) });
      for (const { StageName = '' } of page?.Items ?? []) {
        yield `arn:${place.partition}:apigateway:${place.region}::/apis/${ApiId}/stages/${StageName}`;
      }
      NextToken = page?.NextToken;
    } while (NextToken !== undefined);
  }
}

async function* listApis(aws: Caller<'apigatewayv2:GetApis'>): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page = await aws('apigatewayv2:GetApis', NextToken ? { NextToken } : {});
    for (const { ApiId } of page?.Items ?? []) {
      if (ApiId !== undefined) {
        yield ApiId;
      }
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
}
