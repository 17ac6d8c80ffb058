import * as z from 'zod';
import type { Output } from '../calls.ts';
import type { Caller, Permission, Target } from '../control.ts';
import { tagsOf } from '../tags.ts';

export const parameterGroupArn = 'arn:{partition}:rds:{region}:{account}:pg:*';

export const parameterReads = [
  { call: 'rds:DescribeDBParameters', on: parameterGroupArn },
  { call: 'rds:ListTagsForResource', on: parameterGroupArn },
] as const satisfies readonly Permission[];

export const Parameter = z.object({
  name: z.string(),
  value: z.string().nullable(),
  /** Whether the group sets it; otherwise it is the engine’s own default. */
  isSet: z.boolean(),
  /** Whether a new value takes effect without a restart. */
  isDynamic: z.boolean(),
  isModifiable: z.boolean(),
});
export type Parameter = z.infer<typeof Parameter>;

/** The first of some parameters that a group knows; `undefined` where its engine knows none of them. */
export async function readParameter(
  group: string,
  names: readonly string[],
  aws: Caller<'rds:DescribeDBParameters'>,
): Promise<Parameter | undefined> {
  let Marker: string | undefined;
  do {
    const page = await aws('rds:DescribeDBParameters', {
      DBParameterGroupName: group,
      Filters: [{ Name: 'parameter-name', Values: [...names] }],
      ...(Marker && { Marker }),
    });
    const found = page?.Parameters?.find(({ ParameterName = '' }) => names.includes(ParameterName));
    if (found !== undefined) {
      return parameterOf(found);
    }
    Marker = page?.Marker;
  } while (Marker);
  return undefined;
}

type Described = NonNullable<Output<'rds:DescribeDBParameters'>['Parameters']>[number];

function parameterOf({ ParameterName = '', ParameterValue, Source, ApplyType, IsModifiable }: Described): Parameter {
  return {
    name: ParameterName,
    value: ParameterValue ?? null,
    isSet: Source === 'user',
    isDynamic: ApplyType === 'dynamic',
    isModifiable: IsModifiable ?? false,
  };
}

/** Groups of that name are AWS’s own: whoever wants another value has to make a group. */
export function isDefaultGroup(name: string): boolean {
  return name.startsWith('default.');
}

export async function groupTags(
  { arn }: Target,
  aws: Caller<'rds:ListTagsForResource'>,
): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await aws('rds:ListTagsForResource', { ResourceName: arn }))?.TagList);
}
