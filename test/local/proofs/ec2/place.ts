import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Aws } from '../proof.ts';

export function arnOf({ account, region }: Aws, kind: string, id = ''): string {
  return `arn:aws:ec2:${region}:${account}:${kind}/${id}`;
}

export async function vpc(aws: Aws, CidrBlock: string): Promise<string> {
  const { Vpc } = await aws.client(EC2Client).send(new CreateVpcCommand({ CidrBlock }));
  return Vpc?.VpcId ?? '';
}
