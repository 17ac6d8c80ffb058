import type { ConfigCandidate } from '../../catalogue/derive/targets.ts';
import { readerCredentials } from './credentials.ts';
import { send } from './send.ts';

/** The ARN of a resource that a Config rule names by Config's own id; undefined where Config does not know it. */
export async function arnFromConfig({ place, configId }: ConfigCandidate): Promise<string | undefined> {
  const { output } = await send({
    call: 'config:BatchGetResourceConfig',
    input: { resourceKeys: [{ resourceType: configId.type, resourceId: configId.id }] },
    region: place.region,
    credentials: await readerCredentials(place),
  });
  const [item] = (output['baseConfigurationItems'] ?? []) as { arn?: string }[];
  return item?.arn;
}
