import type { Asked } from '../aws/questions.ts';
import { askingFor, entitled } from '../domain/asking.ts';
import type { Config } from '../domain/config.ts';
import { byMail, isActor } from '../domain/identity.ts';
import type { Approver } from '../domain/people.ts';

/** Why somebody may not decide a question now; undefined where they may. */
export function whyNotTheirs({ finding, group }: Asked, person: Approver, config: Config): string | undefined {
  if (isActor(person, finding.cause.actor)) {
    return finding.undoes === undefined
      ? 'You caused this change, so somebody else has to decide.'
      : 'You asked for this undo, so somebody else has to decide.';
  }
  const asking = askingFor(config, finding);
  return asking === 'unknown' || byMail(entitled(asking, group, finding), person.mail) === undefined
    ? `${person.mail} is no approver of this question (any more).`
    : undefined;
}
