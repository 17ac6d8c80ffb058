import { announceQuestion } from '../aws/announce.ts';
import { decidedApproval } from '../aws/decided.ts';
import { append, HistoryMoved, latest, TogetherRefused } from '../aws/history.ts';
import { inForce } from '../aws/in-force.ts';
import { type Asked, castVote, decideOnce, questionOn, votesOn } from '../aws/questions.ts';
import { resume } from '../aws/workflow.ts';
import { config } from '../config.ts';
import { type Ballot, namesOf, saysDecision, tally, type Via, type Vote } from '../domain/approval.ts';
import { askingFor, entitled } from '../domain/asking.ts';
import type { Finding } from '../domain/finding.ts';
import type { Approver } from '../domain/people.ts';
import { type Pause, pausedBy, saysPaused } from '../domain/switches.ts';
import { logger } from '../telemetry.ts';
import { outcomeOf } from './question.ts';
import { whyNotTheirs } from './whose.ts';

export interface Cast {
  readonly remediation: string;
  /** The digest of the plan that the person was shown. */
  readonly planDigest: string;
  readonly person: Approver;
  readonly via: Via;
  readonly ballot: Ballot;
  readonly now: Date;
}

/** What came of a vote, in words for the person who cast it. */
export type Outcome =
  | { readonly outcome: 'decided' | 'counted' | 'refused'; readonly says: string }
  | { readonly outcome: 'unknown'; readonly says: string };

/**
 * One person's say on one question, under the same rules whatever way it came: who may is looked up now, a vote is for one
 * plan and counts once, it is in the history before it counts, and one conditional write decides.
 */
export async function vote(cast: Cast): Promise<Outcome> {
  const { remediation, planDigest, person, ballot, now } = cast;
  const asked = await questionOn(remediation);
  if (asked === undefined) {
    return { outcome: 'unknown', says: 'There is no such question (any more).' };
  }
  const obstacle = await obstacleTo(asked, person, ballot, now);
  if (obstacle !== undefined) {
    return refused(obstacle);
  }
  if (asked.planDigest !== planDigest) {
    return refused('That is not the plan that was asked about. Open the question again.');
  }
  const say = voteOf(cast, asked);
  const recorded = await record(asked, say);
  return recorded ?? count(asked, say, now);
}

async function obstacleTo(asked: Asked, person: Approver, ballot: Ballot, now: Date): Promise<string | undefined> {
  const closed = outcomeOf({ asked, votes: await votesOn(asked.finding.id) }, now);
  if (closed !== undefined) {
    return closed;
  }
  const unentitled = whyNotTheirs(asked, person, config);
  if (unentitled !== undefined) {
    return unentitled;
  }
  if (ballot.decision === 'exempt' && asked.finding.undoes !== undefined) {
    return 'An undo is answered with yes or no: reject it, and everything stays as it is.';
  }
  return ballot.decision === 'exempt' && ballot.days > config.exemptions.maximumDays
    ? `An exemption lasts ${config.exemptions.maximumDays} days at most.`
    : undefined;
}

function voteOf({ person, via, ballot, now }: Cast, { planDigest }: Asked): Vote {
  const { comment, ...rest } = ballot;
  const { mail, name } = person;
  const said = comment ? { comment } : {};
  return { person: mail.toLowerCase(), name, via, ...rest, ...said, at: now.toISOString(), planDigest };
}

/** Writes the vote and its entry in the history, both or neither; answers with why not where it could not. */
async function record(asked: Asked, say: Vote): Promise<Outcome | undefined> {
  const id = asked.finding.id;
  const because = saysDecision({ decision: say.decision, by: say.person, votes: [say] });
  for (let tries = 0; tries < 5; tries++) {
    const head = await latest(id);
    if (head?.status !== 'awaiting-approval') {
      return refused('The workflow does not wait for an answer any more. The history says how it ended.');
    }
    try {
      const together = castVote(asked, say);
      await append({ head, status: head.status, because, detail: { vote: say }, at: say.at, together });
      return undefined;
    } catch (error) {
      if (error instanceof TogetherRefused) {
        return refused(await whyNot(asked, say));
      }
      if (!(error instanceof HistoryMoved)) {
        throw error;
      }
    }
  }
  return refused('Too many people answered at this moment. Try again.');
}

async function whyNot({ finding }: Asked, say: Vote): Promise<string> {
  const [asked, votes] = await Promise.all([questionOn(finding.id), votesOn(finding.id)]);
  const closed = asked && outcomeOf({ asked, votes }, new Date(say.at));
  const own = votes.find(({ person }) => person === say.person);
  return (
    closed ??
    (own
      ? `You answered before, by ${own.via}: one person has one vote.`
      : 'The question is closed. Open it again to see what happened.')
  );
}

/** Counts anew with every vote: who may decide is looked up now, for those who voted before, too. */
async function count(asked: Asked, say: Vote, now: Date): Promise<Outcome> {
  const { finding, planDigest, quorum, group } = asked;
  const asking = askingFor(config, finding);
  const may = asking === 'unknown' ? [] : entitled(asking, group, finding);
  const needed = asking === 'unknown' ? quorum : Math.max(quorum, asking.quorum);
  const votes = await votesOn(finding.id);
  const { decision, deciding, approvals } = tally(votes, { entitled: may, quorum: needed, planDigest });
  if (decision === undefined) {
    await announceQuestion(finding.id);
    const more = needed - approvals.length;
    return { outcome: 'counted', says: `You approved. ${more} more ${more === 1 ? 'has' : 'have'} to.` };
  }
  const verdict = { decision, by: namesOf(deciding), at: now.toISOString(), planDigest };
  if (!(await decideOnce(finding.id, verdict))) {
    return refused(await whyNot(asked, say));
  }
  logger.info('question decided', { remediation: finding.id, decision, by: verdict.by, via: say.via });
  await handOn(finding.id);
  await announceQuestion(finding.id);
  return { outcome: 'decided', says: await saysDone(say, finding) };
}

/**
 * Hands the decision to the workflow. Where that waits no more, or cannot be reached, the next round of the question finds
 * the decision in its record, and its end does.
 */
async function handOn(remediation: string): Promise<void> {
  const question = await questionOn(remediation);
  const approval = question && (await decidedApproval(question));
  if (question === undefined || approval === undefined) {
    return;
  }
  try {
    await resume(question.taskToken, approval);
  } catch (error) {
    logger.error('the decision could not be handed on yet', { remediation, error: (error as Error).name });
  }
}

async function saysDone({ decision, days }: Vote, finding: Finding): Promise<string> {
  switch (decision) {
    case 'approve':
      return saysGoing(pausedBy((await inForce()).pauses, finding));
    case 'reject':
      return 'You rejected the change. Nothing was changed.';
    case 'exempt':
      return `You exempted the resource for ${days} days. Nothing was changed.`;
    default:
      return decision satisfies never;
  }
}

/** Whoever approves while changes are stopped is told that nothing happens. */
function saysGoing(pause: Pause | undefined): string {
  return pause === undefined
    ? 'You approved the change. It is being made now.'
    : `You approved the change, but it is held: ${saysPaused(pause)}.`;
}

function refused(says: string): Outcome {
  return { outcome: 'refused', says };
}
