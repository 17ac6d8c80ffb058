import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { indexes, indexNames } from '../../functions/domain/listing.ts';

const keys = {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
};

/** The two tables: what happened, and what holds now. Both can be restored to any second of the last 35 days. */
export class Store extends Construct {
  readonly history: TableV2;
  readonly state: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
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
      globalSecondaryIndexes: indexNames.map((indexName) => ({
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
  }
}
