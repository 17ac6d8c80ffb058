import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DescribeStateMachineCommand,
  ListTagsForResourceCommand,
  SFNClient,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import type { Aws, Proof } from './proof.ts';

const logGroup = 'arn:{partition}:logs:{region}:{account}:log-group:/aws/vendedlogs/states/proofs';

export const states: readonly Proof[] = [
  {
    control: 'states.machine-logged-without-data',
    of: 'a machine that logs nowhere',
    settings: { logGroup },
    drift: async (aws) => machine(aws, 'proof-silent'),
    witness,
  },
  {
    control: 'states.machine-logged-without-data',
    of: 'a machine that somebody made log its data',
    async drift(aws) {
      const logGroupArn = `arn:aws:logs:${aws.region}:${aws.account}:log-group:/proofs/own:*`;
      const loggingConfiguration = {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }],
      } as const;
      const stateMachineArn = await machine(aws, 'proof-telling', {
        loggingConfiguration: { ...loggingConfiguration, destinations: [...loggingConfiguration.destinations] },
      });
      await aws.client(SFNClient).send(
        new UpdateStateMachineCommand({
          stateMachineArn,
          loggingConfiguration: {
            ...loggingConfiguration,
            destinations: [...loggingConfiguration.destinations],
            includeExecutionData: true,
          },
        }),
      );
      return stateMachineArn;
    },
    witness,
  },
];

/** A machine that does nothing, with a tag, which has to stay, and a role that may log. */
async function machine(aws: Aws, name: string, more: Partial<CreateStateMachineCommandInput> = {}): Promise<string> {
  const iam = aws.client(IAMClient);
  const Version = '2012-10-17';
  const trust = { Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version, Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
  const logs = { Effect: 'Allow', Action: 'logs:*', Resource: '*' };
  const PolicyDocument = JSON.stringify({ Version, Statement: [logs] });
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'logs', PolicyDocument }));
  const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } });
  const { stateMachineArn = '' } = await aws.client(SFNClient).send(
    new CreateStateMachineCommand({
      ...{ name, definition, roleArn: Role?.Arn ?? '', tags: [{ key: 'team', value: 'proofs' }] },
      ...more,
    }),
  );
  return stateMachineArn;
}

async function witness(aws: Aws, stateMachineArn: string): Promise<unknown> {
  const client = aws.client(SFNClient);
  const [{ $metadata, revisionId, ...machine }, { tags }] = await Promise.all([
    client.send(new DescribeStateMachineCommand({ stateMachineArn })),
    client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn })),
  ]);
  return { ...machine, tags };
}
