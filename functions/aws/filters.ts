import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { SavedFilter } from '../api/shapes.ts';
import { held } from './conditional.ts';
import { FilterItem } from './session-tables.ts';
import { stateTable } from './tables.ts';

/** One person's filters, by their names. */
export async function filtersOf(mail: string): Promise<readonly SavedFilter[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `PERSON#${mail}`, range: { beginsWith: 'FILTER#' } })
    .entities(FilterItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.filter(({ expires }) => expires === undefined).map(({ title: name, filter }) =>
    SavedFilter.parse({ name, filter: JSON.parse(filter) }),
  );
}

export async function saveFilter(mail: string, { name: title, filter }: SavedFilter): Promise<void> {
  await FilterItem.build(PutItemCommand)
    .item({ mail, title, filter: JSON.stringify(filter) })
    .send();
}

/** Drops a filter; false where there is none of that name. */
export async function dropFilter(mail: string, title: string, now: Date): Promise<boolean> {
  return held(
    FilterItem.build(UpdateItemCommand)
      .item({ mail, title, expires: Math.floor(now.getTime() / 1000) })
      .options({
        condition: {
          and: [
            { attr: 'filter', exists: true },
            { attr: 'expires', exists: false },
          ],
        },
      })
      .send(),
  );
}
