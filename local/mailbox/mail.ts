import * as z from 'zod';

/** A mail that SES has been given, as MiniStack's inbox shows it. */
export const Mail = z.object({
  MessageId: z.string(),
  Source: z.string(),
  To: z.array(z.string()).default([]),
  Subject: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  BodyText: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  BodyHtml: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  Timestamp: z.union([z.string(), z.number()]),
});
export type Mail = z.infer<typeof Mail>;

const Inbox = z.object({ messages: z.record(z.string(), z.array(Mail)) });

/** Every mail of every account, newest first. */
export async function readInbox(emulator: string): Promise<readonly Mail[]> {
  const answer = await fetch(`${emulator}/_ministack/ses/messages`);
  if (!answer.ok) throw new Error(`the emulator's inbox answered ${answer.status}`);
  const { messages } = Inbox.parse(await answer.json());
  return Object.values(messages)
    .flat()
    .reverse()
    .sort((one, other) => sentAt(other).getTime() - sentAt(one).getTime());
}

/** When it was sent; the inbox has seconds since 1970 or ISO 8601. */
export function sentAt({ Timestamp }: Mail): Date {
  return new Date(typeof Timestamp === 'number' ? Timestamp * 1000 : Timestamp);
}
