import { type Block, elementsOf } from './blocks/blocks.ts';
import type { Click } from './interact.ts';
import type { Used } from './payload.ts';
import { type Message, type OpenView, personOf, type Workspace } from './workspace.ts';

/** The message or the modal that a click is in, if its person sees it. */
export function surfaceOf(workspace: Workspace, { user, channel, ts, view_id }: Click): Message | OpenView | undefined {
  if (view_id) return viewOf(workspace, user, view_id);
  const message = workspace.messages.find((one) => one.channel === channel && one.ts === ts);
  return message && (message.onlyFor ?? user) === user ? message : undefined;
}

export function viewOf({ views }: Workspace, user: string, id: string): OpenView | undefined {
  return views.find((view) => view.id === id && view.person === user);
}

/** What was clicked, with what was chosen there. */
export function usedIn(on: Message | OpenView, { block_id, action_id, value }: Click): Used | undefined {
  const blocks: readonly Block[] = 'modal' in on ? on.modal.blocks : on.blocks;
  for (const block of blocks.filter((one) => block_id === undefined || one.block_id === block_id)) {
    const element = elementsOf(block).find((one) => one.action_id === action_id);
    if (element) return { blockId: block.block_id ?? '', element, ...(value === undefined ? {} : { answered: value }) };
  }
  return undefined;
}

/** The address that a button opens in the browser. */
export function urlOpenedBy(workspace: Workspace, click: Click): string | undefined {
  const on = personOf(workspace, click.user) && surfaceOf(workspace, click);
  const element = on && usedIn(on, click)?.element;
  return element?.type === 'button' ? element.url : undefined;
}
