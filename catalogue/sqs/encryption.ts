import * as z from 'zod';
import type { Change } from '../control.ts';
import { KeyUse } from '../kms/key-use.ts';
import { Senders } from '../policy/senders.ts';
import { setAttributes } from './queue.ts';

/** With what a queue encrypts: nothing, SQS's own keys, or a KMS key as the queue names it. */
const Encryption = z.union([z.literal('none'), z.literal('SQS'), z.object({ key: z.string() })]);
export type Encryption = z.infer<typeof Encryption>;

export const Queue = z.object({
  name: z.string(),
  url: z.string(),
  encryption: Encryption,
  /** Who sends, and whom of the AWS services among them the wanted key lets in; read only where a key would be set. */
  use: z.object({ senders: Senders, wanted: KeyUse }).nullable(),
});
export type Queue = z.infer<typeof Queue>;

/** SQS takes one kind of encryption at a time, so each call turns the other one off. */
export function setEncryption(queue: Queue, encryption: Encryption, says: string): Change<'sqs:SetQueueAttributes'> {
  return setAttributes(
    queue,
    typeof encryption === 'object'
      ? { KmsMasterKeyId: encryption.key, SqsManagedSseEnabled: 'false' }
      : { KmsMasterKeyId: '', SqsManagedSseEnabled: encryption === 'SQS' ? 'true' : 'false' },
    says,
  );
}
