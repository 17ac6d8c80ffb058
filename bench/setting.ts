import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type Cloud, startCloud } from '../local/cloud.ts';
import { createTap, type Tap } from './tap.ts';

/** What tells the benchmark's own calls from those it counts. */
export const userAgent = 'homeostat-bench';

const directory = '.local/bench';
const app = { context: { config: 'bench/homeostat.config.ts' } };

/** The running local cloud, with clients that go straight to the emulator: their calls leave no events. */
export type Setting = Readonly<{
  cloud: Cloud;
  /** The hub stack's outputs. */
  outputs: Readonly<Record<string, string>>;
  directory: string;
  tap: Tap;
  s3: S3Client;
  iam: IAMClient;
  events: EventBridgeClient;
  workflows: SFNClient;
  lambda: LambdaClient;
}>;

export async function startSetting(signal: AbortSignal): Promise<Setting> {
  // An emulator that is named here would be measured with whatever else it does.
  delete process.env['AWS_ENDPOINT_URL'];
  const tap = createTap();
  const cloud = await startCloud({ ports: 'free', directory, quiet: true, signal, app, observe: tap.observe });
  const plain = {
    endpoint: cloud.emulator,
    region: cloud.endpoints.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    customUserAgent: userAgent,
  };
  return {
    cloud,
    outputs: cloud.outputs['Homeostat'] ?? {},
    directory,
    tap,
    s3: new S3Client({ ...plain, forcePathStyle: true }),
    iam: new IAMClient(plain),
    events: new EventBridgeClient(plain),
    workflows: new SFNClient(plain),
    lambda: new LambdaClient(plain),
  };
}
