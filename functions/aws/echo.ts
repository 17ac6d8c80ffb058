import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { plain, stateTable } from './tables.ts';

const keptSeconds = 600;

/** An event of the doctor that arrived: from which account and region, as EventBridge says. */
const EchoItem = new Entity({
  name: 'echo',
  table: stateTable,
  ...plain,
  schema: item({ nonce: string().key(), account: string(), region: string(), expires: number() }),
  computeKey: ({ nonce }) => ({ pk: `ECHO#${nonce}`, sk: 'ECHO' }),
});

export interface Echo {
  readonly nonce: string;
  readonly account: string;
  readonly region: string;
}

export async function noteEcho(echo: Echo): Promise<void> {
  await EchoItem.build(PutItemCommand)
    .item({ ...echo, expires: Math.floor(Date.now() / 1000) + keptSeconds })
    .send();
}

export async function echoOf(nonce: string): Promise<Echo | undefined> {
  const { Item } = await EchoItem.build(GetItemCommand).key({ nonce }).options({ consistent: true }).send();
  return Item && { nonce, account: Item.account, region: Item.region };
}
