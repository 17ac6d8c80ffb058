import type { Remediation } from '../../functions/domain/history.ts';
import { listKeys } from '../../functions/domain/listing.ts';

type Image = Readonly<Record<string, { readonly S: string } | { readonly N: string }>>;

/** A write on a head, as the table's stream tells of it. */
export function headWritten(after: Remediation, before?: Remediation) {
  return {
    eventName: before ? 'MODIFY' : 'INSERT',
    dynamodb: {
      Keys: { pk: { S: `REMEDIATION#${after.id}` }, sk: { S: 'HEAD' } },
      NewImage: imageOf(after),
      ...(before && { OldImage: imageOf(before) }),
    },
  };
}

/** A record of something else than a remediation. */
export function recordWritten(pk: string) {
  return { eventName: 'INSERT', dynamodb: { Keys: { pk: { S: pk }, sk: { S: 'RECORD#000001' } }, NewImage: {} } };
}

/** What DynamoDB took away because its time had come. */
export function headExpired(head: Remediation) {
  const { dynamodb } = headWritten(head);
  return { eventName: 'REMOVE', dynamodb: { Keys: dynamodb.Keys, OldImage: dynamodb.NewImage } };
}

function imageOf(head: Remediation): Image {
  return Object.fromEntries(
    Object.entries({ _et: 'head', ...head, ...listKeys(head) }).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: String(value) },
    ]),
  );
}
