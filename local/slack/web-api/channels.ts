import type { Channel } from '../team.ts';
import { change, personOf, type Workspace } from '../workspace.ts';
import { type Answer, type Arguments, Refused, textArgument } from './answer.ts';

/** The channel to post to: by id, by name, or by a person's id for a direct message. */
export function postableChannel(workspace: Workspace, given: string | undefined): Channel {
  const channel = found(workspace, given) ?? directChannel(workspace, given);
  if (!channel) throw new Refused('channel_not_found');
  if (channel.archived) throw new Refused('is_archived');
  if (channel.appIsOutside) throw new Refused('not_in_channel');
  return channel;
}

/** @see https://docs.slack.dev/reference/methods/conversations.info */
export function info(workspace: Workspace, given: Arguments): Answer {
  const channel = found(workspace, textArgument(given, 'channel'));
  if (!channel) throw new Refused('channel_not_found');
  return { ok: true, channel: channelJson(workspace, channel) };
}

/** @see https://docs.slack.dev/reference/methods/conversations.members */
export function members(workspace: Workspace, given: Arguments): Answer {
  const channel = found(workspace, textArgument(given, 'channel'));
  if (!channel) throw new Refused('channel_not_found');
  const there = workspace.people.filter(({ id, deleted }) => !deleted && (channel.directTo ?? id) === id);
  const ids = [...there.map(({ id }) => id), ...(channel.appIsOutside ? [] : [workspace.app.botUserId])];
  return { ok: true, members: ids, response_metadata: { next_cursor: '' } };
}

/** @see https://docs.slack.dev/reference/methods/conversations.open */
export function open(workspace: Workspace, given: Arguments): Answer {
  const channel = directChannel(workspace, textArgument(given, 'users'));
  if (!channel) throw new Refused('user_not_found');
  return { ok: true, channel: { id: channel.id } };
}

function found({ channels }: Workspace, given: string | undefined): Channel | undefined {
  return channels.find(({ id, name, directTo }) => id === given || (!directTo && `#${name}` === given));
}

/** Opened when it is first asked for. */
function directChannel(workspace: Workspace, personId: string | undefined): Channel | undefined {
  const person = personOf(workspace, personId ?? '');
  if (!person || person.deleted) return undefined;
  const there = workspace.channels.find(({ directTo }) => directTo === person.id);
  if (there) return there;
  const made: Channel = { id: `D${person.id.slice(1)}`, name: 'directmessage', directTo: person.id };
  change(workspace, { channels: [...workspace.channels, made] });
  return made;
}

function channelJson({ app, team }: Workspace, channel: Channel): Readonly<Record<string, unknown>> {
  const { id, name, directTo, archived = false, appIsOutside = false } = channel;
  if (directTo) return { id, created: 0, is_archived: archived, is_im: true, user: directTo, context_team_id: team.id };
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: false,
    is_archived: archived,
    is_general: false,
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_member: !appIsOutside,
    created: 0,
    creator: app.botUserId,
    context_team_id: team.id,
  };
}
