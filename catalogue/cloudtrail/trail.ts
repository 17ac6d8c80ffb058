import type { Output } from '../calls.ts';
import type { Caller, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';

/** Trails of the account: an organization's trail has the ARN of the management account wherever it shows up. */
export const trailArn = 'arn:{partition}:cloudtrail:{region}:{account}:trail/*';

/** Where CloudTrail's own calls name their trail, mostly. A trail can be changed in its home region only. */
export const trailTarget = 'arn:{partition}:cloudtrail:{region}:{account}:trail/{name}';
export const trailTargetOfSelectors = 'arn:{partition}:cloudtrail:{region}:{account}:trail/{trailName}';

/** What every control of trails reads besides its own: their tags, and which there are. */
export const trailReads = [
  { call: 'cloudtrail:ListTags', on: trailArn },
  { call: 'cloudtrail:ListTrails', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of trails share: each spreads it, and `trailReads` into its reads. */
export const trails = {
  resources: { 'AWS::CloudTrail::Trail': 'by-arn' },
  gone: ['TrailNotFoundException'],
  list: listTrails,
  tags: trailTags,
} as const;

export function nameOf({ arn }: Target): string {
  return arn.split('/').at(-1) ?? '';
}

async function trailTags(
  { arn }: Target,
  aws: Caller<'cloudtrail:ListTags'>,
): Promise<Readonly<Record<string, string>>> {
  const [found] = (await aws('cloudtrail:ListTags', { ResourceIdList: [arn] }))?.ResourceTagList ?? [];
  return tagsOf(found?.TagsList);
}

/** The account's trails in their home region: each other region shows them too, as it shows an organization's. */
async function* listTrails(
  { partition, region, account }: Place,
  aws: Caller<'cloudtrail:ListTrails'>,
): AsyncGenerator<string> {
  const ours = `arn:${partition}:cloudtrail:${region}:${account}:trail/`;
  let NextToken: string | undefined;
  do {
    const page: Output<'cloudtrail:ListTrails'> | undefined = await aws('cloudtrail:ListTrails', { NextToken });
    for (const { TrailARN = '' } of page?.Trails ?? []) {
      if (TrailARN.startsWith(ours)) {
        yield TrailARN;
      }
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
}

/**
 * Control Tower keeps this trail, and forbids everybody else to change it.
 * Source: AWS Control Tower, "Controls that cannot be changed with the AWS Control Tower APIs", AWS-GR_CLOUDTRAIL_CHANGE_PROHIBITED.
 */
export function isOfControlTower({ name }: { readonly name: string }): boolean {
  return name === 'aws-controltower-BaselineCloudTrail';
}
