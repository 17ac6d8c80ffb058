import type { Caller, Change, NonEmpty, Permission, Target, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { listRestApis, restApisRead } from './rest-api.ts';

export const stageArn = 'arn:{partition}:apigateway:{region}::/restapis/*/stages/*';

const named = 'arn:{partition}:apigateway:{region}::/restapis/{restApiId}/stages';

/** The calls that make a stage. CloudTrail has what was in the body under the name of the call's input. */
export const stagesMade = [
  { kind: 'api-call', service: 'apigateway', events: ['CreateStage'], target: `${named}/{createStageInput.stageName}` },
  {
    kind: 'api-call',
    service: 'apigateway',
    events: ['CreateDeployment'],
    target: `${named}/{createDeploymentInput.stageName}`,
  },
] as const satisfies NonEmpty<Trigger>;

/** The calls that make or change a stage. */
export const stageTriggers = [
  { kind: 'api-call', service: 'apigateway', events: ['UpdateStage'], target: `${named}/{stageName}` },
  ...stagesMade,
] as const satisfies NonEmpty<Trigger>;

/** The stage itself with its tags, and which there are. */
export const stageReads = [
  { call: 'apigateway:GetStage', action: 'apigateway:GET', on: stageArn },
  {
    call: 'apigateway:GetStages',
    action: 'apigateway:GET',
    on: 'arn:{partition}:apigateway:{region}::/restapis/*/stages',
  },
  restApisRead,
] as const satisfies readonly Permission[];

/** What all controls of stages of REST APIs share: each spreads it, and `stageReads` into its reads. */
export const stages = {
  resources: { 'AWS::ApiGateway::Stage': 'by-arn' },
  gone: ['NotFoundException'],
  list: listStages,
  tags: stageTags,
} as const;

export const stageWrite = {
  call: 'apigateway:UpdateStage',
  action: 'apigateway:PATCH',
  on: stageArn,
} as const satisfies Permission;

export interface Stage {
  readonly api: string;
  readonly stage: string;
}

export function stageOf({ arn }: Pick<Target, 'arn'>): Stage {
  const [, , api = '', , stage = ''] = (arn.split('::')[1] ?? '').split('/');
  return { api, stage };
}

export function inputOf({ api, stage }: Stage): { readonly restApiId: string; readonly stageName: string } {
  return { restApiId: api, stageName: stage };
}

/** How sentences call a stage. */
export function nameOf({ api, stage }: Stage): string {
  return `stage ${stage} of API ${api}`;
}

async function stageTags(
  target: Target,
  aws: Caller<'apigateway:GetStage'>,
): Promise<Readonly<Record<string, string>>> {
  return (await aws('apigateway:GetStage', inputOf(stageOf(target))))?.tags ?? {};
}

async function* listStages(
  place: Place,
  aws: Caller<'apigateway:GetRestApis' | 'apigateway:GetStages'>,
): AsyncGenerator<string> {
  for await (const restApiId of listRestApis(aws)) {
    const { item = [] } = (await aws('apigateway:GetStages', { restApiId })) ?? {};
    for (const { stageName = '' } of item) {
      yield `arn:${place.partition}:apigateway:${place.region}::/restapis/${restApiId}/stages/${stageName}`;
    }
  }
}

export interface Operation {
  readonly op: 'replace' | 'remove';
  readonly path: string;
  readonly value?: string;
}

/** Source: API Gateway API reference, "Patch operations", UpdateStage. */
export function patch(
  { api, stage }: Stage,
  patchOperations: NonEmpty<Operation>,
  says: string,
): Change<'apigateway:UpdateStage'> {
  return {
    call: 'apigateway:UpdateStage',
    input: { ...inputOf({ api, stage }), patchOperations: [...patchOperations] },
    says,
  };
}

/** The key that the settings of all methods have; one method has its path and verb, such as `~1pets/GET`. */
export const allMethods = '*/*';

/** Where a patch finds the settings of a key. */
export function settingsPath(key: string): string {
  const end = key.lastIndexOf('/');
  return `/${key.slice(0, end).replaceAll('/', '~1')}${key.slice(end)}`;
}
