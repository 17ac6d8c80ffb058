import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { config } from '../config.ts';
import type { ChannelName } from '../domain/people.ts';
import { environment } from '../environment.ts';

const sqs = new SQSClient({ maxAttempts: 5 });

/** A message to be sent through one channel. Each channel has its own, so that one that is down holds up no other. */
export const Delivery = z.object({
  batch: z.string(),
  channel: z.enum(['mail', 'slack']),
  /** It had to wait, because the channel takes no more messages in ten minutes. */
  late: z.boolean(),
  /** How often it was tried before. */
  attempt: z.int(),
});
export type Delivery = z.infer<typeof Delivery>;

/** A channel that is down is tried again after these many seconds; what it could not be given then waits in the dead letters. */
export const retries: readonly number[] = [5, 30, 120, 600];

/** SQS delays a message by 15 minutes at most. */
const longestDelay = 900;

/** Has a batch of questions sent through every channel there is, after it was collected. */
export async function sendLater(batch: string, seconds: number): Promise<void> {
  await Promise.all(channelsInUse().map((channel) => deliver({ batch, channel, late: false, attempt: 0 }, seconds)));
}

export async function deliver(delivery: Delivery, seconds: number): Promise<void> {
  await enqueue(delivery, seconds);
}

/** Puts something into the queue of what is sent to people. */
export async function enqueue(message: object, seconds: number): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: environment.deliveries,
      MessageBody: JSON.stringify(message),
      DelaySeconds: Math.min(longestDelay, Math.max(0, Math.ceil(seconds))),
    }),
  );
}

export function channelsInUse(): readonly ChannelName[] {
  return (['mail', 'slack'] as const).filter((channel) => config.channels[channel] !== undefined);
}

/** How many messages a channel takes in ten minutes. */
export function limitOf(channel: ChannelName): number {
  return config.channels[channel]?.messagesPerTenMinutes ?? 1;
}
