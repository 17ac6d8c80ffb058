import { mailFacts } from '../aws/mail.ts';
import { slackFacts } from '../aws/slack.ts';
import { config } from '../config.ts';
import { type ChannelFacts, looked } from '../domain/examination.ts';

/** Whether approvers can be written to. */
export async function examineChannels(): Promise<readonly ChannelFacts[]> {
  const { mail, slack } = config.channels;
  return Promise.all([
    ...(mail ? [look('mail', () => mailFacts(mail.from))] : []),
    ...(slack ? [look('slack', () => slackFacts(slack))] : []),
  ]);
}

async function look(
  channel: ChannelFacts['channel'],
  found: () => Promise<{ says: string; problem: string | null }>,
): Promise<ChannelFacts> {
  return { channel, reached: await looked(found) };
}
