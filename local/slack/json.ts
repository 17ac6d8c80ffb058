import { messageJson } from './message-json.ts';
import { viewJson } from './views.ts';
import type { Message, Workspace } from './workspace.ts';

/** Every channel with its messages, their replies, and what only one person sees. */
export function messagesJson(workspace: Workspace): unknown {
  const channels = workspace.channels.map(({ id, name, directTo }) => {
    const here = workspace.messages.filter(({ channel }) => channel === id);
    const open = here.filter(({ onlyFor }) => !onlyFor);
    const json = (message: Message) => messageJson(workspace, message);
    const messages = open
      .filter(({ threadTs }) => !threadTs)
      .map((first) => ({ ...json(first), replies: open.filter(({ threadTs }) => threadTs === first.ts).map(json) }));
    const ephemeral = here.filter(({ onlyFor }) => onlyFor).map((one) => ({ ...json(one), only_for: one.onlyFor }));
    return { id, name, ...(directTo ? { user: directTo } : {}), messages, ephemeral };
  });
  return { channels, troubles: workspace.troubles };
}

/** The open modals, each person's topmost last. */
export function viewsJson(workspace: Workspace): unknown {
  return workspace.views.map((view) => ({ user: view.person, errors: view.errors, view: viewJson(workspace, view) }));
}
