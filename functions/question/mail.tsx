import type { Change } from '../domain/finding.ts';
import { asText, readable } from './diff.ts';
import type { Question } from './question.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The question as a mail: the whole change, and one link to the page where it can be decided. */
export function questionMail(
  question: Question,
  to: { readonly name: string; readonly mail: string },
  link: string,
): Mail {
  return {
    to: to.mail,
    subject: oneLine(`Approve? ${question.title}: ${question.facts[0]?.[1] ?? question.id}`),
    text: textOf(question, link),
    html: `<!doctype html>${(<QuestionMail question={question} link={link} />).toString()}`,
  };
}

/** The code with which an approver decides. The mail does not repeat the link: neither is enough without the other. */
export function codeMail(question: Question, to: string, code: string): Mail {
  const text = `Your code for "${question.title}" (${question.id}) is ${code}. It holds for 10 minutes. If you did not ask for it, do nothing.`;
  return {
    to,
    subject: oneLine(`Your Homeostat code for ${question.id}`),
    text,
    html: `<!doctype html>${(<p>{text}</p>).toString()}`,
  };
}

function textOf(question: Question, link: string): string {
  return [
    `${question.title}: approve this change?`,
    question.why,
    question.facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    `What changes:\n\n${asText(question.diff)}`,
    question.impact,
    `The exact calls:\n\n${callsText(question.plan.apply)}`,
    question.plan.undo ? `How it would be undone:\n\n${callsText(question.plan.undo)}` : 'It cannot be undone.',
    `Read and decide here (opening it changes nothing):\n${link}`,
    `${question.control} · ${question.id} · plan ${question.plan.digest}`,
  ].join('\n\n');
}

function callsText(changes: readonly Change[]): string {
  return changes.map(({ call, input, says }) => `${says}\n${call} ${readable(input)}`).join('\n\n');
}

const colours = { same: 'inherit', added: '#1a7f37', removed: '#b42318' } as const;
const block =
  'white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 monospace;border:1px solid #c6c6cd;border-radius:6px;padding:8px';

function QuestionMail({ question, link }: { question: Question; link: string }) {
  return (
    <html lang="en">
      <body style="font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:12px">
        <h1 style="font-size:20px">{`${question.title}: approve this change?`}</h1>
        <p>{question.why}</p>
        {question.facts.map(([name, value]) => (
          <p style="margin:4px 0;overflow-wrap:anywhere">
            <strong>{name}</strong>
            {`: ${value}`}
          </p>
        ))}
        <h2 style="font-size:17px">What changes</h2>
        <pre style={block}>
          {question.diff.map(({ kind, text }) => (
            <span
              style={`display:block;color:${colours[kind]}`}
            >{`${kind === 'added' ? '+' : kind === 'removed' ? '-' : ' '} ${text}`}</span>
          ))}
        </pre>
        <p>{question.impact}</p>
        <h2 style="font-size:17px">The exact calls</h2>
        <pre style={block}>{callsText(question.plan.apply)}</pre>
        <h2 style="font-size:17px">How it would be undone</h2>
        <pre style={block}>{question.plan.undo ? callsText(question.plan.undo) : 'It cannot be undone.'}</pre>
        <p>
          <a href={link}>Read and decide</a>
          {' (opening the page changes nothing)'}
        </p>
        <p style="color:#5f6b7a;font-size:13px">{`${question.control} · ${question.id} · plan ${question.plan.digest}`}</p>
      </body>
    </html>
  );
}

/** Header injection: a subject is one line, and not an endless one. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 200);
}
