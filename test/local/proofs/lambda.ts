import { setTimeout as wait } from 'node:timers/promises';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Aws, Proof } from './proof.ts';

const service = { Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' };
const everybody = { StatementId: 'Everybody', Action: 'lambda:InvokeFunction', Principal: '*' };

/** Made up, and in the form of what GitHub gives. */
const secrets = { DB_PASSWORD: 'correct-horse-battery', SOURCE: `ghp_${'a1'.repeat(18)}` };

export const lambda: readonly Proof[] = [
  {
    control: 'lambda.function-environment-without-secrets',
    of: 'a function that was given secrets',
    leaves: { untold: Object.values(secrets) },
    async drift(aws) {
      const { FunctionName, arn } = await made(aws, 'proof-secrets', { Environment: { Variables: { STAGE: 'prod' } } });
      await changed(aws, { FunctionName, Environment: { Variables: { STAGE: 'prod', ...secrets } } });
      return arn;
    },
    witness,
  },
  {
    control: 'lambda.function-policy-closed',
    of: 'a function that everybody may call besides a rule',
    async drift(aws) {
      const { FunctionName, arn } = await made(aws, 'proof-called');
      const client = aws.client(LambdaClient);
      const SourceArn = `arn:aws:events:${aws.region}:${aws.account}:rule/proof`;
      await client.send(new AddPermissionCommand({ FunctionName, StatementId: 'Rule', SourceArn, ...service }));
      await client.send(new AddPermissionCommand({ FunctionName, ...everybody }));
      return arn;
    },
    witness,
  },
  {
    control: 'lambda.function-policy-closed',
    of: 'an alias that everybody may call',
    async drift(aws) {
      const { FunctionName, arn } = await made(aws, 'proof-alias');
      const client = aws.client(LambdaClient);
      const { Version: FunctionVersion } = await client.send(new PublishVersionCommand({ FunctionName }));
      await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion }));
      await client.send(new AddPermissionCommand({ FunctionName, Qualifier: 'live', ...everybody }));
      return `${arn}:live`;
    },
    witness,
  },
  {
    control: 'lambda.function-in-vpc',
    of: 'a sensitive function that was taken out of its VPC',
    settings: { subnets: ['subnet-00000002', 'subnet-00000001', 'subnet-0000000f'], securityGroups: ['sg-00000001'] },
    async drift(aws) {
      const { FunctionName, arn } = await made(aws, 'proof-payroll', {
        may: ['ec2:*'],
        Tags: { sensitive: 'true' },
        VpcConfig: { SubnetIds: ['subnet-00000001'], SecurityGroupIds: ['sg-00000001'] },
      });
      await changed(aws, { FunctionName, VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } });
      return arn;
    },
    witness,
  },
  {
    control: 'lambda.function-log-level',
    of: 'a function that somebody set to log for debugging',
    async drift(aws) {
      const LoggingConfig = { LogFormat: 'JSON', ApplicationLogLevel: 'WARN', SystemLogLevel: 'INFO' } as const;
      const { FunctionName, arn } = await made(aws, 'proof-debugging', { LoggingConfig });
      await changed(aws, { FunctionName, LoggingConfig: { ...LoggingConfig, ApplicationLogLevel: 'TRACE' } });
      return arn;
    },
    witness,
  },
  {
    control: 'lambda.function-log-level',
    of: 'a function that logs plain text to a log group of its own',
    async drift(aws) {
      const LoggingConfig = { LogFormat: 'Text', LogGroup: '/proofs/plain' } as const;
      return (await made(aws, 'proof-plain', { LoggingConfig })).arn;
    },
    witness,
  },
  {
    control: 'lambda.function-runtime-supported',
    of: 'a function on the first Java 8',
    async drift(aws) {
      const { FunctionName, arn } = await made(aws, 'proof-java', { Runtime: 'java17', Handler: 'orders.Handler' });
      await changed(aws, { FunctionName, Runtime: 'java8' });
      return arn;
    },
    witness,
  },
  {
    control: 'lambda.function-failures-kept',
    of: 'a function that a rule calls, whose dead-letter queue was taken away',
    settings: { destination: 'arn:{partition}:sqs:{region}:{account}:proof-failures' },
    async drift(aws) {
      await aws.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'proof-failures' }));
      const { FunctionName, arn } = await made(aws, 'proof-dropping', {
        may: ['sqs:SendMessage'],
        DeadLetterConfig: { TargetArn: `arn:aws:sqs:${aws.region}:${aws.account}:proof-failures` },
      });
      const SourceArn = `arn:aws:events:${aws.region}:${aws.account}:rule/proof`;
      await aws
        .client(LambdaClient)
        .send(new AddPermissionCommand({ FunctionName, StatementId: 'Rule', SourceArn, ...service }));
      await changed(aws, { FunctionName, DeadLetterConfig: { TargetArn: '' } });
      return arn;
    },
    witness,
  },
  {
    control: 'lambda.function-failures-kept',
    of: 'an alias whose failures went nowhere any more',
    settings: { destination: 'arn:aws:sns:us-east-1:000000000000:proof-failed' },
    async drift(aws) {
      await aws.client(SNSClient).send(new CreateTopicCommand({ Name: 'proof-failed' }));
      const { FunctionName, arn } = await made(aws, 'proof-forgetful', { may: ['sns:Publish'] });
      const client = aws.client(LambdaClient);
      const { Version: FunctionVersion } = await client.send(new PublishVersionCommand({ FunctionName }));
      await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion }));
      const OnSuccess = { Destination: `arn:aws:sns:${aws.region}:${aws.account}:proof-failed` };
      await client.send(
        new PutFunctionEventInvokeConfigCommand({
          ...{ FunctionName, Qualifier: 'live', MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 600 },
          DestinationConfig: { OnSuccess, OnFailure: {} },
        }),
      );
      return `${arn}:live`;
    },
    witness,
  },
];

