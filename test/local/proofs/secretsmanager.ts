import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Aws, Proof } from './proof.ts';

const everybody = {
  Sid: 'Everybody',
  Effect: 'Allow',
  Principal: '*',
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
};
const own = { ...everybody, Sid: 'Own', Principal: { AWS: 'arn:aws:iam::000000000000:root' } };

export const secretsmanager: readonly Proof[] = [
  // A name that ends like an ARN: by an ARN without its end, Secrets Manager does not find it.
  withPolicy('a secret that everybody may read, beside who should', 'proof/public-secret', [own, everybody]),
  withPolicy('a secret that everybody may read, and nobody else', 'proof/only-public', [everybody]),
];

function withPolicy(of: string, Name: string, Statement: readonly object[]): Proof {
  return {
    control: 'secretsmanager.secret-policy-closed',
    of,
    async drift(aws) {
      const client = aws.client(SecretsManagerClient);
      const { ARN = '' } = await client.send(
        new CreateSecretCommand({ Name, SecretString: 'proof', Tags: [{ Key: 'team', Value: 'proofs' }] }),
      );
      const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement }, null, 1);
      await client.send(new PutResourcePolicyCommand({ SecretId: Name, ResourcePolicy }));
      return ARN;
    },
    witness,
  };
}

async function witness(aws: Aws, SecretId: string): Promise<unknown> {
  const client = aws.client(SecretsManagerClient);
  const [{ ResourcePolicy }, { Tags, RotationEnabled, VersionIdsToStages }] = await Promise.all([
    client.send(new GetResourcePolicyCommand({ SecretId })),
    client.send(new DescribeSecretCommand({ SecretId })),
  ]);
  return { ResourcePolicy, Tags, RotationEnabled, VersionIdsToStages };
}
