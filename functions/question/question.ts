import type { Control } from '../../catalogue/control.ts';
import type { Asked } from '../aws/questions.ts';
import { saysDecision, type Vote } from '../domain/approval.ts';
import type { Config } from '../domain/config.ts';
import { resourceLink } from '../domain/console-links.ts';
import type { Finding, Plan } from '../domain/finding.ts';
import type { Remediation } from '../domain/history.ts';
import { diffOf, type Line } from './diff.ts';

/** Everything that a careful person needs to decide, taken from the finding, and how far the decision is. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly impact: string;
  /** The remediation that would be taken back, where it is an undo. */
  readonly undoes?: string | undefined;
  readonly control: string;
  readonly resource: string;
  /** The resource in AWS's own console. */
  readonly console: string;
  readonly facts: readonly Fact[];
  readonly plan: Plan;
  readonly diff: readonly Line[];
  readonly expiresAt: string;
  /** What people said so far, each a sentence. */
  readonly votes: readonly string[];
  /** How many more have to approve. */
  readonly missing: number;
  /** What happened, once it is decided; undefined while it is open. */
  readonly outcome: string | undefined;
}

type Fact = readonly [name: string, value: string];

/** A question with what is known of its course. */
export interface Course {
  readonly asked: Asked;
  readonly votes: readonly Vote[];
  readonly head?: Remediation | undefined;
  /** The control that asks, if it still exists. */
  readonly control?: Pick<Control, 'title' | 'why' | 'impact'> | undefined;
}

/** What several questions that are asked together have in common. */
export function saysTogether(questions: readonly Question[]): string {
  const count = questions.length;
  return questions.every(({ undoes }) => undoes !== undefined)
    ? `${count} mends are to be taken back. Each can be decided by itself.`
    : `${count} resources drifted in the same way. Each can be decided by itself.`;
}

export function questionOf({ asked, votes, head, control }: Course, config: Config, now: Date): Question {
  const { finding, expiresAt, quorum } = asked;
  if (finding.verdict.outcome !== 'change') {
    throw new TypeError(`${finding.id} has no plan to ask about`);
  }
  const { plan } = finding.verdict;
  const approvals = votes.filter(({ decision }) => decision === 'approve').length;
  return {
    id: finding.id,
    ...wordsOf(finding, control),
    undoes: finding.undoes,
    control: finding.control,
    resource: finding.target.arn,
    console: resourceLink(finding.target),
    facts: factsOf({ asked, plan, config }),
    plan,
    diff: diffOf(finding.state, plan.after),
    expiresAt,
    votes: votes.map(saysVote),
    missing: Math.max(0, quorum - approvals),
    outcome: outcomeOf({ asked, votes, head }, now),
  };
}

type Words = Pick<Question, 'title' | 'why' | 'impact'>;

/** What it is about: a drift, in its control's words, or somebody who wants the state from before a mend again. */
function wordsOf({ control: id, cause, undoes, exemption }: Finding, control: Course['control']): Words {
  const title = control?.title ?? id;
  if (undoes === undefined) {
    return { title, why: control?.why ?? '', impact: control?.impact ?? '' };
  }
  const until = exemption ? ` and leaves it alone until ${exemption.until}` : '';
  return {
    title: `Take ${undoes} back (${title})`,
    why: `${cause.actor.arn} asks for the state from before ${undoes} again: ${exemption?.reason ?? 'no reason was given'}`,
    impact: `This brings back what ${id} had mended${until}. Why it was mended: ${control?.why ?? id}`,
  };
}

/** What happened to a question that is no longer open. */
export function outcomeOf({ asked, votes, head }: Course, now: Date): string | undefined {
  const { decision, decidedBy = '', decidedAt = '', expiresAt } = asked;
  const ended = head?.closedAt === undefined ? '' : ` It ended as ${head.status}: ${head.because}.`;
  if (decision === 'expired' || (decision === undefined && new Date(expiresAt) <= now)) {
    return `Nobody answered before ${expiresAt}. Nothing was changed.`;
  }
  if (decision !== undefined) {
    const deciding = votes.filter((vote) => vote.decision === decision);
    return `${saysDecision({ decision, by: decidedBy, votes: deciding })} on ${decidedAt}.${ended}`;
  }
  return head?.closedAt === undefined ? undefined : `It is closed.${ended}`;
}

function factsOf({ asked, plan, config }: { asked: Asked; plan: Plan; config: Config }): readonly Fact[] {
  const { finding, expiresAt, quorum } = asked;
  const { target, cause, tags } = finding;
  const { actor, name, time } = cause;
  const account = config.accounts.find(({ id }) => id === target.account);
  const more = [account?.name, account?.environment].filter(Boolean).join(', ');
  return [
    ['Resource', target.arn],
    ['Account', more ? `${target.account} (${more})` : target.account],
    ['Region', target.region],
    ...ownersIn(tags, config.questions.ownerTags),
    [
      finding.undoes === undefined ? 'Caused by' : 'Asked for by',
      `${actor.arn}${actor.sourceIdentity ? ` (${actor.sourceIdentity})` : ''}`,
    ],
    ['With', `${name} at ${time}${actor.sourceIp ? ` from ${actor.sourceIp}` : ''}`],
    ...(finding.undoes === undefined ? [] : [['Takes back', finding.undoes] as const]),
    ['Risk', `${plan.risk.level}: ${plan.risk.because}`],
    ...(plan.affects?.length ? [['Touches too', plan.affects.join(', ')] as const] : []),
    ...watchedAfterwards(plan, config),
    ['Approvals needed', quorum === 1 ? 'one' : `${quorum}, of different people`],
    ['If nobody answers', `it expires at ${expiresAt} and nothing changes`],
  ];
}

/** Whoever loses something, and what follows where they miss it. */
function watchedAfterwards({ watch = [] }: Plan, { watch: { undoOnRefusal } }: Config): readonly Fact[] {
  const principals = watch.map(({ principal }) => principal).join(', ');
  const then = undoOnRefusal === 'automatic' ? 'it is taken back by itself' : 'you are told';
  return watch.length === 0
    ? []
    : [['Watched afterwards', `${principals}: where they are refused what they lose, ${then}`]];
}

/** The tags that say whose a resource is; what could not be read is said, not left out. */
function ownersIn(tags: Finding['tags'], keys: readonly string[]): readonly Fact[] {
  if (tags === undefined) {
    return [['Owner', 'unknown: the tags could not be read, or the control reads none']];
  }
  const owners = keys.flatMap((key) => (tags[key] === undefined ? [] : [`${key}=${tags[key]}`]));
  return [['Owner', owners.length > 0 ? owners.join(', ') : `no tag says (looked for ${keys.join(', ')})`]];
}

function saysVote({ name, person, via, decision, comment, days, reason, at }: Vote): string {
  const said = { approve: 'approved', reject: 'rejected', exempt: `exempted it for ${days} days: ${reason}` }[decision];
  return `${name} (${person}) ${said} by ${via} on ${at}${comment ? `: “${comment}”` : ''}`;
}
