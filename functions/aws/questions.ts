import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Decision, Vote } from '../domain/approval.ts';
import { Finding } from '../domain/finding.ts';
import { planDigest as digestOf } from '../domain/plan.ts';
import { held } from './conditional.ts';
import { MessageItem, QuestionItem, removedAfter, VoteItem } from './question-tables.ts';
import { stateTable, type Write } from './tables.ts';

export interface Asking {
  readonly finding: Finding;
  readonly planDigest: string;
  readonly taskToken: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly group: number;
  readonly quorum: number;
}

/** A question as it stands. Once it was decided it says so; `expired` is a decision, too. */
export interface Asked extends Asking {
  readonly decision?: Decision | 'expired' | undefined;
  readonly decidedBy?: string | undefined;
  readonly decidedAt?: string | undefined;
}

const open = 'QUESTION';

/** Stores a question. One that was asked before gets the new token, and keeps what is known of it. */
export async function saveQuestion({ finding, ...question }: Asking): Promise<void> {
  await QuestionItem.build(PutItemCommand)
    .item({
      ...question,
      remediation: finding.id,
      finding: JSON.stringify(finding),
      expires: removedAfter(question.expiresAt),
      list: open,
      listed: `${question.askedAt}#${finding.id}`,
    })
    .options({ condition: { attr: 'planDigest', exists: false } })
    .send();
}

/** From now on this token waits for the answer, and this group may decide too. */
export async function passOn(remediation: string, { taskToken, group }: Pick<Asking, 'taskToken' | 'group'>) {
  await QuestionItem.build(UpdateItemCommand)
    .item({ remediation, taskToken, group })
    .options({ condition: { attr: 'planDigest', exists: true } })
    .send();
}

export async function questionOn(remediation: string): Promise<Asked | undefined> {
  const { Item } = await QuestionItem.build(GetItemCommand).key({ remediation }).options({ consistent: true }).send();
  return Item && { ...Item, finding: boundFinding(Item.finding, Item.planDigest) };
}

/** The questions that wait for an answer, oldest first. */
export async function openQuestions(limit: number): Promise<readonly Asked[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ index: 'byList', partition: open })
    .entities(QuestionItem)
    .options({ limit, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.map((item) => ({ ...item, finding: boundFinding(item.finding, item.planDigest) }));
}

/** What is shown is what would be approved: a question whose plan was edited is shown to nobody. */
function boundFinding(text: string, asked: string): Finding {
  const finding = Finding.parse(JSON.parse(text));
  const { control, target, state, verdict } = finding;
  if (verdict.outcome !== 'change' || digestOf({ control, target, state, ...verdict.plan }) !== asked) {
    throw new Error('the stored question is not the one that was asked');
  }
  return finding;
}

/** Every say on a question, oldest first. */
export async function votesOn(remediation: string): Promise<readonly Vote[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `QUESTION#${remediation}`, range: { beginsWith: 'VOTE#' } })
    .entities(VoteItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.map(({ voter: name, remediation: _remediation, expires: _expires, ...vote }) => ({
    ...vote,
    name,
  })).toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

/** A vote, to be written together with its entry in the history: only while the question is open, and once for each person. */
export function castVote({ finding, planDigest, expiresAt }: Asked, { name, ...vote }: Vote): readonly Write[] {
  const remediation = finding.id;
  const isFirst = { attr: 'person', exists: false } as const;
  // Whoever said yes may still say no before it is decided; nobody says yes twice, or yes after no.
  const isChange = { attr: 'decision', eq: 'approve' } as const;
  return [
    QuestionItem.build(ConditionCheck)
      .key({ remediation })
      .condition({
        and: [
          { attr: 'decision', exists: false },
          { attr: 'planDigest', eq: planDigest },
          { attr: 'expiresAt', gt: vote.at },
        ],
      }),
    VoteItem.build(PutTransaction)
      .item({ remediation, voter: name, ...vote, expires: removedAfter(expiresAt) })
      .options({ condition: vote.decision === 'approve' ? isFirst : { or: [isFirst, isChange] } }),
  ];
}

export interface Verdict {
  readonly decision: Decision | 'expired';
  readonly by: string;
  readonly at: string;
  readonly planDigest: string;
}

/** Records the one decision of a question, if it is still open; false when it was decided before. */
export async function decideOnce(remediation: string, { decision, by, at, planDigest }: Verdict): Promise<boolean> {
  const isOpen = { attr: 'decision', exists: false } as const;
  const isThis = { attr: 'planDigest', eq: planDigest } as const;
  const isInTime = { attr: 'expiresAt', gt: at } as const;
  return held(
    QuestionItem.build(UpdateItemCommand)
      .item({ remediation, decision, decidedBy: by, decidedAt: at, list: $remove(), listed: $remove() })
      .options({ condition: { and: decision === 'expired' ? [isOpen, isThis] : [isOpen, isThis, isInTime] } })
      .send(),
  );
}

/** Remembers a message that shows questions, so that it can be brought up to date. */
export async function rememberMessage(
  remediations: readonly string[],
  message: { readonly batch: string; readonly channel: string; readonly ts: string; readonly expires: number },
): Promise<void> {
  await Promise.all(
    remediations.map((remediation) =>
      MessageItem.build(PutItemCommand)
        .item({ remediation, ...message })
        .send(),
    ),
  );
}

export interface Message {
  readonly batch: string;
  readonly channel: string;
  readonly ts: string;
}

export async function messagesOf(remediation: string): Promise<readonly Message[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `QUESTION#${remediation}`, range: { beginsWith: 'MESSAGE#' } })
    .entities(MessageItem)
    .options({ consistent: true })
    .send();
  return Items;
}
