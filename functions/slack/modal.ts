import type { KnownBlock, ModalView } from '@slack/types';
import * as z from 'zod';
import { Ballot, Decision } from '../domain/approval.ts';
import { readable } from '../question/diff.ts';
import type { Question } from '../question/question.ts';
import { section } from './message.ts';
import { fenced, said } from './text.ts';

/** What a modal was opened for. It travels through Slack and comes back signed. */
export const Metadata = z.object({
  batch: z.string(),
  decision: Decision,
  /** The questions that were shown, each with its plan: `id:digest`. */
  shown: z.array(z.string()).min(1),
});
export type Metadata = z.infer<typeof Metadata>;

const titles = { approve: 'Approve', reject: 'Reject', exempt: 'Leave it alone' } as const;
/** Slack shows ten boxes in one group. */
const boxes = 10;
/** A modal's metadata is short, so a plan is named by the start of its digest there. */
const digestShown = 32;

export function nameOf({ id, plan }: Question): string {
  return `${id}:${plan.digest.slice(0, digestShown)}`;
}

/** The second step of a decision: what it is about once more, from our own record, with room for a comment. */
export function decisionModal(batch: string, decision: Decision, open: readonly Question[]): ModalView {
  const metadata: Metadata = { batch, decision, shown: open.map(nameOf) };
  return {
    type: 'modal',
    callback_id: 'homeostat:decide',
    private_metadata: JSON.stringify(open.length > 1 ? { ...metadata, shown: ['listed'] } : metadata),
    title: { type: 'plain_text', text: titles[decision] },
    submit: { type: 'plain_text', text: titles[decision] },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [...(open.length === 1 ? one(open) : choices(open)), ...(decision === 'exempt' ? length() : []), comment()],
  };
}

function one([question]: readonly Question[]): KnownBlock[] {
  if (question === undefined) {
    return [];
  }
  const calls = question.plan.apply.map(({ call, input, says }) => `${says}\n${call} ${readable(input)}`).join('\n\n');
  return [
    section(`*${said(question.title)}*\n${said(question.resource)}`),
    section(`*Risk:* ${said(`${question.plan.risk.level}: ${question.plan.risk.because}`)}`),
    section(fenced(calls)),
  ];
}

function choices(open: readonly Question[]): KnownBlock[] {
  const groups = Array.from({ length: Math.ceil(open.length / boxes) }, (_, part) =>
    open.slice(part * boxes, part * boxes + boxes),
  );
  return [
    section(`*${said(open[0]?.title ?? '')}*\nTick the resources that you decide about. None is ticked for you.`),
    ...groups.map(
      (group, part): KnownBlock => ({
        type: 'input',
        block_id: `of${part}`,
        optional: true,
        label: { type: 'plain_text', text: `Resources ${part * boxes + 1} to ${part * boxes + group.length}` },
        element: {
          type: 'checkboxes',
          action_id: 'of',
          options: group.map((question, index) => ({
            text: { type: 'plain_text', text: `${part * boxes + index + 1}. ${tail(question.resource)}` },
            value: nameOf(question),
          })),
        },
      }),
    ),
  ];
}

/** The end of an ARN tells resources apart; it is whole, with its number, in the message. */
function tail(resource: string): string {
  return resource.length > 68 ? `…${resource.slice(-66)}` : resource;
}

function length(): KnownBlock[] {
  return [
    {
      type: 'input',
      block_id: 'days',
      label: { type: 'plain_text', text: 'Days' },
      element: {
        type: 'number_input',
        action_id: 'days',
        is_decimal_allowed: false,
        min_value: '1',
        initial_value: '14',
      },
    },
    {
      type: 'input',
      block_id: 'reason',
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'reason', max_length: 500 },
    },
  ];
}

function comment(): KnownBlock {
  return {
    type: 'input',
    block_id: 'comment',
    optional: true,
    label: { type: 'plain_text', text: 'Comment' },
    element: { type: 'plain_text_input', action_id: 'comment', multiline: true, max_length: 1000 },
  };
}

const Values = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_options: z.array(z.object({ value: z.string() })).nullish(),
    }),
  ),
);

/** What was filled in: the questions that were ticked, and the ballot. */
export function submitted(
  metadata: Metadata,
  values: unknown,
): { readonly of: readonly string[]; readonly ballot: z.ZodSafeParseResult<Ballot> } {
  const filled = Values.parse(values);
  const text = (block: string) => filled[block]?.[block]?.value || undefined;
  const ticked = Object.entries(filled)
    .filter(([block]) => /^of\d+$/.test(block))
    .flatMap(([, { of }]) => of?.selected_options?.map(({ value }) => value) ?? []);
  const isOne = metadata.shown[0] !== 'listed';
  return {
    of: isOne ? metadata.shown : ticked,
    ballot: Ballot.safeParse({
      decision: metadata.decision,
      comment: text('comment'),
      ...(metadata.decision === 'exempt' && { days: text('days'), reason: text('reason') }),
    }),
  };
}

/** What came of it, in place of the form. */
export function resultModal(lines: readonly string[]): ModalView {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'Homeostat' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: lines.slice(0, 90).map((line) => section(said(line))),
  };
}
