import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Decision, Via } from '../domain/approval.ts';
import { plain, stateTable } from './tables.ts';

/**
 * A question to people, with the task token that waits for their answer: the token leaves this table only for Step Functions.
 * It stands in the list of open questions until it is decided.
 */
export const QuestionItem = new Entity({
  name: 'question',
  table: stateTable,
  ...plain,
  schema: item({
    remediation: string().key(),
    planDigest: string(),
    /** JSON text of the finding. */
    finding: string(),
    taskToken: string(),
    askedAt: string(),
    expiresAt: string(),
    /** The last group that was asked, counted from 0: they and those before them may decide. */
    group: number(),
    /** How many had to approve when it was asked; never fewer do. */
    quorum: number(),
    /** When DynamoDB removes it, with its task token. The history keeps the question. */
    expires: number(),
    decision: string()
      .enum(...Decision.options, 'expired')
      .optional(),
    decidedBy: string().optional(),
    decidedAt: string().optional(),
    list: string().optional(),
    listed: string().optional(),
  }),
  computeKey: ({ remediation }) => ({ pk: `QUESTION#${remediation}`, sk: 'QUESTION' }),
});

/** One person's say, under the person: nobody has two. */
export const VoteItem = new Entity({
  name: 'vote',
  table: stateTable,
  ...plain,
  schema: item({
    remediation: string().key(),
    person: string().key(),
    voter: string(),
    via: string().enum(...Via.options),
    decision: string().enum(...Decision.options),
    comment: string().optional(),
    days: number().optional(),
    reason: string().optional(),
    at: string(),
    planDigest: string(),
    expires: number(),
  }),
  computeKey: ({ remediation, person }) => ({ pk: `QUESTION#${remediation}`, sk: `VOTE#${person}` }),
});

/** A message that shows a question and is brought up to date in place. */
export const MessageItem = new Entity({
  name: 'message',
  table: stateTable,
  ...plain,
  schema: item({
    remediation: string().key(),
    batch: string().key(),
    channel: string(),
    ts: string(),
    expires: number(),
  }),
  computeKey: ({ remediation, batch }) => ({ pk: `QUESTION#${remediation}`, sk: `MESSAGE#${batch}` }),
});

/** Where new questions of a kind are collected at the moment: `until` is when they are sent. */
export const CollectingItem = new Entity({
  name: 'collecting',
  table: stateTable,
  ...plain,
  schema: item({
    key: string().key(),
    batch: string(),
    /** Whose question began it. */
    first: string(),
    until: string(),
    count: number(),
    expires: number(),
  }),
  computeKey: ({ key }) => ({ pk: `COLLECTING#${key}`, sk: 'COLLECTING' }),
});

/** Questions that are asked together: one control, one group, one occasion. */
export const BatchItem = new Entity({
  name: 'batch',
  table: stateTable,
  ...plain,
  schema: item({
    id: string().key(),
    key: string(),
    control: string(),
    occasion: string().enum('ask', 'remind'),
    group: string(),
    createdAt: string(),
    expires: number(),
  }),
  computeKey: ({ id }) => ({ pk: `BATCH#${id}`, sk: 'BATCH' }),
});

export const MemberItem = new Entity({
  name: 'member',
  table: stateTable,
  ...plain,
  schema: item({ batch: string().key(), remediation: string().key(), expires: number() }),
  computeKey: ({ batch, remediation }) => ({ pk: `BATCH#${batch}`, sk: `MEMBER#${remediation}` }),
});

/** One person's way to the questions of a batch. Keyed by the digest of the link's secret, so the table cannot be used to forge one. */
export const LinkItem = new Entity({
  name: 'link',
  table: stateTable,
  ...plain,
  schema: item({
    link: string().key(),
    batch: string(),
    /** Whose it is; nobody's where it stands in a channel: it only shows then. */
    mail: string().optional(),
    codeDigest: string().optional(),
    codeUntil: string().optional(),
    attempts: number(),
    expires: number(),
  }),
  computeKey: ({ link }) => ({ pk: `LINK#${link}`, sk: 'LINK' }),
});

/** How many messages a channel was given within ten minutes; and what was seen once and may not come again. */
export const SentCount = new Entity({
  name: 'sent',
  table: stateTable,
  ...plain,
  schema: item({ channel: string().key(), span: string().key(), count: number(), expires: number() }),
  computeKey: ({ channel, span }) => ({ pk: `SENT#${channel}`, sk: span }),
});

/** A signed request that was seen: it counts once. */
export const SeenItem = new Entity({
  name: 'seen',
  table: stateTable,
  ...plain,
  schema: item({ digest: string().key(), expires: number() }),
  computeKey: ({ digest }) => ({ pk: `SEEN#${digest}`, sk: 'SEEN' }),
});

/** Questions, and what belongs to them, stay this long after a question's end. */
const keptSeconds = 90 * 86_400;

export function removedAfter(time: string): number {
  return Math.floor(Date.parse(time) / 1000) + keptSeconds;
}
