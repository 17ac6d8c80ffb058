import type { Child } from 'hono/jsx';
import type { Change } from '../domain/finding.ts';
import { readable } from './diff.ts';
import type { Question } from './question.ts';

/** The one style of all pages; its digest is what the content security policy allows. */
export const style = `
:root{color-scheme:light dark;--ink:#16191f;--paper:#fff;--soft:#5f6b7a;--line:#c6c6cd;--add:#e3f6e8;--del:#fde7e7;--go:#0972d3}
@media(prefers-color-scheme:dark){:root{--ink:#e9ebed;--paper:#0f1b2a;--soft:#a6b0be;--line:#414d5c;--add:#12361f;--del:#43191c;--go:#539fe5}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:1rem}h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.1rem;margin-top:1.75rem}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.25rem 1rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{border:1px solid var(--line);border-radius:.4rem;padding:.5rem;margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,monospace}
pre span{display:block}.added{background:var(--add)}.removed{background:var(--del)}
form{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:1rem 0}label{display:block}
input{font:inherit;padding:.5rem;width:11rem;display:block;background:var(--paper);color:var(--ink);border:1px solid var(--soft);border-radius:.4rem}
button{font:inherit;font-weight:600;padding:.55rem 1.1rem;border-radius:.4rem;border:2px solid var(--go);background:var(--paper);color:var(--ink);cursor:pointer}
button.yes{background:var(--ink);color:var(--paper);border-color:var(--ink)}:focus-visible{outline:3px solid var(--go);outline-offset:2px}
[role=status]{border-left:.3rem solid var(--go);padding:.5rem .75rem;margin:1rem 0}.soft{color:var(--soft)}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
`;

/** The frame of every page. There is no script on it. */
function Page({ title, children }: { title: string; children: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · Homeostat`}</title>
        <style>{style}</style>
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>
  );
}

interface Asked {
  readonly question: Question;
  readonly approver: string;
  /** What happened just now, or earlier: shown at the top. */
  readonly notice?: string | undefined;
  /** The form that fits: ask for a code, or decide with the one that was mailed; none once it is decided. */
  readonly form: 'code' | 'decide' | 'none';
}

/** One question, whole: nothing of the plan is cut. */
export function QuestionPage({ question, approver, notice, form }: Asked) {
  const { plan } = question;
  return (
    <Page title={question.title}>
      <h1>{`${question.title}: approve this change?`}</h1>
      {notice && <p role="status">{notice}</p>}
      <p>{question.why}</p>
      <dl>
        {question.facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <h2>What changes</h2>
      <pre>
        {question.diff.map(({ kind, text }) => (
          <span class={kind}>{`${kind === 'added' ? '+' : kind === 'removed' ? '-' : ' '} ${text}`}</span>
        ))}
      </pre>
      <p>{question.impact}</p>
      <h2>The exact calls</h2>
      <Calls changes={plan.apply} />
      <h2>How it would be undone</h2>
      {plan.undo ? <Calls changes={plan.undo} /> : <p>It cannot be undone.</p>}
      <p class="soft">{`${question.control} · ${question.id} · plan ${plan.digest.slice(0, 16)}`}</p>
      {form !== 'none' && <Decide form={form} approver={approver} />}
    </Page>
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

function Decide({ form, approver }: { form: 'code' | 'decide'; approver: string }) {
  if (form === 'code') {
    return (
      <>
        <h2>Your decision</h2>
        <p>{`This page only shows. To decide as ${approver}, have a code sent to your mail first.`}</p>
        <form method="post" action="?step=code#decide">
          <button type="submit">Send me a code</button>
        </form>
      </>
    );
  }
  return (
    <>
      <h2 id="decide">Your decision</h2>
      <form method="post" action="?step=decide">
        <label>
          {`Code from your mail, ${approver}`}
          <input
            name="code"
            required
            inputmode="numeric"
            autocomplete="one-time-code"
            pattern="[0-9]{8}"
            maxlength={8}
          />
        </label>
        <button class="yes" type="submit" name="decision" value="approve">
          Approve
        </button>
        <button type="submit" name="decision" value="reject">
          Reject
        </button>
      </form>
      <form method="post" action="?step=code">
        <button type="submit">Send me another code</button>
      </form>
    </>
  );
}

/** A page with one thing to say. */
export function MessagePage({ title, text }: { title: string; text: string }) {
  return (
    <Page title={title}>
      <h1>{title}</h1>
      <p>{text}</p>
    </Page>
  );
}
