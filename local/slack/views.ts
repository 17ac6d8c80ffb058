import type { Modal } from './blocks/blocks.ts';
import { withIds } from './blocks/ids.ts';
import { stateOf } from './state.ts';
import { change, newId, type OpenView, type Workspace } from './workspace.ts';

type Opening = Readonly<{ person: string; modal: Modal; under?: OpenView }>;

/** Puts a modal before somebody, over another one or in place of whatever they had open. */
export function openView(workspace: Workspace, { person, modal, under }: Opening): OpenView {
  const id = newId('V');
  const view: OpenView = {
    id,
    hash: newHash(workspace),
    person,
    modal: named(modal),
    rootId: under?.rootId ?? id,
    previousId: under?.id ?? null,
    errors: {},
    entered: {},
  };
  const kept = under ? workspace.views : workspace.views.filter((one) => one.person !== person);
  change(workspace, { views: [...kept, view] });
  return view;
}

/** Gives a modal another content, or notes what was wrong with what was entered. */
export function changeView(
  workspace: Workspace,
  view: OpenView,
  changes: Partial<Pick<OpenView, 'modal' | 'errors' | 'entered'>>,
): OpenView {
  const content = changes.modal ? { modal: named(changes.modal), hash: newHash(workspace) } : {};
  const changed: OpenView = { ...view, ...changes, ...content };
  change(workspace, { views: workspace.views.map((one) => (one.id === view.id ? changed : one)) });
  return changed;
}

/** Takes a modal away, or all that its person has open. */
export function closeView(workspace: Workspace, view: OpenView, all = false): void {
  change(workspace, {
    views: workspace.views.filter((one) => (all ? one.person !== view.person : one.id !== view.id)),
  });
}

/** A view as Slack writes it in answers and payloads. */
export function viewJson({ team, app }: Workspace, view: OpenView): Readonly<Record<string, unknown>> {
  const { modal } = view;
  return {
    id: view.id,
    team_id: team.id,
    type: 'modal',
    blocks: modal.blocks,
    private_metadata: modal.private_metadata ?? '',
    callback_id: modal.callback_id ?? '',
    state: { values: stateOf(modal.blocks, view.entered) },
    hash: view.hash,
    title: modal.title,
    clear_on_close: modal.clear_on_close ?? false,
    notify_on_close: modal.notify_on_close ?? false,
    close: modal.close ?? null,
    submit: modal.submit ?? null,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: app.id,
    external_id: modal.external_id ?? '',
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}

function named(modal: Modal): Modal {
  return { ...modal, blocks: [...withIds(modal.blocks)] };
}

function newHash({ now }: Workspace): string {
  return `${Math.floor(now() / 1000)}.${newId('').slice(1, 9)}`;
}
