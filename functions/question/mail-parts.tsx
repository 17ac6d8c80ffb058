import { saysCheck } from '../../catalogue/checks.ts';
import type { Change } from '../domain/finding.ts';
import { asText, readable } from './diff.ts';
import type { Question } from './question.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Code {
  readonly to: string;
  readonly title: string;
  readonly id: string;
  readonly code: string;
  readonly minutes: number;
}

/** The code with which an approver decides. The mail does not repeat the link: neither is enough without the other. */
export function codeMail({ to, title, id, code, minutes }: Code): Mail {
  const text = `Your code for "${title}" is ${code}. It holds for ${minutes} minutes. If you did not ask for it, do nothing.`;
  return {
    to,
    subject: oneLine(`Your Homeostat code for ${id}`),
    text,
    html: `<!doctype html>${(<p>{text}</p>).toString()}`,
  };
}

/** One question, whole, as text. */
export function wholeText(question: Question): string {
  return [
    question.facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    `In the console: ${question.console}`,
    `What changes:\n\n${asText(question.diff)}`,
    ...(question.plan.proof ? [`What was checked:\n\n${question.plan.proof.map(saysCheck).join('\n')}`] : []),
    `The exact calls:\n\n${callsText(question.plan.apply)}`,
    question.plan.undo ? `How it would be undone:\n\n${callsText(question.plan.undo)}` : 'It cannot be undone.',
    ...(question.votes.length > 0 ? [`So far:\n${question.votes.join('\n')}`] : []),
    `${question.control} · ${question.id} · plan ${question.plan.digest}`,
  ].join('\n\n');
}

/** One question in the lines that tell it from its neighbours. */
export function shortText({ resource, plan, facts, undoes }: Question): string {
  const by = undoes === undefined ? 'Caused by' : 'Asked for by';
  const who = facts.find(([name]) => name === by)?.[1] ?? 'unknown';
  const does = plan.apply.map(({ says }) => says).join('; ');
  return `- ${resource}\n  ${does}\n  ${plan.risk.level}; ${by.toLowerCase()} ${who}`;
}

function callsText(changes: readonly Change[]): string {
  return changes.map(({ call, input, says }) => `${says}\n${call} ${readable(input)}`).join('\n\n');
}

const colours = { same: 'inherit', added: '#1a7f37', removed: '#b42318' } as const;
const signs = { same: ' ', added: '+', removed: '-' } as const;
const block =
  'white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 monospace;border:1px solid #c6c6cd;border-radius:6px;padding:8px';

/** One question, whole, in HTML that mail programs keep. */
export function WholeHtml({ question }: { question: Question }) {
  const { plan } = question;
  return (
    <>
      {question.facts.map(([name, value]) => (
        <p style="margin:4px 0;overflow-wrap:anywhere">
          <strong>{name}</strong>
          {`: ${value}`}
        </p>
      ))}
      <p style="margin:4px 0">
        <a href={question.console}>Open the resource in the console</a>
      </p>
      <h2 style="font-size:17px">What changes</h2>
      <pre style={block}>
        {question.diff.map(({ kind, text }) => (
          <span style={`display:block;color:${colours[kind]}`}>{`${signs[kind]} ${text}`}</span>
        ))}
      </pre>
      {plan.proof && <h2 style="font-size:17px">What was checked</h2>}
      {plan.proof?.map((one) => (
        <p style="margin:4px 0;overflow-wrap:anywhere">{saysCheck(one)}</p>
      ))}
      <h2 style="font-size:17px">The exact calls</h2>
      <pre style={block}>{callsText(plan.apply)}</pre>
      <h2 style="font-size:17px">How it would be undone</h2>
      <pre style={block}>{plan.undo ? callsText(plan.undo) : 'It cannot be undone.'}</pre>
      {question.votes.map((said) => (
        <p style="margin:4px 0">{said}</p>
      ))}
      <p style="color:#5f6b7a;font-size:13px;overflow-wrap:anywhere">
        {`${question.control} · ${question.id} · plan ${plan.digest}`}
      </p>
    </>
  );
}

/** Header injection: a subject is one line, and not an endless one. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 200);
}
