import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import * as z from 'zod';
import type { Watch } from '../domain/finding.ts';
import { inItem, mayTryAgain, type Tried } from '../domain/watch.ts';
import { held } from './conditional.ts';
import { stateTable, type Write } from './tables.ts';
import { TakenItem, WatchItem } from './watch-tables.ts';

/** What a mend took away from a principal. */
interface Taken {
  readonly remediation: string;
  readonly actions: readonly string[];
}

/**
 * Notes what each principal lost by a mend; answers with the write that begins the watch, to be made together with the mend's
 * end. Without that write, the notes mean nothing.
 */
export async function beginWatch(remediation: string, watches: readonly Watch[], now: Date): Promise<readonly Write[]> {
  const ends = watches.map(({ days }) => now.getTime() + days * 86_400_000);
  for (const [index, { principal, actions }] of watches.entries()) {
    const end = timesOf(ends[index] ?? 0);
    await TakenItem.build(PutItemCommand)
      .item({ principal, remediation, actions: JSON.stringify(inItem(actions)), ...end })
      .send();
  }
  return watches.length === 0
    ? []
    : [WatchItem.build(PutTransaction).item({ remediation, tries: 0, ...timesOf(Math.max(...ends)) })];
}

function timesOf(end: number) {
  return { until: new Date(end).toISOString(), expires: Math.ceil(end / 1000) };
}

/** What was taken away from a principal by mends that are watched still. */
export async function takenFrom(principal: string, now: Date): Promise<readonly Taken[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `WATCH#${principal}` })
    .entities(TakenItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.filter(({ until }) => now < new Date(until)).map(({ remediation, actions }) => ({
    remediation,
    actions: z.array(z.string()).parse(JSON.parse(actions)),
  }));
}

/** The watch over a mend, while it runs. */
async function watchOver(remediation: string, now: Date): Promise<Tried | undefined> {
  const { Item } = await WatchItem.build(GetItemCommand).key({ remediation }).options({ consistent: true }).send();
  return Item === undefined || Item.endedAt !== undefined || !(now < new Date(Item.until)) ? undefined : Item;
}

/**
 * Takes it on oneself to answer a refused call: true for one of many. The same answer may be claimed again, since whoever
 * claimed it may have failed before it was given; another one only after a while, in case the first came to nothing.
 */
export async function claimAnswer(remediation: string, answer: string, now: Date): Promise<boolean> {
  const watch = await watchOver(remediation, now);
  if (watch === undefined || watch.latest === answer || !mayTryAgain(watch, now)) {
    return watch?.latest === answer;
  }
  return held(
    WatchItem.build(UpdateItemCommand)
      .item({ remediation, latest: answer, latestAt: now.toISOString(), tries: watch.tries + 1 })
      .options({
        condition: {
          and: [
            { attr: 'tries', eq: watch.tries },
            { attr: 'endedAt', exists: false },
          ],
        },
      })
      .send(),
  );
}

/** The latest answer to a refused call, of a watch that may have ended. */
export async function answerOf(remediation: string): Promise<string | undefined> {
  const { Item } = await WatchItem.build(GetItemCommand).key({ remediation }).options({ consistent: true }).send();
  return Item?.latest;
}

/** Ends the watch over a mend that was taken back, to be written together with that; nothing where there is none. */
export async function endWatch(remediation: string, now: Date): Promise<readonly Write[]> {
  const watch = await watchOver(remediation, now);
  return watch === undefined
    ? []
    : [
        WatchItem.build(UpdateTransaction)
          .item({ remediation, endedAt: now.toISOString() })
          .options({ condition: { attr: 'until', exists: true } }),
      ];
}
