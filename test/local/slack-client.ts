import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { signatureHeaders } from '../../local/slack/sign.ts';
import { api, eventually, secrets, slack } from './cloud.ts';

interface Block {
  readonly type: string;
  readonly text?: { readonly text: string };
}
export interface SlackMessage {
  readonly ts: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly replies: readonly { readonly text: string }[];
  readonly edited?: object;
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${slack}${path}`)).json()) as T;
}

async function post<T>(path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return (await (await fetch(`${slack}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json()) as T;
}

interface Channel {
  readonly id: string;
  readonly messages: readonly SlackMessage[];
  readonly ephemeral: readonly { readonly text: string; readonly only_for: string }[];
}

async function approvals(): Promise<Channel> {
  const { channels } = await get<{ channels: Channel[] }>('/messages.json');
  const found = channels.find(({ id }) => id === 'C0APPROVALS');
  if (found === undefined) {
    throw new Error('the channel is not there');
  }
  return found;
}

/** The message that asks about a resource, once it has come. */
export function messageAbout(resource: string): Promise<SlackMessage> {
  return eventually(async () => {
    const { messages } = await approvals();
    return messages.findLast((message) => JSON.stringify(message.blocks).includes(resource));
  });
}

/** What only one person was told in the channel. */
export async function toldTo(user: string): Promise<readonly string[]> {
  return (await approvals()).ephemeral.filter(({ only_for }) => only_for === user).map(({ text }) => text);
}

interface Posted {
  readonly outcome: string;
  readonly text: string;
  readonly status: number;
  readonly posted: { readonly headers: Record<string, string>; readonly body: string };
}

export function click(user: string, { ts }: Pick<SlackMessage, 'ts'>, decision: string): Promise<Posted> {
  return post('/click', { user, channel: 'C0APPROVALS', ts, action_id: `homeostat:${decision}` });
}

interface View {
  readonly user: string;
  readonly view: { readonly id: string; readonly private_metadata: string };
}

/** The form that somebody has open about a resource's remediation. */
export async function formOf(user: string, id: string): Promise<View['view'] | undefined> {
  const views = await get<readonly View[]>('/views.json');
  return views.find((open) => open.user === user && JSON.stringify(open).includes(id))?.view;
}

export function submit(user: string, view: string, values: object): Promise<Posted> {
  return post('/submit', { user, view_id: view, values });
}

/** Decides in Slack as a person does: a button, then the form. Answers with what the form says in the end. */
export async function decideInSlack(
  user: string,
  about: { readonly arn: string; readonly id: string },
  decision: 'approve' | 'reject' | 'exempt',
  values: object = { comment: { comment: '' } },
): Promise<string> {
  await click(user, await messageAbout(about.arn), decision);
  const view = await eventually(() => formOf(user, about.id));
  return (await submit(user, view.id, values)).text;
}

export function setMode(mode: 'ok' | 'down'): Promise<object> {
  return post('/mode', { mode });
}

export function responseUrls(): Promise<unknown> {
  return get('/response-urls.json');
}

/** A request as Slack makes it, or nearly. */
export async function sendAsSlack(
  payload: object | string,
  { at = new Date(), secret, change = {} }: { at?: Date; secret?: string; change?: Record<string, string> } = {},
): Promise<number> {
  const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId: 'homeostat/slack' }));
  const signingSecret = secret ?? (JSON.parse(SecretString) as { signingSecret: string }).signingSecret;
  const body = typeof payload === 'string' ? payload : `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...signatureHeaders({ body, signingSecret, at }),
    ...change,
  };
  return (await fetch(`${api}/slack/interactions`, { method: 'POST', headers, body })).status;
}
