import type { Asked as Question } from '../../aws/questions.ts';
import { rolesIn } from '../../domain/access.ts';
import type { Config } from '../../domain/config.ts';
import { byMail } from '../../domain/identity.ts';
import type { Person } from '../../domain/person.ts';
import { questionOf } from '../../question/question.ts';
import { whyNotTheirs } from '../../question/whose.ts';
import type { Answers } from '../asked.ts';
import type { Question as ShownQuestion } from '../shapes.ts';
import type { View } from '../view.ts';
import { pageOf } from './pages.ts';
import { shownVote } from './steps.ts';

export const approvals: Answers<'questions' | 'vote'> = {
  async questions({ query, view, who, now }) {
    const open = (await view.openQuestions()).filter(({ expiresAt }) => new Date(expiresAt) > now);
    const { items, cursor } = pageOf(open, query, ({ askedAt, finding }) => `${askedAt}#${finding.id}`);
    return { items: await Promise.all(items.map((asked) => shown(asked, { view, who, now }))), cursor };
  },

  vote: ({ params: { id }, body, deeds }) => deeds.vote(id, body),
};

interface Looking {
  readonly view: View;
  readonly who: Person;
  readonly now: Date;
}

async function shown(asked: Question, { view, who, now }: Looking): Promise<ShownQuestion> {
  const votes = await view.votesOn(asked);
  const { finding, planDigest, askedAt, expiresAt } = asked;
  const control = view.common.cards.all().find(({ id }) => id === finding.control);
  const question = questionOf({ asked, votes, control }, view.rules, now);
  const { id, title, why, impact, resource, facts, plan, diff, missing } = question;
  return {
    id,
    control: finding.control,
    title,
    why,
    impact,
    resource,
    account: finding.target.account,
    region: finding.target.region,
    facts: facts.map(([name, value]) => [name, value]),
    risk: plan.risk,
    calls: plan.apply,
    undo: plan.undo ?? null,
    proof: plan.proof ?? [],
    diff: [...diff],
    planDigest,
    askedAt,
    expiresAt,
    votes: votes.map(shownVote),
    missing,
    notYours: whyNot(
      asked,
      who,
      view.rules,
      votes.some(({ person }) => person === who.mail),
    ),
  };
}

/** The same rules as a vote's, told beforehand. What decides is the vote itself. */
function whyNot(asked: Question, who: Person, config: Config, hasVoted: boolean): string | null {
  const approver = byMail(config.approvers, who.mail);
  if (approver === undefined || !rolesIn(who.grants).includes('approver')) {
    return 'You are no approver.';
  }
  return whyNotTheirs(asked, approver, config) ?? (hasVoted ? 'You have answered already.' : null);
}
