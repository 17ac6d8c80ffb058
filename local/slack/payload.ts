import { randomBytes } from 'node:crypto';
import type { Clickable, Input } from './blocks/elements.ts';
import { messageJson } from './message-json.ts';
import { heldBy, stateOf } from './state.ts';
import type { Person } from './team.ts';
import { viewJson } from './views.ts';
import { type Message, newTrigger, nextTs, type OpenView, type Workspace } from './workspace.ts';

/** Something that can be used, and the block it is in. */
export type Used = Readonly<{ blockId: string; element: Clickable | Input; answered?: string | readonly string[] }>;

/**
 * What the app is told when somebody uses a button or a menu.
 * @see https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export function blockActions(
  workspace: Workspace,
  { person, used, on, origin }: { person: Person; used: Used; on: Message | OpenView; origin: string },
): Readonly<Record<string, unknown>> {
  const place = 'modal' in on ? onView(workspace, on) : onMessage(workspace, on, origin);
  return {
    type: 'block_actions',
    ...common(workspace, person),
    ...place,
    actions: [action(workspace, used)],
  };
}

/** @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export function viewSubmission(
  workspace: Workspace,
  person: Person,
  view: OpenView,
): Readonly<Record<string, unknown>> {
  return { type: 'view_submission', ...common(workspace, person), view: viewJson(workspace, view), response_urls: [] };
}

/** @see https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed */
export function viewClosed(workspace: Workspace, person: Person, view: OpenView): Readonly<Record<string, unknown>> {
  const is_cleared = view.modal.clear_on_close ?? false;
  return { type: 'view_closed', ...common(workspace, person), view: viewJson(workspace, view), is_cleared };
}

/** Somebody from elsewhere acts in their own workspace, whichever one the message is in. */
function common(workspace: Workspace, person: Person): Readonly<Record<string, unknown>> {
  const team = person.from ?? workspace.team;
  return {
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: workspace.app.id,
    // Slack's old way of proving itself. Apps check the signature instead.
    token: 'not-the-way-to-verify',
    trigger_id: newTrigger(workspace, person.id),
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function onMessage(workspace: Workspace, message: Message, origin: string): Readonly<Record<string, unknown>> {
  const channel = workspace.channels.find(({ id }) => id === message.channel);
  const container = {
    type: 'message',
    message_ts: message.ts,
    channel_id: message.channel,
    is_ephemeral: message.onlyFor !== undefined,
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  };
  return {
    container,
    channel: { id: message.channel, name: channel?.name },
    // An app is not shown the content of a message that is only for one person.
    ...(message.onlyFor ? {} : { message: messageJson(workspace, message) }),
    state: { values: stateOf(message.blocks) },
    response_url: newResponseUrl(workspace, origin),
  };
}

function onView(workspace: Workspace, view: OpenView): Readonly<Record<string, unknown>> {
  return { container: { type: 'view', view_id: view.id }, view: viewJson(workspace, view) };
}

function action(workspace: Workspace, { blockId, element, answered }: Used): Readonly<Record<string, unknown>> {
  const { type, action_id } = element;
  const shown = type === 'button' ? { text: element.text, ...(element.style ? { style: element.style } : {}) } : {};
  const held = heldBy(element, answered);
  return { type, action_id, block_id: blockId, ...shown, ...held, action_ts: nextTs(workspace) };
}

function newResponseUrl({ responseUrls, team }: Workspace, origin: string): string {
  const url = `${origin}/actions/${team.id}/${Date.now()}/${randomBytes(18).toString('base64url')}`;
  responseUrls.add(url);
  return url;
}
