import * as z from 'zod';
import type { Change } from '../control.ts';
import { nameOf } from './table.ts';

/** A table, or a stream of one, which has a policy of its own. */
export const TablePolicy = z.object({
  arn: z.string(),
  account: z.string(),
  /** Byte for byte, so that the undo is exact. */
  policy: z.string().nullable(),
  /** The policy's version, which changes with it. */
  revision: z.string().nullable(),
});
export type TablePolicy = z.infer<typeof TablePolicy>;

export function nameIn({ arn }: TablePolicy): string {
  return arn.includes('/stream/') ? `the stream of table ${nameOf(arn)}` : `table ${nameOf(arn)}`;
}

export function put(table: TablePolicy, Policy: string, says: string): Change<'dynamodb:PutResourcePolicy'> {
  return { call: 'dynamodb:PutResourcePolicy', input: { ResourceArn: table.arn, Policy, ...expected(table) }, says };
}

export function remove(table: TablePolicy, says: string): Change<'dynamodb:DeleteResourcePolicy'> {
  return { call: 'dynamodb:DeleteResourcePolicy', input: { ResourceArn: table.arn, ...expected(table) }, says };
}

/** DynamoDB itself refuses the change where the policy is not the one that was read. */
function expected({ revision }: TablePolicy): { readonly ExpectedRevisionId?: string } {
  return revision === null ? {} : { ExpectedRevisionId: revision };
}
