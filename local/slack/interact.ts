import { type Delivered, type Delivery, deliver } from './deliver.ts';
import { blockActions, viewClosed, viewSubmission } from './payload.ts';
import { requiredButMissing } from './required.ts';
import { follow } from './submission.ts';
import { surfaceOf, usedIn, viewOf } from './used.ts';
import { changeView, closeView } from './views.ts';
import { change, type Entered, type Message, type OpenView, personOf, type Workspace } from './workspace.ts';

export type Click = Readonly<{
  user: string;
  /** Where: in a message, or in a modal. */
  channel?: string | undefined;
  ts?: string | undefined;
  view_id?: string | undefined;
  block_id?: string | undefined;
  action_id: string;
  /** What was chosen, for anything but a button. */
  value?: string | readonly string[] | undefined;
  /** What else is filled in by now, in a modal. */
  values?: Entered | undefined;
}>;

export type Submission = Readonly<{ user: string; view_id: string; values: Entered }>;

/** What came of it: how the app answered, or why it was not told. */
export type Interacted =
  | Delivered
  | Readonly<{ outcome: 'impossible'; error: string }>
  | Readonly<{ outcome: 'incomplete'; errors: Readonly<Record<string, string>> }>;

export type Slack = Readonly<{ workspace: Workspace; delivery: Delivery; origin: string }>;

/** Somebody uses a button or a menu. */
export async function click({ workspace, delivery, origin }: Slack, given: Click): Promise<Interacted> {
  const person = personOf(workspace, given.user);
  if (!person) return impossible('user_not_found');
  const on = withEntered(workspace, surfaceOf(workspace, given), given.values);
  if (!on) return impossible(given.view_id ? 'view_not_found' : 'message_not_found');
  const used = usedIn(on, given);
  if (!used) return impossible('action_not_found');
  const delivered = await deliver(blockActions(workspace, { person, used, on, origin }), delivery);
  noteTrouble(workspace, delivered, { person: person.id, ...('modal' in on ? { viewId: on.id } : placeOf(on)) });
  return delivered;
}

/** Somebody submits a modal. What Slack's own program would not accept is not sent. */
export async function submit({ workspace, delivery }: Slack, given: Submission): Promise<Interacted> {
  const person = personOf(workspace, given.user);
  if (!person) return impossible('user_not_found');
  const open = viewOf(workspace, person.id, given.view_id);
  if (!open) return impossible('view_not_found');
  const missing = requiredButMissing(open.modal.blocks, given.values);
  const view = changeView(workspace, open, { entered: given.values, errors: missing });
  if (Object.keys(missing).length > 0) return { outcome: 'incomplete', errors: missing };
  const delivered = await deliver(viewSubmission(workspace, person, view), delivery);
  const followed = delivered.outcome === 'answered' ? follow(workspace, view, delivered) : delivered;
  noteTrouble(workspace, followed, { person: person.id, viewId: view.id });
  return followed;
}

/** Somebody closes a modal; the app hears of it when it asked to. */
export async function close({ workspace, delivery }: Slack, given: Omit<Submission, 'values'>): Promise<Interacted> {
  const person = personOf(workspace, given.user);
  const view = person && viewOf(workspace, person.id, given.view_id);
  if (!view) return impossible('view_not_found');
  closeView(workspace, view, view.modal.clear_on_close);
  if (!view.modal.notify_on_close) return impossible('not_asked_for');
  return await deliver(viewClosed(workspace, person, view), delivery);
}

function impossible(error: string): Interacted {
  return { outcome: 'impossible', error };
}

function withEntered(workspace: Workspace, on: Message | OpenView | undefined, entered: Entered | undefined) {
  return on && 'modal' in on && entered ? changeView(workspace, on, { entered }) : on;
}

type Place = Readonly<{ person: string; channel?: string; ts?: string; viewId?: string }>;

function placeOf({ channel, ts }: Message): Pick<Place, 'channel' | 'ts'> {
  return { channel, ts };
}

/** What went wrong here before is forgotten with the next try. */
function noteTrouble(workspace: Workspace, delivered: Delivered, place: Place): void {
  const elsewhere = workspace.troubles.filter(
    ({ person, channel, ts, viewId }) =>
      person !== place.person || channel !== place.channel || ts !== place.ts || viewId !== place.viewId,
  );
  const troubles = delivered.outcome === 'failed' ? [...elsewhere, { ...place, says: delivered.says }] : elsewhere;
  change(workspace, { troubles });
}
