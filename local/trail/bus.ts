import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { CloudTrailRecord } from './record.ts';

/** The default event bus of one account and region. */
export type Bus = Readonly<{ put: (records: readonly CloudTrailRecord[]) => Promise<void>; close: () => void }>;

export type BusPlace = Readonly<{ endpoint: string; account: string; region: string }>;

/**
 * Where records are put under AWS's own name, `aws.s3`. An emulator that keeps `aws.*` for itself, as AWS does, gets
 * them as `local.s3`; the rules of the local deployment listen to both (see `../unsupported.ts`).
 */
export function openBus({ endpoint, account, region }: BusPlace): Bus {
  // The emulator takes twelve digits for the account whose bus is meant.
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  const client = new EventBridgeClient({ endpoint, region, credentials });
  let owner: 'aws' | 'local' = 'aws';
  return { put, close: () => client.destroy() };

  async function put(records: readonly CloudTrailRecord[]): Promise<void> {
    const answer = await client.send(new PutEventsCommand({ Entries: records.map((record) => entry(record, owner)) }));
    const refused = answer.Entries?.find((one) => one.ErrorCode);
    if (!refused) return;
    if (refused.ErrorCode !== 'NotAuthorizedForSourceException' || owner === 'local') {
      throw new Error(`${refused.ErrorCode} ${refused.ErrorMessage ?? ''}`);
    }
    owner = 'local';
    await put(records);
  }
}

function entry(record: CloudTrailRecord, owner: 'aws' | 'local'): PutEventsRequestEntry {
  const Source = `${owner}.${record.eventSource.replace('.amazonaws.com', '')}`;
  return { Source, DetailType: 'AWS API Call via CloudTrail', Detail: JSON.stringify(record) };
}
