import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { $remove } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { type Exemption, Scope } from '../domain/exemption.ts';
import { ended, made } from '../domain/exemption-record.ts';
import { Cause, type Finding, Target } from '../domain/finding.ts';
import { ExemptionItem, ExemptionRecordItem, WaitingItem } from './exemption-tables.ts';
import { resourceKey, stateTable, type Write } from './tables.ts';

const wide = 'EXEMPTIONS';
const list = 'EXEMPTION';

/** An exemption with what is kept about it. */
export interface KeptExemption extends Exemption {
  readonly place: string;
  readonly scope: Scope;
  readonly from: string;
  readonly endedAt?: string | undefined;
  readonly endedBy?: string | undefined;
  readonly tip: string;
}

/** The exemptions that could be about a resource and have not ended; one whose end cannot be read has not. */
export async function exemptionsNear(target: Target, now: Date): Promise<readonly KeptExemption[]> {
  const found = await Promise.all([placeOf({ kind: 'resource', ...target }), wide].map(at));
  return found.flat().filter(({ until }) => !(new Date(until) <= now));
}

async function at(place: string): Promise<readonly KeptExemption[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: place, range: { beginsWith: 'EXEMPTION#' } })
    .entities(ExemptionItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.map(kept);
}

/** All exemptions that were made and not ended yet, soonest end first. */
export async function runningExemptions(): Promise<readonly KeptExemption[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ index: 'byList', partition: list })
    .entities(ExemptionItem)
    .options({ maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.map(kept);
}

/** An exemption with its record, to be written together with what leads to it. */
export function exempt(exemption: Exemption & { readonly scope: Scope }, now: Date): readonly Write[] {
  const { id, scope, until } = exemption;
  const record = made(exemption, now.toISOString());
  return [
    ExemptionItem.build(PutTransaction)
      .item({
        ...exemption,
        place: placeOf(scope),
        scope: JSON.stringify(scope),
        from: now.toISOString(),
        tip: record.hash,
        list,
        listed: `${until}#${id}`,
      })
      .options({ condition: { attr: 'until', exists: false } }),
    ExemptionRecordItem.build(PutTransaction)
      .item(record)
      .options({ condition: { attr: 'hash', exists: false } }),
  ];
}

/** What an undo leaves alone for a while from its first call on, and has judged again after that; nothing for a mend. */
export function beginWith(finding: Finding, now: Date): readonly Write[] {
  const { exemption, target } = finding;
  return exemption === undefined
    ? []
    : [...exempt({ ...exemption, scope: { kind: 'resource', ...target } }, now), waiting(exemption.id, finding)];
}

/**
 * A finding that is to be judged again when the exemption or the stop that holds it ends. An undo is not: whoever wanted it
 * asks for it again.
 */
export function waitFor(exemption: string, finding: Finding): readonly Write[] {
  return finding.undoes === undefined ? [waiting(exemption, finding)] : [];
}

function waiting(exemption: string, { id, control, target, cause }: Finding): Write {
  return WaitingItem.build(PutTransaction).item({
    exemption,
    remediation: id,
    control,
    target: JSON.stringify(target),
    cause: JSON.stringify(cause),
  });
}

export interface Waiting {
  readonly control: string;
  readonly target: Target;
  readonly cause: Cause;
}

/** The findings that are held because of an exemption or a stop, each resource and control once. */
export async function waitingFor(exemption: string): Promise<readonly Waiting[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `WAITING#${exemption}` })
    .entities(WaitingItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  const each = Items.map(({ control, target, cause }) => [`${control} ${target}`, { control, target, cause }] as const);
  return [...new Map(each).values()].map(({ control, target, cause }) => ({
    control,
    target: Target.parse(JSON.parse(target)),
    cause: Cause.parse(JSON.parse(cause)),
  }));
}

/** Ends an exemption, with its record; false where it had ended already. */
export async function end(
  exemption: KeptExemption,
  { by, because, now }: { readonly by: string; readonly because: string; readonly now: Date },
): Promise<boolean> {
  const { id, place, tip, control, scope, owner, reason, until } = exemption;
  const at = now.toISOString();
  const record = ended({ exemption: { id, control, scope, owner, reason, until }, tip, by, because, at });
  try {
    await execute(
      ExemptionItem.build(UpdateTransaction)
        .item({
          place,
          id,
          until: until < at ? until : at,
          endedAt: at,
          endedBy: by,
          tip: record.hash,
          list: $remove(),
          listed: $remove(),
        })
        .options({
          condition: {
            and: [
              { attr: 'endedAt', exists: false },
              { attr: 'tip', eq: tip },
            ],
          },
        }),
      ExemptionRecordItem.build(PutTransaction)
        .item(record)
        .options({ condition: { attr: 'hash', exists: false } }),
    );
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return false;
    }
    throw error;
  }
}

function placeOf(scope: Scope): string {
  return scope.kind === 'resource' ? `RESOURCE#${resourceKey(scope)}` : wide;
}

function kept({ scope, ...item }: Omit<KeptExemption, 'scope'> & { scope: string }): KeptExemption {
  return { ...item, scope: Scope.parse(JSON.parse(scope)) };
}
