import * as z from 'zod';
import { type Batch, batchOf, closeBatch, collectOn } from './aws/batches.ts';
import { channelsInUse, Delivery, deliver, limitOf, retries } from './aws/deliveries.ts';
import { isFirstSeen, nextSpan, takeMessage, wasSeen } from './aws/links.ts';
import { Telling } from './aws/tell.ts';
import { giveUp } from './aws/workflow.ts';
import type { ChannelName } from './domain/people.ts';
import { examinable } from './examine/examinable.ts';
import { type Asking, askingOf } from './question/load.ts';
import { mailQuestions } from './question/send-mail.ts';
import { sendNotice } from './question/send-notice.ts';
import { postQuestions } from './question/send-slack.ts';
import { count, logger, traced } from './telemetry.ts';

const Queued = z.object({ Records: z.array(z.object({ body: z.string() })).length(1) });

/** Sends collected questions, or a notice, through one channel. A channel that takes no more, or is down, loses none of them. */
const sending = traced(async (input: unknown): Promise<void> => {
  const { Records } = Queued.parse(input);
  const body: unknown = JSON.parse(Records[0]?.body ?? '');
  const now = new Date();
  const telling = Telling.safeParse(body);
  if (telling.success) {
    return sendNotice(telling.data, now);
  }
  const delivery = Delivery.parse(body);
  const batch = await batchOf(delivery.batch);
  if (batch === undefined) {
    logger.warn('there is no such batch (any more)', { batch: delivery.batch });
    return;
  }
  if (!(await takeMessage(delivery.channel, limitOf(delivery.channel), now))) {
    return later(batch, delivery, now);
  }
  await closeBatch(batch);
  await send(delivery, now);
});

export const handler = examinable(sending, async () => (await import('./examine/channels.ts')).examineChannels());

/** The limit of the channel is reached: the batch collects on, and is sent when the channel takes messages again. */
async function later(batch: Batch, delivery: Delivery, now: Date): Promise<void> {
  const then = nextSpan(now);
  count('ChannelLimited', { channel: delivery.channel });
  logger.warn('the limit of messages is reached', { channel: delivery.channel, until: then.toISOString() });
  await collectOn(batch, then.toISOString());
  await deliver({ ...delivery, late: true }, (then.getTime() - now.getTime()) / 1000);
}

async function send(delivery: Delivery, now: Date): Promise<void> {
  const asking = await askingOf(delivery.batch, now);
  const open = asking?.courses.filter((_, index) => asking.questions[index]?.outcome === undefined) ?? [];
  if (asking === undefined || open.length === 0) {
    return;
  }
  const questions = asking.questions.filter(({ outcome }) => outcome === undefined);
  const still = { ...asking, courses: open, questions };
  try {
    await channels[delivery.channel](still, delivery.late);
    logger.info('questions sent', { channel: delivery.channel, batch: delivery.batch, questions: questions.length });
  } catch (error) {
    await failed(delivery, still, error);
  }
}

const channels: Readonly<Record<ChannelName, (asking: Asking, late: boolean) => Promise<void>>> = {
  mail: mailQuestions,
  slack: postQuestions,
};

/** Tried again after a while. Where every channel failed for good, the question ends: nobody was reached. */
async function failed(delivery: Delivery, asking: Asking, error: unknown): Promise<void> {
  const { channel, attempt, batch } = delivery;
  const because = error instanceof Error ? error.name : 'unknown';
  count('ChannelFailed', { channel });
  logger.error('a channel is down', { channel, batch, attempt, because });
  const wait = retries[attempt];
  if (wait !== undefined) {
    return deliver({ ...delivery, attempt: attempt + 1 }, wait);
  }
  if ((await failedEverywhere(delivery)) && asking.batch.occasion === 'ask') {
    const first = asking.courses.filter(({ asked }) => asked.group === 0);
    await Promise.all(first.map(({ asked }) => end(asked.taskToken)));
  }
  throw error;
}

async function failedEverywhere({ batch, channel }: Delivery): Promise<boolean> {
  const note = (one: ChannelName) => `${batch} could not be sent by ${one}`;
  await isFirstSeen(note(channel), new Date());
  const others = channelsInUse().filter((other) => other !== channel);
  return (await Promise.all(others.map((other) => wasSeen(note(other))))).every(Boolean);
}

/** Nobody could be asked: the remediation is held, and nothing is changed. One that does not wait any more has its end already. */
async function end(taskToken: string): Promise<void> {
  try {
    await giveUp(taskToken, 'NobodyReached', 'no approver could be written to, by any channel');
  } catch (error) {
    logger.warn('the question had ended', { because: error instanceof Error ? error.name : 'unknown' });
  }
}
