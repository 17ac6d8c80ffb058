import * as z from 'zod';
import { isFirstSeen } from './aws/links.ts';
import { slackSecret } from './aws/secrets.ts';
import { memberOf } from './aws/slack.ts';
import { config } from './config.ts';
import { bySlack } from './domain/identity.ts';
import type { Approver } from './domain/people.ts';
import { answerClick, answerSubmission, Interaction } from './slack/interaction.ts';
import { distrust, type Signed } from './slack/signature.ts';
import { count, logger, traced } from './telemetry.ts';

const Request = z.object({
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  headers: z.record(z.string(), z.string().nullish()).nullish(),
});

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * What people do with Slack's buttons and forms. Nothing is believed that Slack did not sign just now, for this app and
 * workspace; nothing is sent to an address that a request names.
 */
export const handler = traced(async (input: unknown): Promise<Answer> => {
  const request = Request.parse(input);
  const now = new Date();
  const signed = signedOf(request);
  const doubt = await doubtAbout(signed, now);
  if (doubt !== undefined) {
    count('SlackRefused', { reason: doubt });
    logger.warn('a request to the Slack endpoint was refused', { because: doubt });
    return { statusCode: 401, headers: {}, body: '' };
  }
  const interaction = Interaction.safeParse(payloadIn(signed.body));
  if (!interaction.success) {
    return { statusCode: 400, headers: {}, body: '' };
  }
  return answer(interaction.data, now);
});

function signedOf({ body, isBase64Encoded, headers }: z.infer<typeof Request>): Signed {
  const lower = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? ''),
    timestamp: lower['x-slack-request-timestamp'] ?? '',
    signature: lower['x-slack-signature'] ?? '',
  };
}

/** A signature that is wrong may be right by a secret that was changed since it was read. */
async function doubtAbout(signed: Signed, now: Date): Promise<string | undefined> {
  const { signingSecret } = await slackSecret(now.getTime());
  const first = distrust(signed, signingSecret, now);
  if (first === undefined) {
    return (await isFirstSeen(signed.signature, now)) ? undefined : 'it came before';
  }
  const { signingSecret: anew } = await slackSecret(now.getTime(), { isDoubted: true });
  return anew === signingSecret || distrust(signed, anew, now) !== undefined
    ? first
    : (await isFirstSeen(signed.signature, now))
      ? undefined
      : 'it came before';
}

function payloadIn(body: string): unknown {
  try {
    return JSON.parse(new URLSearchParams(body).get('payload') ?? '');
  } catch {
    return undefined;
  }
}

async function answer(interaction: Interaction, now: Date): Promise<Answer> {
  const { slack } = config.channels;
  const { team, user, api_app_id: app } = interaction;
  if (slack === undefined || team?.id !== slack.team || app !== slack.app) {
    count('SlackRefused', { reason: 'another workspace or app' });
    return { statusCode: 403, headers: {}, body: '' };
  }
  const person = await personBehind(user.id, slack.team);
  const says =
    interaction.type === 'block_actions'
      ? await answerClick(interaction, person, now)
      : await answerSubmission(interaction, person, now);
  return says === undefined
    ? { statusCode: 200, headers: {}, body: '' }
    : { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(says) };
}

/** Who clicked: looked up in Slack now, whatever the request says of them. */
async function personBehind(user: string, team: string): Promise<Approver | string> {
  const member = await memberOf(user, team);
  if ('isNot' in member) {
    return `Slack does not know you as ${member.isNot}, so you cannot decide here.`;
  }
  return (
    bySlack(config.approvers, member) ??
    'You are no approver: the configuration names none with your Slack id, or with the mail that Slack has confirmed for you.'
  );
}
