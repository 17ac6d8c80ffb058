import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update';
import { ChangeCount, LeaseItem, type Write } from './tables.ts';

/** Longer than an execution can hold a resource between taking the lease and closing. */
const leaseMinutes = 15;

export interface Claim {
  readonly resourceKey: string;
  readonly owner: string;
  readonly now: Date;
  /** Refuse the lease too when Homeostat let go of the resource after this time: what was read then may be old. */
  readonly untouchedSince?: string | undefined;
}

/** The lease on a resource, to be taken together with the entry that says why. */
export function claim({ resourceKey, owner, now, untouchedSince }: Claim): Write {
  const until = new Date(now.getTime() + leaseMinutes * 60_000).toISOString();
  const free = { attr: 'until', lt: now.toISOString() } as const;
  const isUntouched = { attr: 'touchedAt', lt: untouchedSince ?? '9999' } as const;
  return LeaseItem.build(PutTransaction)
    .item({ resourceKey, owner, until, touchedAt: now.toISOString() })
    .options({
      condition: { or: [{ attr: 'owner', exists: false }, { attr: 'owner', eq: owner }, { and: [free, isUntouched] }] },
    });
}

/** Who holds a resource now, or undefined where nobody does. */
export async function holderOf(resourceKey: string, now: Date): Promise<string | undefined> {
  const { Item } = await LeaseItem.build(GetItemCommand).key({ resourceKey }).options({ consistent: true }).send();
  return Item && Item.until >= now.toISOString() ? Item.owner : undefined;
}

/** Lets go of a resource; one that somebody else holds by now is left to them. */
export async function release({ resourceKey, owner, now }: Claim): Promise<void> {
  try {
    await LeaseItem.build(PutItemCommand)
      .item({ resourceKey, owner, until: '1970', touchedAt: now.toISOString() })
      .options({ condition: { attr: 'owner', eq: owner } })
      .send();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) {
      throw error;
    }
  }
}

/** One more change in an account within this hour, to be counted together with the entry that begins it; refused at the limit. */
export function countChange(account: string, now: Date, limit: number): Write {
  const isBelow = { attr: 'count', lt: limit } as const;
  return ChangeCount.build(UpdateTransaction)
    .item({ account, hour: hourOf(now), count: $add(1), expires: Math.floor(now.getTime() / 1000) + 7200 })
    .options({ condition: limit > 0 ? { or: [{ attr: 'count', exists: false }, isBelow] } : isBelow });
}

/** How many changes were begun in an account within this hour. */
export async function changesThisHour(account: string, now: Date): Promise<number> {
  const { Item } = await ChangeCount.build(GetItemCommand)
    .key({ account, hour: hourOf(now) })
    .options({ consistent: true })
    .send();
  return Item?.count ?? 0;
}

function hourOf(now: Date): string {
  return now.toISOString().slice(0, 13);
}
