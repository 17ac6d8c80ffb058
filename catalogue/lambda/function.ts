import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Caller, Permission, Target, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';

export const functionArn = 'arn:{partition}:lambda:{region}:{account}:function:*';

/** Where CloudTrail's calls of Lambda name their function: by name, by ARN or by a part of one. `located` makes one of them. */
export const functionTarget = 'arn:{partition}:lambda:{region}:{account}:function:{functionName}';

/** The version or alias that a call names beside its function. */
export const qualifiedTarget = `${functionTarget}:{qualifier}`;

/** The calls that make or configure a function. Lambda writes the version of its API behind the names of its older calls. */
export const functionConfigured = {
  kind: 'api-call',
  service: 'lambda',
  events: ['CreateFunction20150331', 'UpdateFunctionConfiguration20150331v2'],
  target: functionTarget,
} as const satisfies Trigger;

/** The calls that tag a function, or take tags off it. */
export const functionTagged = {
  kind: 'api-call',
  service: 'lambda',
  events: ['TagResource20170331', 'TagResource20170331v2', 'UntagResource20170331', 'UntagResource20170331v2'],
  target: '{resource}',
} as const satisfies Trigger;

/** What every control of functions reads besides its own: their tags, and which there are. */
export const functionReads = [
  { call: 'lambda:ListTags', on: functionArn },
  { call: 'lambda:ListFunctions', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of functions share: each spreads it, and `functionReads` into its reads. */
export const functions = {
  resources: { 'AWS::Lambda::Function': 'arn:{partition}:lambda:{region}:{account}:function:{resourceId}' },
  gone: ['ResourceNotFoundException'],
  list: listFunctions,
  locate: located,
  tags: functionTags,
} as const;

export interface Named {
  readonly name: string;
  /** Its version or alias; `null` for the function itself. */
  readonly qualifier: string | null;
}

export function functionOf({ arn }: Pick<Target, 'arn'>): Named {
  const [name = '', qualifier = null] = arn.slice(arn.lastIndexOf('function:') + 'function:'.length).split(':');
  return { name, qualifier };
}

/** How a sentence names it: `function orders:live`. */
export function inWords(target: Pick<Target, 'arn'>): string {
  const { name, qualifier } = functionOf(target);
  return qualifier === null ? `function ${name}` : `function ${name}:${qualifier}`;
}

/** How a call names a function, and its version or alias where it is about one. */
export function called({ name, qualifier }: Named): { readonly FunctionName: string; readonly Qualifier?: string } {
  return { FunctionName: name, ...(qualifier !== null && { Qualifier: qualifier }) };
}

/** The ARN of the function itself: versions cannot be changed, so what is judged is what the next one is made of. */
async function located({ arn, account, region }: Target): Promise<string> {
  return arnOf({ partition: partitionIn(arn), account, region }, { ...functionOf({ arn }), qualifier: null });
}

/** The ARN of what was named: the function, or its version or alias. */
export async function locatedAsNamed({ arn, account, region }: Target): Promise<string> {
  return arnOf({ partition: partitionIn(arn), account, region }, functionOf({ arn }));
}

export function arnOf({ partition, account, region }: Place, { name, qualifier }: Named): string {
  const arn = `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  return qualifier === null ? arn : `${arn}:${qualifier}`;
}

async function functionTags(target: Target, aws: Caller<'lambda:ListTags'>): Promise<Readonly<Record<string, string>>> {
  return (await aws('lambda:ListTags', { Resource: await located(target) }))?.Tags ?? {};
}

export async function* listFunctions(_: Place, aws: Caller<'lambda:ListFunctions'>): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('lambda:ListFunctions', { ...(Marker && { Marker }) });
    for (const { FunctionArn } of page?.Functions ?? []) {
      if (FunctionArn !== undefined) {
        yield FunctionArn;
      }
    }
    Marker = page?.NextMarker;
  } while (Marker);
}

/** Whether a function can be changed now: Lambda refuses it while another change is under way. */
export const Lifecycle = z.enum(['ready', 'changing', 'deleting', 'copy']);
type Lifecycle = z.infer<typeof Lifecycle>;

type Configuration = Pick<FunctionConfiguration, 'State' | 'LastUpdateStatus' | 'MasterArn'>;

export function lifecycleOf({ State, LastUpdateStatus, MasterArn }: Configuration = {}): Lifecycle {
  if (MasterArn) {
    return 'copy';
  }
  if (State === 'Deleting') {
    return 'deleting';
  }
  const isChanging = State === 'Pending' || State === 'Deactivating' || LastUpdateStatus === 'InProgress';
  return isChanging ? 'changing' : 'ready';
}

/**
 * Why a function cannot be changed, as a clause; `undefined` where it can.
 * Source: AWS Control Tower, "Disallow Changes to AWS Lambda Functions Set Up by AWS Control Tower".
 */
export function hindrance({ name, lifecycle }: { name: string; lifecycle: Lifecycle }): string | undefined {
  if (name.startsWith('aws-controltower-')) {
    return `function ${name} is kept by AWS Control Tower, which alone can change it`;
  }
  switch (lifecycle) {
    case 'ready':
      return undefined;
    case 'changing':
      return `function ${name} is being made or changed just now; Lambda takes no other change meanwhile`;
    case 'deleting':
      return `function ${name} is being deleted`;
    case 'copy':
      return `function ${name} is a copy that CloudFront keeps; only the function that it was made from can be changed`;
    default:
      return lifecycle satisfies never;
  }
}

function partitionIn(arn: string): string {
  return arn.split(':')[1] ?? 'aws';
}
