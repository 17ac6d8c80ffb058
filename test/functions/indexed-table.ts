import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import type { Remediation } from '../../functions/domain/history.ts';
import { indexes, indexNames, listKeys } from '../../functions/domain/listing.ts';

/** A DynamoDB in memory that indexes as the real one does. `url` is where it listens. */
export async function startDynamo(): Promise<{ readonly server: Server; readonly url: string }> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export function clientOf(url: string): DynamoDBDocumentClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: url, region: 'eu-central-1', credentials }));
}

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });

/** The history's table with its indexes. */
export async function makeHistory(client: DynamoDBDocumentClient, TableName: string): Promise<void> {
  const attributes = new Set(['pk', 'sk', 'openedKey', ...indexNames.map((name) => indexes[name].attribute)]);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...attributes].map(text),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: indexNames.map(
        (IndexName): GlobalSecondaryIndex => ({
          IndexName,
          KeySchema: [
            { AttributeName: indexes[IndexName].attribute, KeyType: 'HASH' },
            { AttributeName: 'openedKey', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        }),
      ),
    }),
  );
  let status: string | undefined;
  do {
    status = (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
  } while (status !== 'ACTIVE');
}

export async function putHeads(
  client: DynamoDBDocumentClient,
  TableName: string,
  heads: readonly Remediation[],
): Promise<void> {
  for (let from = 0; from < heads.length; from += 25) {
    const puts = heads.slice(from, from + 25).map((head) => ({
      PutRequest: { Item: { pk: `REMEDIATION#${head.id}`, sk: 'HEAD', _et: 'head', ...head, ...listKeys(head) } },
    }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  }
}
