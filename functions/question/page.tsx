import { saysCheck } from '../../catalogue/checks.ts';
import type { Change, Check } from '../domain/finding.ts';
import { readable } from './diff.ts';
import { Page } from './frame.tsx';
import { DecideForm } from './page-form.tsx';
import type { Question } from './question.ts';

interface Shown {
  readonly questions: readonly Question[];
  /** Whose link it is; undefined where it stands in a channel, and only shows. */
  readonly approver: string | undefined;
  /** What happened just now: shown at the top. */
  readonly notices: readonly string[];
  /** The form that fits: ask for a code, or decide with the one that was mailed. */
  readonly form: 'code' | 'decide' | 'none';
}

/** One question, or several about the same control; nothing of a plan is cut. */
export function QuestionPage({ questions, approver, notices, form }: Shown) {
  const [first] = questions;
  const open = questions.filter(({ outcome }) => outcome === undefined);
  const title = first?.title ?? 'Question';
  const count = questions.length === 1 ? 'this change' : `these ${questions.length} changes`;
  return (
    <Page title={title}>
      <h1>{`${title}: approve ${count}?`}</h1>
      {notices.map((notice) => (
        <p role="status">{notice}</p>
      ))}
      <p>{first?.why}</p>
      <p>{first?.impact}</p>
      {questions.length === 1 && first ? <Whole question={first} /> : questions.map((one) => <Folded question={one} />)}
      {open.length > 0 && form !== 'none' && approver !== undefined && (
        <DecideForm form={form} approver={approver} open={open} />
      )}
      {open.length > 0 && approver === undefined && (
        <p>
          This link only shows. Decide with the buttons of the message, with the link in your own mail, or with the
          command.
        </p>
      )}
    </Page>
  );
}

/** One of several: its resource and what becomes of it at once, the rest opens. */
function Folded({ question }: { question: Question }) {
  const { resource, plan, outcome } = question;
  return (
    <details>
      <summary>{`${resource}: ${outcome ?? plan.apply.map(({ says }) => says).join('; ')}`}</summary>
      <Whole question={question} />
    </details>
  );
}

function Whole({ question }: { question: Question }) {
  const { plan, facts, diff, outcome, votes } = question;
  return (
    <>
      {outcome && <p role="status">{outcome}</p>}
      <dl>
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p>
        <a href={question.console} rel="noreferrer noopener">
          Open the resource in the console
        </a>
      </p>
      <h2>What changes</h2>
      <pre>
        {diff.map(({ kind, text }) => (
          <span class={kind}>{`${kind === 'added' ? '+' : kind === 'removed' ? '-' : ' '} ${text}`}</span>
        ))}
      </pre>
      {plan.proof && <Proof proof={plan.proof} />}
      <h2>The exact calls</h2>
      <Calls changes={plan.apply} />
      <h2>How it would be undone</h2>
      {plan.undo ? <Calls changes={plan.undo} /> : <p>It cannot be undone.</p>}
      {votes.length > 0 && <Votes votes={votes} />}
      <p class="soft">{`${question.control} · ${question.id} · plan ${plan.digest}`}</p>
    </>
  );
}

function Proof({ proof }: { proof: readonly Check[] }) {
  return (
    <>
      <h2>What was checked</h2>
      <ul>
        {proof.map((one) => (
          <li>{saysCheck(one)}</li>
        ))}
      </ul>
    </>
  );
}

function Votes({ votes }: { votes: readonly string[] }) {
  return (
    <>
      <h2>Said so far</h2>
      <ul>
        {votes.map((said) => (
          <li>{said}</li>
        ))}
      </ul>
    </>
  );
}

function Calls({ changes }: { changes: readonly Change[] }) {
  return (
    <>
      {changes.map(({ call, input, says }) => (
        <>
          <p>{says}</p>
          <pre>{`${call} ${readable(input)}`}</pre>
        </>
      ))}
    </>
  );
}
