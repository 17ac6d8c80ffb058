import type { Caller, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';

export const keyArn = 'arn:{partition}:kms:{region}:{account}:key/*';

/** Where CloudTrail's calls of KMS name their key: by its id or by its ARN. */
export const keyTarget = 'arn:{partition}:kms:{region}:{account}:key/{keyId}';

/** Where `CreateKey` names the new key. A replica is recorded so, too, in its own region. */
export const newKeyTarget = '{responseElements.keyMetadata.arn}';

/** What every control of keys reads besides its own: their tags, and which there are. */
export const keyReads = [
  { call: 'kms:ListResourceTags', on: keyArn },
  { call: 'kms:ListKeys', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of keys share: each spreads it, and `keyReads` into its reads. */
export const keys = {
  resources: { 'AWS::KMS::Key': 'arn:{partition}:kms:{region}:{account}:key/{resourceId}' },
  gone: ['NotFoundException'],
  list: listKeys,
  tags: keyTags,
} as const;

/** What a key is called in a sentence: its id. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** A key has 50 tags at most, which one page holds. */
async function keyTags(
  { arn }: Target,
  aws: Caller<'kms:ListResourceTags'>,
): Promise<Readonly<Record<string, string>>> {
  const tags = (await aws('kms:ListResourceTags', { KeyId: arn }))?.Tags ?? [];
  return Object.fromEntries(tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]));
}

/** The keys of an account in one region, those that AWS manages among them. */
async function* listKeys(_: Place, aws: Caller<'kms:ListKeys'>): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('kms:ListKeys', { Limit: 1_000, ...(Marker && { Marker }) });
    for (const { KeyArn } of page?.Keys ?? []) {
      if (KeyArn !== undefined) {
        yield KeyArn;
      }
    }
    Marker = page?.Truncated ? page.NextMarker : undefined;
  } while (Marker !== undefined);
}
