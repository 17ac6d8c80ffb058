import type { ModalView } from '@slack/types';
import * as z from 'zod';
import { openModal, tellPerson } from '../aws/slack.ts';
import { Decision } from '../domain/approval.ts';
import type { Approver } from '../domain/people.ts';
import { askingOf } from '../question/load.ts';
import { digestOfAll } from '../question/page-form.tsx';
import type { Question } from '../question/question.ts';
import { vote } from '../question/vote.ts';
import { logger } from '../telemetry.ts';
import { decisionModal, Metadata, nameOf, resultModal, submitted } from './modal.ts';

const common = {
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string() }),
  api_app_id: z.string(),
};

const Click = z.object({
  ...common,
  type: z.literal('block_actions'),
  trigger_id: z.string(),
  channel: z.object({ id: z.string() }).nullish(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().nullish() })).min(1),
});

const Submission = z.object({
  ...common,
  type: z.literal('view_submission'),
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.unknown() }),
  }),
});

/** What Slack posts when somebody clicks a button or sends a form. An address to answer to, which it names, is not asked for. */
export const Interaction = z.discriminatedUnion('type', [Click, Submission]);
export type Interaction = z.infer<typeof Interaction>;

const Value = z.object({ batch: z.string(), shown: z.string() });

/** A button opens the second step; nothing is decided by it alone. */
export async function answerClick(
  { actions: [action], trigger_id: trigger, channel, user }: z.infer<typeof Click>,
  person: Approver | string,
  now: Date,
): Promise<undefined> {
  const decision = Decision.safeParse(action?.action_id.replace('homeostat:', ''));
  const tell = (text: string) => note(channel?.id, user.id, text);
  if (!decision.success) {
    return;
  }
  if (typeof person === 'string') {
    await tell(person);
    return;
  }
  const value = valueIn(action?.value);
  const asking = value && (await askingOf(value.batch, now));
  const open = asking?.questions.filter(({ outcome }) => outcome === undefined) ?? [];
  if (value === undefined || open.length === 0) {
    await tell(outcomes(asking?.questions ?? []));
    return;
  }
  if (digestOfAll(open) !== value.shown) {
    // The message shows another list or other plans than there are: what is decided is what our own record holds.
    await tell('The message is out of date. Look at what the form lists before you send it.');
  }
  await openModal(trigger, decisionModal(value.batch, decision.data, open));
}

/** Whoever cannot be told, because they have left the channel for instance, has decided nothing all the same. */
async function note(channel: string | undefined, user: string, text: string): Promise<void> {
  try {
    await (channel && tellPerson(channel, user, text));
  } catch (error) {
    logger.warn('a person could not be told in Slack', { because: error instanceof Error ? error.message : 'unknown' });
  }
}

function valueIn(text: string | null | undefined): z.infer<typeof Value> | undefined {
  const value = Value.safeParse(jsonIn(text));
  return value.success ? value.data : undefined;
}

function jsonIn(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function outcomes(questions: readonly Question[]): string {
  const all = questions.flatMap(({ outcome }) => outcome ?? []);
  return all.length > 0 ? all.slice(0, 5).join('\n') : 'There is no such question (any more).';
}

interface Update {
  readonly response_action: 'update';
  readonly view: ModalView;
}
interface Errors {
  readonly response_action: 'errors';
  readonly errors: Readonly<Record<string, string>>;
}

/** Votes for each question that was ticked, for the plan that was shown. */
export async function answerSubmission(
  { view }: z.infer<typeof Submission>,
  person: Approver | string,
  now: Date,
): Promise<Update | Errors | undefined> {
  const metadata = Metadata.safeParse(jsonIn(view.private_metadata));
  if (view.callback_id !== 'homeostat:decide' || !metadata.success) {
    return;
  }
  if (typeof person === 'string') {
    return result([person]);
  }
  const { of, ballot } = submitted(metadata.data, view.state.values);
  if (of.length === 0) {
    return errors('of0', 'Tick at least one.');
  }
  if (!ballot.success) {
    const [issue] = ballot.error.issues;
    return errors(String(issue?.path[0] ?? 'comment'), issue?.message ?? 'Fill this in.');
  }
  const { questions = [] } = (await askingOf(metadata.data.batch, now)) ?? {};
  const chosen = questions.filter((question) => of.includes(nameOf(question)));
  if (chosen.length !== new Set(of).size) {
    return result(['Not every plan is the one that was shown. Nothing was decided: open the message again.']);
  }
  const said = chosen.map(async ({ id, plan, resource }) => {
    const cast = { remediation: id, planDigest: plan.digest, person, via: 'Slack' as const, now };
    const { says } = await vote({ ...cast, ballot: ballot.data });
    return `${resource}: ${says}`;
  });
  return result(await Promise.all(said));
}

function result(lines: readonly string[]): Update {
  return { response_action: 'update', view: resultModal(lines) };
}

function errors(block: string, message: string): Errors {
  return { response_action: 'errors', errors: { [block]: message } };
}
