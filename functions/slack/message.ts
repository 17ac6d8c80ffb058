import type { KnownBlock } from '@slack/types';
import { saysCheck } from '../../catalogue/checks.ts';
import { asText, readable } from '../question/diff.ts';
import { digestOfAll } from '../question/page-form.tsx';
import { type Question, saysTogether } from '../question/question.ts';
import { escaped, fenced, lines, linked, said } from './text.ts';

export interface Asking {
  readonly batch: string;
  readonly questions: readonly Question[];
  readonly late: boolean;
  /** A page that shows everything, and only shows. */
  readonly page: string;
}

export interface Message {
  /** What notifications show. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** What a button stands for. What is decided never comes from the message itself: it is looked up by this. */
interface ButtonValue {
  readonly batch: string;
  /** Digest of the plans that the message showed as open. */
  readonly shown: string;
}

/** The question as a Slack message; what does not fit is on the page, and the message says so. */
export function questionMessage(asking: Asking): Message {
  const { questions, late } = asking;
  const [first] = questions;
  if (first === undefined) {
    throw new TypeError(`${asking.batch} has no question`);
  }
  const open = questions.filter(({ outcome }) => outcome === undefined);
  const what = questions.length === 1 ? first.resource : `${questions.length} resources`;
  const start = open.length > 0 ? 'Approve?' : 'Decided:';
  return {
    text: escaped(`${start} ${first.title}: ${what}`).slice(0, 2900),
    blocks: [
      header(`${start} ${first.title}`),
      ...(late
        ? [section('_This comes later than usual: many questions came at once, and they are asked together._')]
        : []),
      section(said(first.why)),
      ...(questions.length === 1 ? whole(first) : several(questions)),
      section(said(first.impact)),
      ...(open.length > 0 ? [buttons(asking, open)] : []),
      context(`<${asking.page}|Everything on one page>, which only shows`),
    ],
  };
}

/** A note in the thread of a message: whoever has not answered is reminded. */
export function reminder(questions: readonly Question[]): Message {
  const [first] = questions;
  const text = `Still open, until ${first?.expiresAt}: ${questions.map(({ resource }) => resource).join(', ')}`;
  return { text: said(text), blocks: [section(said(text))] };
}

function whole({ facts, diff, plan, votes, outcome, resource, console, id, control }: Question): KnownBlock[] {
  const sentences = plan.apply.map(({ says }) => says).join('; ');
  const calls = plan.apply.map(({ call, input }) => `${call} ${readable(input)}`).join('\n');
  const undo = plan.undo?.map(({ call, says }) => `${says} (${call})`).join('; ') ?? 'It cannot be undone.';
  return [
    section(`*${linked(console, resource)}*`),
    section(lines(facts.map(([name, value]) => `*${name}:* ${escaped(value)}`))),
    section('*What changes*'),
    section(fenced(asText(diff))),
    ...(plan.proof ? [section(`*What was checked:*\n${lines(plan.proof.map((one) => escaped(saysCheck(one))))}`)] : []),
    section(`*The exact calls:* ${said(sentences)}`),
    section(fenced(calls)),
    section(`*How it would be undone:* ${said(undo)}`),
    ...state(votes, outcome),
    context(`${control} · ${id} · plan ${plan.digest.slice(0, 16)}`),
  ];
}

function state(votes: readonly string[], outcome: string | undefined): KnownBlock[] {
  return [
    ...(votes.length > 0 ? [section(`*Said so far*\n${said(votes.join('\n'))}`)] : []),
    ...(outcome ? [section(`*${said(outcome)}*`)] : []),
  ];
}

/** Every resource is listed, each in a section of its own: a batch is small enough for that. */
function several(questions: readonly Question[]): KnownBlock[] {
  const each = questions.map(({ resource, plan, outcome, console }, index) => {
    const what = outcome ?? `${plan.risk.level}: ${plan.apply.map(({ says }) => says).join('; ')}`;
    return section(`${index + 1}. ${linked(console, resource)} ${short(what)}`);
  });
  return [section(`*${said(saysTogether(questions))}*`), ...each];
}

function short(text: string): string {
  return text.length > 160 ? `${escaped(text.slice(0, 150))}… _(whole on the page)_` : escaped(text);
}

function buttons({ batch }: Asking, open: readonly Question[]): KnownBlock {
  const value = JSON.stringify({ batch, shown: digestOfAll(open) } satisfies ButtonValue);
  const button = (decision: string, text: string, style?: 'primary' | 'danger') => ({
    type: 'button' as const,
    action_id: `homeostat:${decision}`,
    text: { type: 'plain_text' as const, text, emoji: false },
    value,
    ...(style && { style }),
  });
  return {
    type: 'actions',
    block_id: 'homeostat',
    elements: [
      button('approve', 'Approve…', 'primary'),
      button('reject', 'Reject…', 'danger'),
      // An undo is answered with yes or no: what is left alone is the resource as it is.
      ...(open.some(({ undoes }) => undoes !== undefined) ? [] : [button('exempt', 'Leave it alone for…')]),
    ],
  };
}

function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text: text.slice(0, 150), emoji: false } };
}

export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function context(text: string): KnownBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}
