import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { catalogue } from '../catalogue/index.ts';
import { type Send, sendingAs } from '../functions/aws/sender.ts';
import { scan } from '../functions/scan.ts';
import type { Setting } from './setting.ts';

/** A scan of many buckets by every control of buckets. */
export type ScanOfBuckets = Readonly<{
  buckets: number;
  controls: number;
  checks: number;
  /** AWS calls that were made. */
  calls: number;
  /** Distinct calls among them: a call and its input. */
  distinct: number;
  /** What the same controls make when each reads for itself. */
  unshared: number;
  /** Milliseconds. */
  took: number;
  unread: number;
}>;

const controls = catalogue.filter(({ id }) => id.startsWith('s3.bucket-'));

/** Makes buckets until there are so many, and scans them all, straight at the emulator. */
export async function scanBuckets(setting: Setting, buckets: number): Promise<ScanOfBuckets> {
  const { cloud, s3 } = setting;
  const names = Array.from({ length: buckets }, (_, index) => `scanned-${index}`);
  for (const Bucket of names) {
    await s3.send(new CreateBucketCommand({ Bucket }));
  }
  process.env['AWS_ENDPOINT_URL'] = cloud.emulator.replace('localhost', '127.0.0.1');
  const { account, region } = cloud.endpoints;
  const place = { partition: 'aws', account, region };
  const counted = counting(sendingAs(async () => ({ accessKeyId: 'test', secretAccessKey: 'test' })));
  const settingsOf = (control: (typeof controls)[number]) => control.settings?.parse({}) ?? {};
  const start = performance.now();
  const { resources, checks, calls, unread } = await scan({ controls, place, settingsOf, send: counted.send });
  const took = performance.now() - start;
  const alone = await Promise.all(
    controls.map((control) => scan({ controls: [control], place, settingsOf, send: counted.send })),
  );
  delete process.env['AWS_ENDPOINT_URL'];
  return {
    ...{ buckets: resources, controls: controls.length, checks, calls, took, unread: unread.length },
    distinct: counted.distinct(),
    unshared: alone.reduce((sum, one) => sum + one.calls, 0),
  };
}

/** Keeps which calls were made; those of the scans that follow are the same ones. */
function counting(inner: Send) {
  const seen = new Set<string>();
  const send: Send = (call) => {
    seen.add(JSON.stringify([call.call, call.input]));
    return inner(call);
  };
  return { send, distinct: () => seen.size };
}
