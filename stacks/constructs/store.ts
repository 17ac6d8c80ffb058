import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, StreamViewType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { indexes, indexNames } from '../../functions/domain/listing.ts';

const keys = {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
};

export interface StoreProps {
  /** Whether what is archived may leave the history. */
  readonly expires: boolean;
}

/**
 * The tables: what happened, what holds now, and what was counted of it. All can be restored to any second of the last 35 days.
 * DynamoDB adds one index in each deployment: the context `historyIndexes` says how many an existing table has by now.
 */
export class Store extends Construct {
  readonly history: TableV2;
  readonly state: TableV2;
  readonly tally: TableV2;

  constructor(scope: Construct, id: string, { expires }: StoreProps) {
    super(scope, id);
    const count = Number(this.node.tryGetContext('historyIndexes') ?? indexNames.length);
    const common = {
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const opened = { name: 'openedKey', type: AttributeType.STRING };
    this.history = new TableV2(this, 'History', {
      ...keys,
      ...common,
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      ...(expires && { timeToLiveAttribute: 'expires' }),
      globalSecondaryIndexes: indexNames.slice(0, count).map((indexName) => ({
        indexName,
        partitionKey: { name: indexes[indexName].attribute, type: AttributeType.STRING },
        sortKey: opened,
      })),
    });
    this.state = new TableV2(this, 'State', {
      ...keys,
      ...common,
      timeToLiveAttribute: 'expires',
      globalSecondaryIndexes: [
        {
          indexName: 'byList',
          partitionKey: { name: 'list', type: AttributeType.STRING },
          sortKey: { name: 'listed', type: AttributeType.STRING },
        },
      ],
    });
    this.tally = new TableV2(this, 'Tally', { ...keys, ...common, timeToLiveAttribute: 'expires' });
  }
}
