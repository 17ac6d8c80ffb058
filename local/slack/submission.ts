import * as z from 'zod';
import { Modal } from './blocks/blocks.ts';
import { problemsIn } from './blocks/problems.ts';
import type { Delivered } from './deliver.ts';
import { changeView, closeView, openView } from './views.ts';
import type { OpenView, Workspace } from './workspace.ts';

/** @see https://docs.slack.dev/surfaces/modals#updating_response */
const Answer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);

type Answered = Extract<Delivered, { outcome: 'answered' }>;

/** Does with a submitted modal what the app's answer says; an empty one closes it. */
export function follow(workspace: Workspace, view: OpenView, answered: Answered): Delivered {
  if (answered.text.trim() === '' || answered.text.trim() === '{}') {
    closeView(workspace, view);
    return answered;
  }
  const answer = Answer.safeParse(jsonOf(answered.text));
  if (!answer.success) return unusable(answered, 'The app answered with something that is no response action.');
  switch (answer.data.response_action) {
    case 'errors':
      return withErrors(workspace, view, answered, answer.data.errors);
    case 'clear':
      closeView(workspace, view, true);
      return answered;
    case 'update':
    case 'push':
      return withView(workspace, view, answered, answer.data);
    default:
      return answer.data satisfies never;
  }
}

function withErrors(
  workspace: Workspace,
  view: OpenView,
  answered: Answered,
  errors: Record<string, string>,
): Delivered {
  const inputs = new Set(view.modal.blocks.filter(({ type }) => type === 'input').map(({ block_id: id }) => id));
  const stray = Object.keys(errors).find((id) => !inputs.has(id));
  if (stray !== undefined) return unusable(answered, `The app named the block "${stray}", which is no input here.`);
  changeView(workspace, view, { errors });
  return answered;
}

type Replacing = Readonly<{ response_action: 'update' | 'push'; view?: unknown }>;

function withView(workspace: Workspace, view: OpenView, answered: Answered, answer: Replacing): Delivered {
  const modal = Modal.safeParse(answer.view, { reportInput: true });
  if (!modal.success)
    return unusable(answered, `The app's view is not valid: ${problemsIn(modal.error, 'view').join('; ')}`);
  if (answer.response_action === 'push') openView(workspace, { person: view.person, modal: modal.data, under: view });
  else changeView(workspace, view, { modal: modal.data, errors: {}, entered: {} });
  return answered;
}

/** Slack shows the same as when the app does not answer at all. */
function unusable({ posted }: Answered, because: string): Delivered {
  return { posted, outcome: 'failed', error: 'invalid_response', says: `We had some trouble connecting. ${because}` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
