import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Person } from '../team.ts';
import { topView, type Workspace } from '../workspace.ts';
import { Channels, isShownTo } from './messages.tsx';
import { ModalForm } from './modal.tsx';
import { script } from './script.ts';
import { style } from './style.ts';

/** The workspace as one person sees it. */
export function WorkspacePage({ workspace, me }: { workspace: Workspace; me: Person }) {
  const view = topView(workspace, me.id);
  const count = workspace.messages.filter((message) => isShownTo(me.id, message)).length;
  return (
    <Page title={`${workspace.team.name} · Slack stand-in`} isRefreshed={!view}>
      <header>
        <h1>{workspace.team.name}</h1>
        <p class="soft">A stand-in for Slack. Nothing here leaves this machine.</p>
        <Who people={workspace.people} me={me} />
        <ModeForm workspace={workspace} me={me} />
      </header>
      <div id="modal" data-key={view ? `${view.id} ${view.hash} ${JSON.stringify(view.errors)}` : ''}>
        {view ? <ModalForm view={view} workspace={workspace} /> : null}
      </div>
      <p role="status" id="count" class="soft">
        {count === 1 ? '1 message' : `${count} messages`}
        {count > 1 ? ', the newest first' : ''}
      </p>
      <div id="channels" data-version={workspace.version}>
        <Channels workspace={workspace} me={me.id} />
      </div>
    </Page>
  );
}

/** A page with one sentence on it, and where it leads. */
export function NoticePage({ title, says, leadsTo }: { title: string; says: string; leadsTo?: string }) {
  const url = leadsTo && /^https?:/.test(leadsTo) ? leadsTo : undefined;
  return (
    <Page title={title} leadsTo={url}>
      <h1>{title}</h1>
      <p>{says}</p>
      <p>{url ? <a href={url}>{url}</a> : <a href="/">Back to the messages</a>}</p>
    </Page>
  );
}

function Who({ people, me }: { people: readonly Person[]; me: Person }) {
  return (
    <form method="get" action="/" class="line">
      <label for="as">You are</label>
      <select id="as" name="as">
        {people.map((person) => (
          <option value={person.id} selected={person.id === me.id}>
            {`${person.realName}${standing(person)}`}
          </option>
        ))}
      </select>
      <button type="submit" id="as-change">
        Switch
      </button>
    </form>
  );
}

function standing({ guest, bot, deleted, from, emailConfirmed }: Person): string {
  const words = [
    guest === 'restricted' && 'guest',
    guest === 'ultra-restricted' && 'guest in one channel',
    bot && 'bot',
    deleted && 'deactivated',
    from && `of ${from.name}`,
    emailConfirmed === false && 'mail not confirmed',
  ].filter(Boolean);
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

const modes = { ok: 'works', down: 'is down', 'rate-limited': 'limits the rate', slow: 'is slow' } as const;

function ModeForm({ workspace: { mode }, me }: { workspace: Workspace; me: Person }) {
  return (
    <form method="post" action="/mode" class="line">
      <input type="hidden" name="as" value={me.id} />
      <label for="mode">Slack</label>
      <select id="mode" name="mode">
        {Object.entries(modes).map(([name, says]) => (
          <option value={name} selected={name === mode.mode}>
            {says}
          </option>
        ))}
      </select>
      <button type="submit" id="mode-change">
        Set
      </button>
    </form>
  );
}

type Frame = { title: string; isRefreshed?: boolean; leadsTo?: string | undefined; children: Child };

function Page({ title, isRefreshed = false, leadsTo, children }: Frame) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        {leadsTo ? <meta http-equiv="refresh" content={`0; url=${leadsTo}`} /> : null}
        {isRefreshed ? (
          <noscript>
            <meta http-equiv="refresh" content="5" />
          </noscript>
        ) : null}
        <style>{raw(style)}</style>
      </head>
      <body>
        <main>{children}</main>
        <script>{raw(script)}</script>
      </body>
    </html>
  );
}
