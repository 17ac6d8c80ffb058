import { type Block, MessageBlocks } from '../blocks/blocks.ts';
import { withIds } from '../blocks/ids.ts';
import { messageJson } from '../message-json.ts';
import { change, type Message, nextTs, personOf, type Workspace } from '../workspace.ts';
import { type Answer, type Arguments, insistOnBlocks, jsonArgument, Refused, textArgument } from './answer.ts';
import { postableChannel } from './channels.ts';

/** @see https://docs.slack.dev/reference/methods/chat.postMessage */
export function postMessage(workspace: Workspace, given: Arguments): Answer {
  const channel = postableChannel(workspace, textArgument(given, 'channel'));
  const message: Message = {
    channel: channel.id,
    ts: nextTs(workspace),
    ...contentOf(given, 40_000),
    ...inThread(workspace, channel.id, textArgument(given, 'thread_ts')),
  };
  change(workspace, { messages: [...workspace.messages, message] });
  return { ok: true, channel: channel.id, ts: message.ts, message: messageJson(workspace, message) };
}

/** @see https://docs.slack.dev/reference/methods/chat.update */
export function update(workspace: Workspace, given: Arguments): Answer {
  const channel = postableChannel(workspace, textArgument(given, 'channel'));
  const ts = textArgument(given, 'ts');
  const old = workspace.messages.find((message) => message.channel === channel.id && message.ts === ts);
  if (!old) throw new Refused('message_not_found');
  // An ephemeral message is changed through its response URL or not at all.
  if (old.onlyFor) throw new Refused('cant_update_message');
  const updated: Message = { ...old, ...contentOf(given, 4000), editedTs: nextTs(workspace) };
  change(workspace, { messages: workspace.messages.map((message) => (message === old ? updated : message)) });
  const message = messageJson(workspace, updated);
  return { ok: true, channel: channel.id, ts: updated.ts, text: updated.text, message };
}

/** @see https://docs.slack.dev/reference/methods/chat.postEphemeral */
export function postEphemeral(workspace: Workspace, given: Arguments): Answer {
  const channel = postableChannel(workspace, textArgument(given, 'channel'));
  const person = personOf(workspace, textArgument(given, 'user') ?? '');
  if (!person || person.deleted) throw new Refused('user_not_in_channel');
  const message: Message = {
    channel: channel.id,
    ts: nextTs(workspace),
    ...contentOf(given, 40_000),
    ...inThread(workspace, channel.id, textArgument(given, 'thread_ts')),
    onlyFor: person.id,
  };
  change(workspace, { messages: [...workspace.messages, message] });
  return { ok: true, message_ts: message.ts };
}

type Content = Readonly<{ text: string; blocks: readonly Block[] }>;

function contentOf(given: Arguments, most: number): Content {
  const text = textArgument(given, 'text') ?? '';
  const sent = jsonArgument(given, 'blocks', 'invalid_blocks_format');
  if (sent !== undefined && !Array.isArray(sent)) throw new Refused('invalid_blocks_format');
  if (!text && !sent?.length) throw new Refused('no_text');
  if (text.length > most) throw new Refused('msg_too_long');
  return { text, blocks: withIds(insistOnBlocks(MessageBlocks, sent ?? [])) };
}

/** A reply to a reply lands in the thread it is in; where the first message is gone, Slack posts to the channel instead. */
function inThread(workspace: Workspace, channel: string, ts: string | undefined): Readonly<{ threadTs?: string }> {
  if (!ts) return {};
  if (!/^\d+\.\d{6}$/.test(ts)) {
    throw new Refused('invalid_thread_ts', {
      response_metadata: { messages: [`[ERROR] ${ts} is not a valid thread_ts`] },
    });
  }
  const parent = workspace.messages.find((message) => message.channel === channel && message.ts === ts);
  return parent && !parent.onlyFor ? { threadTs: parent.threadTs ?? parent.ts } : {};
}
