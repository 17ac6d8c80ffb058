import * as z from 'zod';
import type { Change } from '../control.ts';
import { KeyUse } from '../kms/key-use.ts';
import { Senders } from '../policy/senders.ts';
import { setAttribute } from './topic.ts';

export const Topic = z.object({
  arn: z.string(),
  account: z.string(),
  /** The KMS key, as the topic names it; `null` where it is not encrypted. */
  key: z.string().nullable(),
  /** Who publishes, and whom of the AWS services among them the wanted key lets in; read only where it is not encrypted. */
  use: z.object({ senders: Senders, wanted: KeyUse }).nullable(),
});
export type Topic = z.infer<typeof Topic>;

/** No key is the empty one. */
export function setKey(arn: string, AttributeValue: string, says: string): Change<'sns:SetTopicAttributes'> {
  return setAttribute(arn, { AttributeName: 'KmsMasterKeyId', AttributeValue }, says);
}
