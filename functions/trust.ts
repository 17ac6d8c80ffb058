import { entriesOf, latest } from './aws/history.ts';
import { answerOf } from './aws/watches.ts';
import { settingsOf } from './config.ts';
import { controlById } from './controls.ts';
import type { Finding } from './domain/finding.ts';
import { judge, planDigest } from './domain/plan.ts';
import { undoOf } from './domain/undo.ts';

/**
 * Why the plan of a finding is not to be believed; undefined where it is. Whoever may start the workflow could hand it any
 * plan: a mend is made anew from the state, an undo from the history, and only the same plan counts. That nobody is to be asked
 * about an undo counts only where the watch over the mend says that it began that very undo.
 */
export async function doubtAbout(finding: Finding): Promise<string | undefined> {
  if (finding.verdict.outcome !== 'change') {
    return undefined;
  }
  const { control, target, state, undoes, verdict, unasked, id } = finding;
  if (unasked && (undoes === undefined || (await answerOf(undoes)) !== id)) {
    return 'no watch began it';
  }
  const made = await (undoes === undefined ? planOf(finding) : undoPlanOf(finding, undoes));
  const isWhole = planDigest({ control, target, state, ...verdict.plan }) === verdict.plan.digest;
  return isWhole && made === verdict.plan.digest
    ? undefined
    : 'its plan is not the one that its control, or the history, gives';
}

async function planOf({ control: id, target, state, readAt }: Finding): Promise<string | undefined> {
  const control = await controlById(id);
  const verdict = control && judge({ control, target, state, settings: settingsOf(control), readAt });
  return verdict?.outcome === 'change' ? verdict.plan.digest : undefined;
}

async function undoPlanOf({ id, cause, exemption, unasked }: Finding, undoes: string): Promise<string | undefined> {
  const [head, entries] = await Promise.all([latest(undoes), entriesOf(undoes)]);
  const wish = {
    id,
    event: cause.id,
    owner: cause.actor.arn,
    reason: exemption?.reason ?? '',
    days: 1,
    now: new Date(),
    ...(unasked && { refusal: { ...unasked, cause } }),
  };
  const undo = undoOf({ ...wish, head, entries });
  return undo.possible && undo.finding.verdict.outcome === 'change' ? undo.finding.verdict.plan.digest : undefined;
}
