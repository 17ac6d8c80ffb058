import type { Message, Workspace } from './workspace.ts';

/** A message as Slack writes it in answers and payloads. */
export function messageJson({ app, team }: Workspace, message: Message): Readonly<Record<string, unknown>> {
  return {
    user: app.botUserId,
    type: 'message',
    ts: message.ts,
    bot_id: app.botId,
    app_id: app.id,
    text: message.text,
    team: team.id,
    ...(message.threadTs ? { thread_ts: message.threadTs, parent_user_id: app.botUserId } : {}),
    ...(message.editedTs ? { edited: { user: app.botId, ts: message.editedTs } } : {}),
    blocks: message.blocks,
  };
}
