import { digest } from '../domain/digest.ts';
import type { Question } from './question.ts';

interface Deciding {
  readonly form: 'code' | 'decide';
  readonly approver: string;
  readonly open: readonly Question[];
}

/** What a person ticks: the question, and the plan that they were shown. */
export function choiceOf({ id, plan }: Question): string {
  return `${id}:${plan.digest}`;
}

/** "All of them" is all that were shown, and nothing that came after. */
export function digestOfAll(questions: readonly Question[]): string {
  return digest(questions.map(choiceOf).toSorted());
}

export function DecideForm({ form, approver, open }: Deciding) {
  return (
    <>
      <h2 id="decide">Your decision</h2>
      {form === 'code' ? <AskForCode approver={approver} /> : <Decide approver={approver} open={open} />}
    </>
  );
}

function AskForCode({ approver }: { approver: string }) {
  return (
    <>
      <p>{`This page only shows. To decide as ${approver}, have a code sent to your mail first.`}</p>
      <form method="post" action="?step=code#decide">
        <button type="submit">Send me a code</button>
      </form>
    </>
  );
}

function Decide({ approver, open }: Omit<Deciding, 'form'>) {
  return (
    <>
      <form method="post" action="?step=decide">
        <Choices open={open} />
        <label>
          {`Code from your mail, ${approver}`}
          <input
            class="short"
            name="code"
            required
            inputmode="numeric"
            autocomplete="one-time-code"
            pattern="[0-9]{8}"
            maxlength={8}
          />
        </label>
        <label>
          Comment (optional)
          <textarea name="comment" rows={2} maxlength={1000}></textarea>
        </label>
        <button class="yes" type="submit" name="decision" value="approve">
          Approve
        </button>
        <button type="submit" name="decision" value="reject">
          Reject
        </button>
        {open.every(({ undoes }) => undoes === undefined) && <Exempt />}
      </form>
      <form method="post" action="?step=code#decide">
        <button type="submit">Send me another code</button>
      </form>
    </>
  );
}

/** An undo is answered with yes or no: it has no such part. */
function Exempt() {
  return (
    <fieldset>
      <legend>Or leave it alone for a while</legend>
      <label>
        Days
        <input class="short" name="days" type="number" min={1} value="14" />
      </label>
      <label>
        Reason
        <input name="reason" maxlength={500} />
      </label>
      <button type="submit" name="decision" value="exempt">
        Exempt
      </button>
    </fieldset>
  );
}

function Choices({ open }: { open: readonly Question[] }) {
  const [first] = open;
  if (open.length === 1 && first) {
    return <input type="hidden" name="of" value={choiceOf(first)} />;
  }
  return (
    <fieldset>
      <legend>Which ones?</legend>
      <label>
        <input type="checkbox" name="all" value={digestOfAll(open)} />
        {`All ${open.length} that are listed here and open`}
      </label>
      {open.map((question) => (
        <label>
          <input type="checkbox" name="of" value={choiceOf(question)} />
          {question.resource}
        </label>
      ))}
    </fieldset>
  );
}
