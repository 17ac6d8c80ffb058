import type { Channel } from '../team.ts';
import type { Message, Workspace } from '../workspace.ts';
import { Blocks } from './blocks.tsx';
import { Text } from './text.tsx';

type In = { workspace: Workspace; me: string };

/** Every channel that has something in it, the newest message first. */
export function Channels({ workspace, me }: In) {
  const shown = workspace.channels.filter(({ directTo }) => (directTo ?? me) === me);
  const used = shown.filter(({ id }) => workspace.messages.some(({ channel }) => channel === id));
  if (used.length === 0) return <p>No messages yet. Homeostat writes when a person has to decide.</p>;
  return (
    <>
      {used.map((channel) => (
        <OneChannel channel={channel} workspace={workspace} me={me} />
      ))}
    </>
  );
}

/** Whether somebody is shown a message. */
export function isShownTo(me: string, { onlyFor }: Message): boolean {
  return (onlyFor ?? me) === me;
}

function OneChannel({ channel, workspace, me }: In & { channel: Channel }) {
  const here = workspace.messages.filter((message) => message.channel === channel.id && isShownTo(me, message));
  const first = here.filter(({ threadTs }) => threadTs === undefined).toReversed();
  return (
    <section aria-labelledby={channel.id}>
      <h2 id={channel.id}>{channel.directTo ? 'Direct messages' : `#${channel.name}`}</h2>
      <ol>
        {first.map((message) => (
          <li>
            <OneMessage message={message} workspace={workspace} me={me} />
            <Thread replies={here.filter(({ threadTs }) => threadTs === message.ts)} workspace={workspace} me={me} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Thread({ replies, workspace, me }: In & { replies: readonly Message[] }) {
  if (replies.length === 0) return null;
  return (
    <div class="thread">
      <h4>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</h4>
      <ol>
        {replies.map((message) => (
          <li>
            <OneMessage message={message} workspace={workspace} me={me} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function OneMessage({ message, workspace, me }: In & { message: Message }) {
  const { channel, ts, text, blocks, editedTs, onlyFor } = message;
  const id = `${channel}-${ts}`;
  const trouble = workspace.troubles.find((one) => one.person === me && one.channel === channel && one.ts === ts);
  return (
    <article class={onlyFor ? 'private' : undefined} id={id} aria-labelledby={`${id}-from`}>
      <h3 id={`${id}-from`}>
        {workspace.app.name} <small>app</small> <Time ts={ts} />
      </h3>
      {onlyFor ? <p class="soft">Only you can see this.</p> : null}
      <form method="post" action="/click">
        <input type="hidden" name="as" value={me} />
        <input type="hidden" name="channel" value={channel} />
        <input type="hidden" name="ts" value={ts} />
        {blocks.length > 0 ? (
          <Blocks surface={{ id, blocks, known: workspace }} />
        ) : (
          <Text of={{ type: 'mrkdwn', text }} known={workspace} />
        )}
      </form>
      {editedTs ? <small class="soft">(edited)</small> : null}
      {trouble ? (
        <p class="wrong" role="alert">
          {trouble.says}
        </p>
      ) : null}
    </article>
  );
}

function Time({ ts }: { ts: string }) {
  const iso = new Date(Number(ts) * 1000).toISOString();
  return <time datetime={iso}>{`${iso.slice(0, 16).replace('T', ' ')} UTC`}</time>;
}
