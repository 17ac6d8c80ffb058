import * as z from 'zod';

const written = (most: number) => z.string().min(1).max(most);

const plain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: written(most), emoji: z.boolean().optional() });

const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: written(most), verbatim: z.boolean().optional() });

/** A text object of Block Kit, with the most characters its place allows. */
export const plainText = plain;
export const anyText = (most: number) => z.discriminatedUnion('type', [plain(most), mrkdwn(most)]);

export type Text = z.infer<ReturnType<typeof anyText>>;

/** An identifier the app chooses. Without one Slack makes one up. */
export const Id = z.string().min(1).max(255).optional();
