import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Delivery } from './deliver.ts';
import type { Slack } from './interact.ts';
import { pageApp } from './page-app.tsx';
import { responseUrls } from './response-urls.ts';
import {
  type Channel,
  localApp,
  localChannels,
  localPeople,
  localTeam,
  type Person,
  type SlackApp,
  type Team,
} from './team.ts';
import { webApi } from './web-api/web-api.ts';
import { newWorkspace } from './workspace.ts';

export type SlackStandIn = Readonly<{
  url: string;
  /** What an app takes for https://slack.com/api/. */
  apiUrl: string;
  stop: () => Promise<void>;
}>;

export type SlackOptions = Readonly<{
  port: number;
  /** Where the app hears of what people do. */
  interactionsUrl: string;
  botToken: string;
  signingSecret: string;
  team?: Team;
  app?: SlackApp;
  people?: readonly Person[];
  channels?: readonly Channel[];
  /** How long an app may take to answer, in milliseconds; Slack gives it three seconds. */
  patience?: number;
  now?: () => number;
}>;

/** Serves a Slack for one app: the Web API under /api/, and a page to see and answer its messages. */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const { port } = options;
  const server = createAdaptorServer({ fetch: slackApp(options).fetch });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  return { url: `http://localhost:${port}`, apiUrl: `${originOf(port)}/api/`, stop };
}

function slackApp(options: SlackOptions): Hono {
  const { port, botToken, interactionsUrl, signingSecret, patience = 3000, now } = options;
  const { team = localTeam, app = localApp, people = localPeople, channels = localChannels } = options;
  const workspace = newWorkspace({ team, app, people, channels, ...(now ? { now } : {}) });
  const delivery: Delivery = { interactionsUrl, signingSecret, patience };
  const slack: Slack = { workspace, delivery, origin: originOf(port) };
  return new Hono()
    .route('/api', webApi(workspace, botToken))
    .route('/actions', responseUrls(slack))
    .route('/', pageApp(slack));
}

/** The number, since not every function's runtime resolves the name. */
function originOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
