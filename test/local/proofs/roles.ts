import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { Permission } from '../../../catalogue/control.ts';
import { fill, type Place } from '../../../catalogue/derive/place.ts';
import { policies } from '../../../catalogue/derive/statements.ts';
import { catalogue } from '../../../catalogue/index.ts';
import type { Aws } from './proof.ts';

/** The two roles that an account gets, with the permissions that are derived from the catalogue; the emulator enforces them. */
export interface Roles {
  readonly reader: AwsCredentialIdentity;
  /** A session of the writing role, cut down to one plan by its session policy. */
  writer(sessionPolicy: string): Promise<AwsCredentialIdentity>;
}

export async function makeRoles(aws: Aws, place: Place): Promise<Roles> {
  await makeRole(aws, place, { name: 'ProofReader', permissions: catalogue.flatMap(({ reads }) => reads) });
  await makeRole(aws, place, { name: 'ProofWriter', permissions: catalogue.flatMap(({ writes }) => writes) });
  return {
    reader: await session(aws, 'ProofReader'),
    writer: (Policy) => session(aws, 'ProofWriter', Policy),
  };
}

interface Role {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

async function makeRole(aws: Aws, place: Place, { name: RoleName, permissions }: Role): Promise<void> {
  const iam = aws.client(IAMClient);
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${aws.account}:root` }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document([trust]) }));
  const pieces = policies(permissions, (pattern) => fill(pattern, place));
  for (const [index, piece] of pieces.entries()) {
    const statements = piece.map(({ actions, resources }) => ({
      Effect: 'Allow',
      Action: actions,
      Resource: resources.map((pattern) => fill(pattern, place)),
    }));
    const PolicyDocument = document(statements);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: `${RoleName}-${index + 1}`, PolicyDocument }));
  }
}

async function session(aws: Aws, role: string, Policy?: string): Promise<AwsCredentialIdentity> {
  const { Credentials } = await aws.client(STSClient).send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${aws.account}:role/${role}`,
      RoleSessionName: 'proof',
      ...(Policy && { Policy }),
    }),
  );
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken } = Credentials ?? {};
  return { accessKeyId, secretAccessKey, ...(SessionToken && { sessionToken: SessionToken }) };
}

function document(Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}