/** An archive without a file in it: nobody calls the functions. */
const ZipFile = Buffer.concat([Buffer.from('PK\u0005\u0006'), Buffer.alloc(18)]);

interface Made {
  readonly FunctionName: string;
  readonly arn: string;
}

type More = Partial<CreateFunctionCommandInput> & { readonly may?: readonly string[] };

/** A function that is ready, with a tag, which has to stay, and a role that may do what is said. */
async function made(aws: Aws, FunctionName: string, { may = [], ...more }: More = {}): Promise<Made> {
  const Role = await roleOf(aws, FunctionName, may);
  const client = aws.client(LambdaClient);
  const { FunctionArn: arn = '' } = await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role,
      Code: { ZipFile },
      ...more,
      Tags: { team: 'proofs', ...more.Tags },
    }),
  );
  await ready(aws, FunctionName);
  return { FunctionName, arn };
}

/** Drifts that are a change of the configuration are over when Lambda is ready again. */
async function changed(aws: Aws, change: UpdateFunctionConfigurationCommandInput): Promise<void> {
  await aws.client(LambdaClient).send(new UpdateFunctionConfigurationCommand(change));
  await ready(aws, change.FunctionName ?? '');
}

async function roleOf(aws: Aws, RoleName: string, Action: readonly string[]): Promise<string> {
  const iam = aws.client(IAMClient);
  const Version = '2012-10-17';
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version, Statement: [trust] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  if (Action.length > 0) {
    const PolicyDocument = JSON.stringify({ Version, Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'proof', PolicyDocument }));
  }
  return Role?.Arn ?? '';
}

async function ready(aws: Aws, FunctionName: string): Promise<void> {
  const { State, LastUpdateStatus } = await aws
    .client(LambdaClient)
    .send(new GetFunctionConfigurationCommand({ FunctionName }));
  if (State === 'Pending' || LastUpdateStatus === 'InProgress') {
    await wait(50);
    await ready(aws, FunctionName);
  }
}

/** All that any control of functions changes, and more. */
async function witness(aws: Aws, arn: string): Promise<unknown> {
  const client = aws.client(LambdaClient);
  const [name = '', Qualifier] = arn.split(':').slice(6);
  const named = { FunctionName: name, ...(Qualifier !== undefined && { Qualifier }) };
  await ready(aws, name);
  const [{ $metadata, RevisionId, LastModified, ...configuration }, policy, invoked, { Tags }] = await Promise.all([
    client.send(new GetFunctionConfigurationCommand(named)),
    absent(client.send(new GetPolicyCommand(named))),
    absent(client.send(new GetFunctionEventInvokeConfigCommand(named))),
    client.send(new ListTagsCommand({ Resource: arn.split(':').slice(0, 7).join(':') })),
  ]);
  const statements: readonly { readonly Sid: string }[] = JSON.parse(policy?.Policy ?? '{"Statement":[]}').Statement;
  return {
    configuration,
    statements: statements.toSorted((one, other) => (one.Sid < other.Sid ? -1 : 1)),
    destinations: invoked?.DestinationConfig,
    retries: invoked?.MaximumRetryAttempts,
    age: invoked?.MaximumEventAgeInSeconds,
    Tags,
  };
}

async function absent<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: Error) => {
    if (error.name === 'ResourceNotFoundException') {
      return undefined;
    }
    throw error;
  });
}
