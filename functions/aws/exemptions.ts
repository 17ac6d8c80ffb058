import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Exemption, Target } from '../domain/finding.ts';
import { ExemptionItem, resourceKey, stateTable, type Write } from './tables.ts';

/** The exemptions of a resource that have not ended; one whose end cannot be read has not. */
export async function activeExemptions(target: Target, now: Date): Promise<readonly Exemption[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `RESOURCE#${resourceKey(target)}`, range: { beginsWith: 'EXEMPTION#' } })
    .entities(ExemptionItem)
    .options({ consistent: true })
    .send();
  return Items.filter(({ until }) => !(new Date(until) <= now));
}

/** An exemption, to be written together with the entry that gives its reason. */
export function exempt(target: Target, exemption: Exemption, now: Date): Write {
  return ExemptionItem.build(PutTransaction).item({
    resourceKey: resourceKey(target),
    ...exemption,
    from: now.toISOString(),
  });
}
