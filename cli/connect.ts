import { readFileSync } from 'node:fs';
import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { type Place, partitionOf } from '../catalogue/derive/place.ts';
import { exit, Problem } from './exit.ts';

const Endpoints = z.object({
  aws: z.url(),
  account: z.string(),
  region: z.string(),
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

type Local = z.infer<typeof Endpoints>;
type Keys = Local['operator'];

export interface Deployment {
  /** The hub stack's outputs, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly region: string;
}

/**
 * Finds the deployment that the caller's credentials lead to and points this process at it: an account, or the local cloud
 * where no credentials, profile or endpoint were chosen and it runs.
 */
export async function connect(): Promise<Deployment> {
  useLocalCloud(({ operator }) => operator);
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const client = new CloudFormationClient({ ...(region && { region }) });
  const outputs = await stackOutputs(client);
  useTables(outputs);
  return { outputs, region: await client.config.region() };
}

/** The account and region that the caller's credentials lead to; a deployment is not needed. */
export async function callerPlace(region: string | undefined): Promise<Place> {
  useLocalCloud(() => ({ accessKeyId: 'test', secretAccessKey: 'test' }));
  const chosen = region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const client = new STSClient({ ...(chosen && { region: chosen }) });
  try {
    const { Account: account = '' } = await client.send(new GetCallerIdentityCommand({}));
    const found = await client.config.region();
    return { partition: partitionOf(found), account, region: found };
  } catch (error) {
    const { name, message } = error as Error;
    throw new Problem(
      exit.couldNot,
      `AWS does not say whose credentials these are (${name}: ${message}). Sign in to an account, for example with AWS_PROFILE and AWS_REGION, or start the local cloud with \`npm start\`.`,
    );
  }
}

/**
 * Whether Homeostat is deployed where the caller's credentials lead to, and then points this process at its tables.
 * @throws {Problem} where that cannot be told.
 */
export async function isDeployedHere(): Promise<boolean> {
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  try {
    const { Stacks } = await new CloudFormationClient({ ...(region && { region }) }).send(
      new DescribeStacksCommand({ StackName: stackName }),
    );
    useTables(outputsOf(Stacks));
    return true;
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'ValidationError') {
      return false;
    }
    throw new Problem(
      exit.couldNot,
      `Whether Homeostat is deployed here, and its changes are stopped, cannot be told (${name}: ${message}). Nothing was changed. Where it is not, say --no-deployment.`,
    );
  }
}

const stackName = 'Homeostat';

function useTables(outputs: Deployment['outputs']): void {
  process.env['HISTORY_TABLE'] = outputs['HistoryTable'] ?? '';
  process.env['STATE_TABLE'] = outputs['StateTable'] ?? '';
  process.env['TALLY_TABLE'] = outputs['TallyTable'] ?? '';
  process.env['ARCHIVE_BUCKET'] = outputs['ArchiveBucket'] ?? '';
}

function outputsOf(stacks: Stack[] = []): Deployment['outputs'] {
  return Object.fromEntries(
    (stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
  );
}

async function stackOutputs(client: CloudFormationClient): Promise<Readonly<Record<string, string>>> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    return outputsOf(Stacks);
  } catch (error) {
    const { name, message } = error as Error;
    throw new Problem(
      exit.couldNot,
      name === 'ValidationError'
        ? 'There is no stack named Homeostat in this account and region. Deploy it with `npx cdk deploy --all`, or choose another AWS_PROFILE and AWS_REGION.'
        : `The deployment could not be found (${name}: ${message}). Start the local cloud with \`npm start\`, or sign in to an account, for example with AWS_PROFILE and AWS_REGION.`,
    );
  }
}

/** With a deployment, the command speaks as the local cloud's operator; without one, as its account. */
function useLocalCloud(whose: (local: Local) => Keys): void {
  const { env } = process;
  const local = runningCloud();
  const isFree = ['AWS_PROFILE', 'AWS_ACCESS_KEY_ID'].every((name) => [undefined, 'test'].includes(env[name]));
  if (isFree && local !== undefined && [undefined, local.aws].includes(env['AWS_ENDPOINT_URL'])) {
    console.error(`(the local cloud at ${local.aws}; set AWS_PROFILE for an account)`);
    const { accessKeyId, secretAccessKey } = whose(local);
    Object.assign(env, {
      AWS_ENDPOINT_URL: local.aws,
      AWS_REGION: local.region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
  }
  const endpoint = env['AWS_ENDPOINT_URL'] ?? '';
  if (/^http:\/\/(localhost|127\.)/.test(endpoint)) {
    // The SDK puts the name of a bucket before a name, but not before an address.
    env['AWS_ENDPOINT_URL'] = endpoint.replace('//localhost', '//127.0.0.1');
    env['AWS_REGION'] ??= env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
    env['AWS_ACCESS_KEY_ID'] ??= 'test';
    env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
  }
}

function runningCloud(): Local | undefined {
  try {
    return Endpoints.parse(JSON.parse(readFileSync('.local/endpoints.json', 'utf8')));
  } catch {
    return undefined;
  }
}
