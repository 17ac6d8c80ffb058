import { randomBytes } from 'node:crypto';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { $add, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { sha256 } from '../domain/digest.ts';
import { held } from './conditional.ts';
import { LinkItem, SeenItem, SentCount } from './question-tables.ts';

/** One person's way to the questions of a batch; nobody's where it stands in a channel. */
export interface Link {
  readonly link: string;
  readonly batch: string;
  readonly mail?: string | undefined;
  readonly codeDigest?: string | undefined;
  readonly codeUntil?: string | undefined;
}

/** Makes a way to a batch and answers with its secret, of which only the digest is kept. */
export async function newLink(to: { batch: string; mail?: string; expires: number }): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await LinkItem.build(PutItemCommand)
    .item({ ...to, link: digestOf(secret), attempts: 0 })
    .send();
  return secret;
}

export async function linkBehind(secret: string): Promise<Link | undefined> {
  const { Item } = await LinkItem.build(GetItemCommand)
    .key({ link: digestOf(secret) })
    .options({ consistent: true })
    .send();
  return Item;
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
  const isSomebodys = { attr: 'mail', exists: true } as const;
  return held(
    LinkItem.build(UpdateItemCommand)
      .item({ link, attempts: $add(1) })
      .options({ condition: { and: [isSomebodys, { attr: 'attempts', lt: tries }] } })
      .send(),
  );
}

/** Takes one of the messages that a channel may be given within ten minutes; false when none is left. */
export async function takeMessage(channel: string, limit: number, now: Date): Promise<boolean> {
  const isBelow = { attr: 'count', lt: limit } as const;
  return held(
    SentCount.build(UpdateItemCommand)
      .item({ channel, span: now.toISOString().slice(0, 15), count: $add(1), expires: inAnHour(now) })
      .options({ condition: { or: [{ attr: 'count', exists: false }, isBelow] } })
      .send(),
  );
}

/** When the channel may be given messages again: at the next ten minutes of the clock. */
export function nextSpan(now: Date): Date {
  return new Date((Math.floor(now.getTime() / 600_000) + 1) * 600_000);
}

/** Whether something, a signed request for instance, comes for the first time within the hour. */
export async function isFirstSeen(what: string, now: Date): Promise<boolean> {
  return held(
    SeenItem.build(PutItemCommand)
      .item({ digest: digestOf(what), expires: inAnHour(now) })
      .options({ condition: { attr: 'expires', exists: false } })
      .send(),
  );
}

/** Whether something was noted with `isFirstSeen` within the hour. */
export async function wasSeen(what: string): Promise<boolean> {
  const { Item } = await SeenItem.build(GetItemCommand)
    .key({ digest: digestOf(what) })
    .options({ consistent: true })
    .send();
  return Item !== undefined;
}

function inAnHour(now: Date): number {
  return Math.floor(now.getTime() / 1000) + 3600;
}

function digestOf(secret: string): string {
  return sha256(secret).toString('hex');
}
