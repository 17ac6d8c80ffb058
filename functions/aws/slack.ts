import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { environment } from '../environment.ts';
import type { Message } from '../slack/message.ts';
import { slackSecret } from './secrets.ts';

/** Errors that say that the token is not, or no longer, the right one. */
const doubtful = ['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired'];

/** Makes a call of Slack's Web API; once more with a token read anew, where the one that is known was changed. */
async function calling<T>(call: (client: WebClient) => Promise<T>): Promise<T> {
  try {
    return await call(await clientWith(false));
  } catch (error) {
    const code = (error as { data?: { error?: string } }).data?.error ?? '';
    if (!doubtful.includes(code)) {
      throw error;
    }
    return call(await clientWith(true));
  }
}

async function clientWith(isDoubted: boolean): Promise<WebClient> {
  const [module, { botToken }] = await Promise.all([import('@slack/web-api'), slackSecret(Date.now(), { isDoubted })]);
  // It is CommonJS: in a bundle, everything in it is its default export.
  const { WebClient, LogLevel } = (module as unknown as { default?: typeof module }).default ?? module;
  // What is not sent now is sent again by the queue that it waits in.
  return new WebClient(botToken, {
    slackApiUrl: environment.slackApiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 1 },
    rejectRateLimitedCalls: true,
    timeout: 8_000,
  });
}

/** Whether Slack takes the token, and it is of the workspace that the configuration names. */
export async function slackFacts({
  team,
}: {
  readonly team: string;
}): Promise<{ readonly says: string; readonly problem: string | null }> {
  const { team: name, team_id: id } = await calling((client) => client.auth.test());
  return {
    says: `the workspace ${name ?? id ?? 'without a name'}`,
    problem: id === team ? null : `the token is of the workspace ${id}, and the configuration names ${team}`,
  };
}

export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

const Answer = z.object({ channel: z.string(), ts: z.string() });

export async function postMessage(channel: string, message: Message, thread?: string): Promise<Posted> {
  const options = {
    channel,
    ...message,
    unfurl_links: false,
    unfurl_media: false,
    ...(thread && { thread_ts: thread }),
  };
  return Answer.parse(await calling((client) => client.chat.postMessage(options)));
}

export async function updateMessage({ channel, ts }: Posted, message: Message): Promise<void> {
  await calling((client) => client.chat.update({ channel, ts, ...message }));
}

/** A note that only this person sees. */
export async function tellPerson(channel: string, user: string, text: string): Promise<void> {
  await calling((client) => client.chat.postEphemeral({ channel, user, text }));
}

export async function openModal(trigger: string, view: ModalView): Promise<void> {
  await calling((client) => client.views.open({ trigger_id: trigger, view }));
}

const Member = z.object({
  id: z.string(),
  team_id: z.string(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_email_confirmed: z.boolean().default(false),
  profile: z.object({ email: z.string().optional() }).default({}),
});

export interface FullMember {
  readonly id: string;
  /** The mail that Slack has confirmed to be theirs. */
  readonly confirmedMail: string | undefined;
}

/** A full, active, human member of this workspace; what else somebody is, where they are not. Asked of Slack each time. */
export async function memberOf(user: string, team: string): Promise<FullMember | { readonly isNot: string }> {
  const answer = await calling((client) => client.users.info({ user }));
  const member = Member.parse(answer.user);
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger } = member;
  if (member.team_id !== team || is_stranger) {
    return { isNot: 'a member of this workspace' };
  }
  if (deleted || is_bot || is_restricted || is_ultra_restricted) {
    return { isNot: deleted ? 'an active member' : is_bot ? 'a person' : 'a full member' };
  }
  return { id: member.id, confirmedMail: member.is_email_confirmed ? member.profile.email : undefined };
}
