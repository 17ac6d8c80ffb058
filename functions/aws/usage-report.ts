import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { ReportRow } from '../domain/usage-report.ts';
import { ReportItem, unpacked } from './evidence-tables.ts';
import { stateTable } from './tables.ts';

/** The report on an account's principals, as the last sweep wrote it; those that could do most without need come first. */
export async function reportOn(account: string): Promise<readonly ReportRow[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `REPORT#${account}` })
    .entities(ReportItem)
    .options({ maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.map(({ row }) => ReportRow.parse(unpacked(row))).toSorted((a, b) => b.score - a.score);
}
