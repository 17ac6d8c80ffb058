import { Modal } from '../blocks/blocks.ts';
import { changeView, openView, viewJson } from '../views.ts';
import { topView, type Workspace } from '../workspace.ts';
import { type Answer, type Arguments, insistOnView, jsonArgument, Refused, textArgument } from './answer.ts';

/** @see https://docs.slack.dev/reference/methods/views.open */
export function open(workspace: Workspace, given: Arguments): Answer {
  const modal = modalOf(given);
  insistOnNewExternalId(workspace, modal);
  const person = exchanged(workspace, textArgument(given, 'trigger_id'));
  return { ok: true, view: viewJson(workspace, openView(workspace, { person, modal })) };
}

/** @see https://docs.slack.dev/reference/methods/views.push */
export function push(workspace: Workspace, given: Arguments): Answer {
  const modal = modalOf(given);
  insistOnNewExternalId(workspace, modal);
  const person = exchanged(workspace, textArgument(given, 'trigger_id'));
  const under = topView(workspace, person);
  if (!under) throw new Refused('not_found');
  if (workspace.views.filter((view) => view.person === person).length >= 3) throw new Refused('push_limit_reached');
  return { ok: true, view: viewJson(workspace, openView(workspace, { person, modal, under })) };
}

/** @see https://docs.slack.dev/reference/methods/views.update */
export function update(workspace: Workspace, given: Arguments): Answer {
  const modal = modalOf(given);
  const [id, external] = [textArgument(given, 'view_id'), textArgument(given, 'external_id')];
  const view = workspace.views.find((one) => one.id === id || (external && one.modal.external_id === external));
  if (!view) throw new Refused('not_found');
  const hash = textArgument(given, 'hash');
  if (hash && hash !== view.hash) throw new Refused('hash_conflict');
  return { ok: true, view: viewJson(workspace, changeView(workspace, view, { modal, errors: {} })) };
}

function modalOf(given: Arguments): Modal {
  const sent = jsonArgument(given, 'view', 'invalid_arguments');
  if (JSON.stringify(sent ?? null).length > 250_000) throw new Refused('view_too_large');
  return insistOnView(Modal, sent);
}

function insistOnNewExternalId(workspace: Workspace, { external_id: id }: Modal): void {
  if (id && workspace.views.some(({ modal }) => modal.external_id === id)) throw new Refused('duplicate_external_id');
}

/** Whose interaction this was. Good once, and for three seconds. */
function exchanged(workspace: Workspace, id: string | undefined): string {
  const trigger = workspace.triggers.get(id ?? '');
  if (!trigger) throw new Refused('invalid_trigger_id');
  if (trigger.used) throw new Refused('exchanged_trigger_id');
  if (workspace.now() - trigger.at > 3000) throw new Refused('expired_trigger_id');
  trigger.used = true;
  return trigger.person;
}
