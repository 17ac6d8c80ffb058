import type { ConfigCandidate } from '../../catalogue/derive/targets.ts';
import { asReader } from './credentials.ts';

/** The ARN of a resource that a Config rule names by Config's own id; undefined where Config does not know it. */
export async function arnFromConfig({ place, configId }: ConfigCandidate): Promise<string | undefined> {
  const { output } = await asReader(place)({
    call: 'config:BatchGetResourceConfig',
    input: { resourceKeys: [{ resourceType: configId.type, resourceId: configId.id }] },
    region: place.region,
  });
  const [item] = (output['baseConfigurationItems'] ?? []) as { arn?: string }[];
  return item?.arn;
}
