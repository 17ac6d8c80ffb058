import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ErrorCode, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import { freePort } from '../../local/ports.ts';
import { type SlackOptions, startSlack } from '../../local/slack/start-slack.ts';

export const botToken = 'xoxb-test';
export const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';

/** What the app under test was sent, as it came off the wire. */
export type Heard = Readonly<{ headers: IncomingHttpHeaders; body: string }>;
type Answer = Readonly<{ status?: number; body?: unknown; after?: number }>;

/** A Slack with an app beside it that answers as it is told, and Slack's own client for it. */
export async function slackWithApp(options: Partial<SlackOptions> = {}) {
  const app = await startApp();
  const port = await freePort();
  const slack = await startSlack({ port, interactionsUrl: app.url, botToken, signingSecret, ...options });
  const quiet: WebClientOptions = { slackApiUrl: slack.apiUrl, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 } };
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => LogLevel.ERROR,
    setName() {},
  };
  const clientWith = (token: string | undefined, more: WebClientOptions = {}) =>
    new WebClient(token, { ...quiet, logger, ...more });
  const door = doorsOf(slack.url);
  const stop = async () => {
    await slack.stop();
    app.stop();
  };
  return { ...slack, ...door, app, client: clientWith(botToken), clientWith, stop };
}

/** What a call of Slack's client was refused with. */
export async function refusal(call: Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  try {
    await call;
  } catch (error) {
    const { code, data } = error as { code?: string; data?: Readonly<Record<string, unknown>> };
    if (code === ErrorCode.PlatformError && data) return data;
    throw error;
  }
  throw new Error('the call was not refused');
}

function doorsOf(url: string) {
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by the tests, field by field.
  type Json = any;
  const get = async (path: string): Promise<Json> => await (await fetch(`${url}${path}`)).json();
  const post = async (path: string, body: object): Promise<Json> => {
    const headers = { 'Content-Type': 'application/json' };
    return await (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  return { get, post };
}

async function startApp() {
  const heard: Heard[] = [];
  let answer: Answer = {};
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    heard.push({ headers: request.headers, body });
    const { status = 200, body: text = '', after = 0 } = answer;
    const late = () => response.writeHead(status).end(typeof text === 'string' ? text : JSON.stringify(text));
    setTimeout(late, after).unref();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/interactions`;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url, heard, stop, answers: (next: Answer) => (answer = next) };
}

/** The payload of what the app was sent last. */
export function lastPayload(heard: readonly Heard[]) {
  return JSON.parse(new URLSearchParams(heard.at(-1)?.body).get('payload') ?? 'null');
}

export const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } });
export const plain = (text: string) => ({ type: 'plain_text' as const, text });
export const button = (more: object = {}) => ({
  type: 'button',
  text: plain('Approve'),
  action_id: 'approve',
  ...more,
});
export const actions = (...elements: object[]) => ({ type: 'actions', block_id: 'decide', elements });
