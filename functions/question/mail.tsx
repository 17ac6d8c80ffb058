import { type Mail, oneLine, shortText, WholeHtml, wholeText } from './mail-parts.tsx';
import { type Question, saysTogether } from './question.ts';

/** Mail programs cut what is longer (Gmail at 102 kB): what does not fit is on the page, and the mail says so. */
const fits = 90_000;

export interface Asking {
  readonly questions: readonly Question[];
  readonly occasion: 'ask' | 'remind';
  /** It had to wait, because too many messages were sent within ten minutes. */
  readonly late: boolean;
  readonly to: string;
  readonly link: string;
}

/** One question, or several about the same control, as a mail: the whole change where it fits, and one link to the page. */
export function questionMail(asking: Asking): Mail {
  const { questions, to, occasion } = asking;
  const [first] = questions;
  const what = questions.length === 1 ? first?.resource : `${questions.length} resources`;
  const start = occasion === 'remind' ? 'Still open: approve?' : 'Approve?';
  const whole = mailOf(asking, true);
  const isWhole = Buffer.byteLength(whole.html) <= fits && Buffer.byteLength(whole.text) <= fits;
  return {
    to,
    subject: oneLine(`${start} ${first?.title ?? ''}: ${what}`),
    ...(isWhole ? whole : mailOf(asking, false)),
  };
}

function mailOf(asking: Asking, isWhole: boolean): Pick<Mail, 'text' | 'html'> {
  return {
    text: textOf(asking, isWhole),
    html: `<!doctype html>${(<QuestionMail asking={asking} isWhole={isWhole} />).toString()}`,
  };
}

function introduction({ questions, late, occasion }: Asking, isWhole: boolean): readonly string[] {
  const [first] = questions;
  return [
    ...(occasion === 'remind' ? ['Nobody has decided this yet.'] : []),
    ...(late ? ['This comes later than usual: many questions came at once, and they are asked together.'] : []),
    ...(questions.length > 1 ? [saysTogether(questions)] : []),
    first?.why ?? '',
    ...(isWhole
      ? []
      : ['It is too long for a mail: the exact calls, the difference and the undo of each are on the page, whole.']),
  ];
}

function heading({ questions }: Asking): string {
  return `${questions[0]?.title ?? ''}: approve ${questions.length === 1 ? 'this change' : `these ${questions.length} changes`}?`;
}

function textOf(asking: Asking, isWhole: boolean): string {
  const { questions, link } = asking;
  return [
    heading(asking),
    ...introduction(asking, isWhole),
    ...(questions.length > 1 || !isWhole ? [questions.map(shortText).join('\n')] : []),
    ...(isWhole ? questions.map(wholeText) : []),
    questions[0]?.impact ?? '',
    `Read and decide here (opening it changes nothing):\n${link}`,
  ].join('\n\n');
}

function QuestionMail({ asking, isWhole }: { asking: Asking; isWhole: boolean }) {
  const { questions, link } = asking;
  return (
    <html lang="en">
      <body style="font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:12px">
        <h1 style="font-size:20px">{heading(asking)}</h1>
        {introduction(asking, isWhole).map((said) => (
          <p>{said}</p>
        ))}
        {(questions.length > 1 || !isWhole) && <Short questions={questions} />}
        {isWhole && questions.map((question) => <WholeHtml question={question} />)}
        <p>{questions[0]?.impact}</p>
        <p>
          <a href={link}>Read and decide</a>
          {' (opening the page changes nothing)'}
        </p>
      </body>
    </html>
  );
}

function Short({ questions }: { questions: readonly Question[] }) {
  return (
    <ul style="padding-left:20px">
      {questions.map((question) => (
        <li style="overflow-wrap:anywhere;white-space:pre-line">{shortText(question).slice(2)}</li>
      ))}
    </ul>
  );
}
