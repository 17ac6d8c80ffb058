import { BatchGetRequest } from 'dynamodb-toolbox/entity/actions/batchGet';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { BatchGetCommand, execute } from 'dynamodb-toolbox/table/actions/batchGet';
import pMap from 'p-map';
import type { Input, Output } from '../../catalogue/calls.ts';
import { Evidence } from '../../catalogue/trim/evidence.ts';
import { Notice } from '../../catalogue/trim/usage.ts';
import { environment } from '../environment.ts';
import { EvidenceItem, NoticeItem, unpacked } from './evidence-tables.ts';
import { stateTable } from './tables.ts';

/** DynamoDB answers as many at once. */
const atOnce = 100;

/**
 * What the sweeps gathered of a policy's principals, and the notice for it. A principal of which nothing is known is left out.
 * @throws {NoUsage} where there is no deployment whose tables could be asked.
 */
export async function usageOf({
  account,
  subject,
  principals,
}: Input<'homeostat:GetUsage'>): Promise<Output<'homeostat:GetUsage'>> {
  if (environment.stateTable === 'unset') {
    throw new NoUsage('nothing gathers what principals use: there is no deployment');
  }
  const [evidence, notice] = await Promise.all([evidenceOf(principals), noticeFor({ account, subject })]);
  return { evidence, notice };
}

/** What is known of each of some principals. */
export async function evidenceOf(principals: readonly string[]): Promise<Evidence[]> {
  const each = [...new Set(principals)];
  const groups = Array.from({ length: Math.ceil(each.length / atOnce) }, (_, index) =>
    each.slice(index * atOnce, (index + 1) * atOnce),
  );
  return (await pMap(groups, readGroup, { concurrency: 4 })).flat();
}

/** The notice that runs, or ran, for a subject; null where none was given. */
export async function noticeFor(key: { readonly account: string; readonly subject: string }): Promise<Notice | null> {
  const { Item } = await NoticeItem.build(GetItemCommand).key(key).options({ consistent: true }).send();
  return Item === undefined
    ? null
    : Notice.parse({ since: Item.since, until: Item.until, removals: unpacked(Item.removals) });
}

async function readGroup(principals: readonly string[]): Promise<Evidence[]> {
  const requests = principals.map((principal) => EvidenceItem.build(BatchGetRequest).key({ principal }));
  const { Responses } = await execute(
    { maxAttempts: 8 },
    stateTable
      .build(BatchGetCommand)
      .requests(...requests)
      .options({ consistent: true }),
  );
  return (Responses?.[0] ?? []).flatMap((found) => (found ? [Evidence.parse(unpacked(found.evidence))] : []));
}

/** There is no deployment, so nothing was gathered. */
class NoUsage extends Error {
  override readonly name = 'NoUsage';
}
