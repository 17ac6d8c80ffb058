import * as z from 'zod';
import { config } from '../config.ts';
import { type Addressees, Notice } from '../domain/notice.ts';
import { enqueue } from './deliveries.ts';

/** A notice to one mail address, or to one channel of Slack: one that cannot be written to holds up no other. */
export const Telling = z.object({
  notice: Notice,
  channel: z.enum(['mail', 'slack']),
  to: z.string(),
  /** How often it was tried before. */
  attempt: z.int(),
});
export type Telling = z.infer<typeof Telling>;

/** Has people told something, by every channel there is. */
export async function tell(notice: Notice, { mails, group }: Addressees): Promise<void> {
  const { mail, slack } = config.channels;
  const channel = slack?.channels[group ?? ''] ?? slack?.channel;
  const tellings = [
    ...(mail ? mails.map((to) => ({ channel: 'mail' as const, to })) : []),
    ...(channel ? [{ channel: 'slack' as const, to: channel }] : []),
  ];
  await Promise.all(tellings.map((one) => tellLater({ notice, ...one, attempt: 0 }, 0)));
}

export async function tellLater(telling: Telling, seconds: number): Promise<void> {
  await enqueue(telling, seconds);
}
