import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  type CreateDBInstanceMessage,
  CreateDBParameterGroupCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBParametersCommand,
  ModifyDBInstanceCommand,
  ModifyDBParameterGroupCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Aws, Proof } from './proof.ts';

const group = 'proof-tls';

export const rds: readonly Proof[] = [
  {
    control: 'rds.instance-private',
    of: 'an instance that somebody gave a public address, with another change that waits for its window',
    async drift(aws) {
      const DBInstanceIdentifier = 'proof-public';
      await instance(aws, { DBInstanceIdentifier, PubliclyAccessible: false });
      const client = aws.client(RDSClient);
      await client.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, DBInstanceClass: 'db.t3.large' }));
      await client.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, PubliclyAccessible: true }));
      return arnOf(aws, 'db', DBInstanceIdentifier);
    },
    witness,
  },
  {
    control: 'rds.instance-kept',
    of: 'an instance that was made without protection',
    async drift(aws) {
      const DBInstanceIdentifier = 'proof-unprotected';
      await instance(aws, { DBInstanceIdentifier });
      return arnOf(aws, 'db', DBInstanceIdentifier);
    },
    witness,
  },
  {
    control: 'rds.instance-uses-tls',
    of: 'an instance whose group lets clients connect without TLS',
    async drift(aws) {
      const client = aws.client(RDSClient);
      const named = { DBParameterGroupName: group };
      await client.send(
        new CreateDBParameterGroupCommand({ ...named, DBParameterGroupFamily: 'postgres14', Description: 'proofs' }),
      );
      const Parameters = [
        { ParameterName: 'rds.force_ssl', ParameterValue: '0', ApplyMethod: 'immediate' as const },
        { ParameterName: 'work_mem', ParameterValue: '8192', ApplyMethod: 'immediate' as const },
      ];
      await client.send(new ModifyDBParameterGroupCommand({ ...named, Parameters }));
      const DBInstanceIdentifier = 'proof-without-tls';
      await instance(aws, { DBInstanceIdentifier, ...named });
      return arnOf(aws, 'db', DBInstanceIdentifier);
    },
    async witness(aws, arn) {
      const Source = { DBParameterGroupName: group, Source: 'user' };
      const { Parameters } = await aws.client(RDSClient).send(new DescribeDBParametersCommand(Source));
      return { Parameters, instance: await witness(aws, arn) };
    },
  },
  {
    control: 'rds.cluster-kept',
    of: 'a cluster that was made without protection',
    async drift(aws) {
      const DBClusterIdentifier = 'proof-cluster';
      await aws.client(RDSClient).send(
        new CreateDBClusterCommand({
          DBClusterIdentifier,
          Engine: 'aurora-postgresql',
          MasterUsername: 'proofs',
          MasterUserPassword: 'not-a-secret',
        }),
      );
      return arnOf(aws, 'cluster', DBClusterIdentifier);
    },
    async witness(aws, arn) {
      const DBClusterIdentifier = arn.split(':').at(-1);
      const answer = await aws.client(RDSClient).send(new DescribeDBClustersCommand({ DBClusterIdentifier }));
      return answer.DBClusters?.map(({ LatestRestorableTime: _, ...cluster }) => cluster);
    },
  },
];

async function instance(aws: Aws, input: Partial<CreateDBInstanceMessage>): Promise<void> {
  await aws.client(RDSClient).send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: undefined,
      DBInstanceClass: 'db.t3.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'proofs',
      MasterUserPassword: 'not-a-secret',
      Tags: [{ Key: 'team', Value: 'proofs' }],
      ...input,
    }),
  );
}

function arnOf({ region, account }: Aws, kind: string, name: string): string {
  return `arn:aws:rds:${region}:${account}:${kind}:${name}`;
}

/** The whole instance, save the time that goes on by itself. */
async function witness(aws: Aws, arn: string): Promise<unknown> {
  const DBInstanceIdentifier = arn.split(':').at(-1);
  const answer = await aws.client(RDSClient).send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
  return answer.DBInstances?.map(({ LatestRestorableTime: _, ...rest }) => rest);
}
