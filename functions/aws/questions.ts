import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { $add, $remove, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import type { Approval } from '../domain/approval.ts';
import { Finding } from '../domain/finding.ts';
import { planDigest as digestOf } from '../domain/plan.ts';
import { LinkItem, QuestionItem } from './tables.ts';

export interface Asking {
  readonly finding: Finding;
  readonly planDigest: string;
  readonly taskToken: string;
  readonly askedAt: string;
  readonly expiresAt: string;
  readonly links: readonly { readonly link: string; readonly name: string; readonly mail: string }[];
}

/** Stores a question and every approver's way to it, all or nothing. */
export async function saveQuestion({ finding, links, ...question }: Asking): Promise<void> {
  const expires = Math.floor(Date.parse(question.expiresAt) / 1000) + 90 * 86_400;
  await execute(
    QuestionItem.build(PutTransaction).item({
      ...question,
      remediation: finding.id,
      finding: JSON.stringify(finding),
      expires,
    }),
    ...links.map((link) =>
      LinkItem.build(PutTransaction).item({ ...link, remediation: finding.id, attempts: 0, expires }),
    ),
  );
}

export interface Asked {
  readonly link: {
    readonly link: string;
    readonly name: string;
    readonly mail: string;
    readonly codeDigest?: string | undefined;
    readonly codeUntil?: string | undefined;
  };
  readonly finding: Finding;
  readonly planDigest: string;
  readonly taskToken: string;
  readonly expiresAt: string;
  readonly decision?: string | undefined;
  readonly decidedBy?: string | undefined;
  readonly decidedAt?: string | undefined;
}

/** The question that a link leads to, by the digest of the link's secret; undefined where there is none. */
export async function questionBehind(link: string): Promise<Asked | undefined> {
  const { Item: found } = await LinkItem.build(GetItemCommand).key({ link }).options({ consistent: true }).send();
  if (found === undefined) {
    return undefined;
  }
  const { Item: question } = await QuestionItem.build(GetItemCommand)
    .key({ remediation: found.remediation })
    .options({ consistent: true })
    .send();
  return question && { ...question, finding: boundFinding(question.finding, question.planDigest), link: found };
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

/** Whether the question's own record holds this very decision: an answer to the workflow alone could come from anybody with its token. */
export async function isDecided(remediation: string, approval: Approval): Promise<boolean> {
  const { Item } = await QuestionItem.build(GetItemCommand).key({ remediation }).options({ consistent: true }).send();
  const { decision, decidedBy, decidedAt, planDigest } = Item ?? {};
  const { by, at } = approval;
  return decision === approval.decision && decidedBy === by && decidedAt === at && planDigest === approval.planDigest;
}

/** Replaces an approver's code. */
export async function saveCode(link: string, codeDigest: string, codeUntil: string): Promise<void> {
  await LinkItem.build(UpdateItemCommand)
    .item({ link, codeDigest, codeUntil, attempts: 0 })
    .options({ condition: { attr: 'mail', exists: true } })
    .send();
}

/** Uses up one of the tries that a code has; false when there is none left. */
export async function useTry(link: string, tries: number): Promise<boolean> {
  return held(
    LinkItem.build(UpdateItemCommand)
      .item({ link, attempts: $add(1) })
      .options({
        condition: {
          and: [
            { attr: 'mail', exists: true },
            { attr: 'attempts', lt: tries },
          ],
        },
      })
      .send(),
  );
}

/** Records the one decision of a question, if it is still open; false when somebody decided before. */
export async function decideOnce(remediation: string, approval: Approval): Promise<boolean> {
  return held(
    QuestionItem.build(UpdateItemCommand)
      .item({ remediation, decision: approval.decision, decidedBy: approval.by, decidedAt: approval.at })
      .options({
        condition: {
          and: [
            { attr: 'decision', exists: false },
            { attr: 'planDigest', eq: approval.planDigest },
            { attr: 'expiresAt', gt: approval.at },
          ],
        },
      })
      .send(),
  );
}

/** Opens a question again whose decision could not be handed on. */
export async function reopen(remediation: string, { at }: Approval): Promise<void> {
  await held(
    QuestionItem.build(UpdateItemCommand)
      .item({ remediation, decision: $remove(), decidedBy: $remove(), decidedAt: $remove() })
      .options({ condition: { attr: 'decidedAt', eq: at } })
      .send(),
  );
}

async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
      return false;
    }
    throw error;
  }
}
