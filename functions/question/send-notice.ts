import { limitOf, retries } from '../aws/deliveries.ts';
import { nextSpan, takeMessage } from '../aws/links.ts';
import { sendMail } from '../aws/mail.ts';
import { postMessage } from '../aws/slack.ts';
import { type Telling, tellLater } from '../aws/tell.ts';
import { config } from '../config.ts';
import type { Notice } from '../domain/notice.ts';
import { type Message, section } from '../slack/message.ts';
import { said } from '../slack/text.ts';
import { count, logger } from '../telemetry.ts';
import { noticeMail } from './notice-mail.tsx';

/** Sends a notice to one address. A channel that takes no more, or is down, gets it later. */
export async function sendNotice(telling: Telling, now: Date): Promise<void> {
  const { channel, attempt, notice } = telling;
  if (!(await takeMessage(channel, limitOf(channel), now))) {
    count('ChannelLimited', { channel });
    return tellLater(telling, (nextSpan(now).getTime() - now.getTime()) / 1000);
  }
  try {
    await send(telling);
    logger.info('people were told', { channel, title: notice.title });
  } catch (error) {
    count('ChannelFailed', { channel });
    logger.error('a channel is down', { channel, attempt, because: error instanceof Error ? error.name : 'unknown' });
    const wait = retries[attempt];
    if (wait === undefined) {
      throw error;
    }
    await tellLater({ ...telling, attempt: attempt + 1 }, wait);
  }
}

async function send({ channel, notice, to }: Telling): Promise<void> {
  switch (channel) {
    case 'mail':
      return sendMail(config.channels.mail?.from ?? '', noticeMail(notice, to));
    case 'slack':
      await postMessage(to, noticeMessage(notice));
      return;
    default:
      return channel satisfies never;
  }
}

function noticeMessage({ title, paragraphs }: Notice): Message {
  const text = said(title);
  return { text, blocks: [section(`*${text}*`), ...paragraphs.map((paragraph) => section(said(paragraph)))] };
}
