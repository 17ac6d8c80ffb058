import { setTimeout as wait } from 'node:timers/promises';
import { Hono, type HonoRequest } from 'hono';
import type { Workspace } from '../workspace.ts';
import { type Answer, type Arguments, type Method, Refused, textArgument } from './answer.ts';
import * as channels from './channels.ts';
import * as chat from './chat.ts';
import * as users from './users.ts';
import * as views from './views.ts';

const methods: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'chat.postMessage': chat.postMessage,
  'chat.update': chat.update,
  'chat.postEphemeral': chat.postEphemeral,
  'conversations.info': channels.info,
  'conversations.members': channels.members,
  'conversations.open': channels.open,
  'users.info': users.info,
  'users.lookupByEmail': users.lookupByEmail,
  'views.open': views.open,
  'views.push': views.push,
  'views.update': views.update,
};

/** Slack's Web API, as far as an app that asks for decisions needs it. */
export function webApi(workspace: Workspace, botToken: string): Hono {
  const app = new Hono();
  app.all('/:method', async (c) => {
    const { mode } = workspace;
    if (mode.mode === 'down') return c.json({ ok: false, error: 'service_unavailable' }, 503);
    if (mode.mode === 'rate-limited') {
      return c.json({ ok: false, error: 'ratelimited' }, 429, { 'Retry-After': String(mode.retryAfter) });
    }
    const name = c.req.param('method');
    const given = await argumentsOf(c.req);
    const answer = given ? call({ workspace, botToken, name, given, request: c.req }) : refused('invalid_json');
    // What was asked for has been done by the time that a caller may have given up.
    if (mode.mode === 'slow') await wait(mode.milliseconds, undefined, { ref: false });
    return c.json(answer);
  });
  return app;
}

type Call = Readonly<{ workspace: Workspace; botToken: string; name: string; given: Arguments; request: HonoRequest }>;

function call({ workspace, botToken, name, given, request }: Call): Answer {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) return { ...refused('unknown_method'), req_method: name };
  const token = /^Bearer (.+)$/.exec(request.header('Authorization') ?? '')?.[1] ?? textArgument(given, 'token');
  if (!token) return refused('not_authed');
  if (token !== botToken) return refused('invalid_auth');
  try {
    return method(workspace, given);
  } catch (error) {
    if (error instanceof Refused) return error.answer;
    throw error;
  }
}

function refused(error: string): Answer {
  return { ok: false, error };
}

/** From the query, a form or a JSON object; nothing when the JSON is none. */
async function argumentsOf(request: HonoRequest): Promise<Arguments | undefined> {
  const query = request.query();
  const type = request.header('Content-Type') ?? '';
  const body = await request.text();
  if (!type.startsWith('application/json')) return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  try {
    const parsed: unknown = JSON.parse(body || '{}');
    return typeof parsed === 'object' && parsed ? { ...query, ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

function authTest({ team, app }: Workspace): Answer {
  return {
    ok: true,
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: app.name.toLowerCase(),
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    is_enterprise_install: false,
  };
}
