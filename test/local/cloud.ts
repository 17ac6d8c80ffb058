import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, DeletePublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';

const Keys = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });
type Keys = z.infer<typeof Keys>;
const SignIn = z.object({ user: z.string(), password: z.string() });

const Cloud = z.object({
  aws: z.string(),
  api: z.string(),
  mailbox: z.string(),
  slack: z.string(),
  emulator: z.string(),
  console: z.string(),
  operator: Keys.extend(SignIn.shape),
  viewer: SignIn,
  outputs: z.record(z.string(), z.record(z.string(), z.string())),
});

/** The local cloud that `setup.mjs` started. */
const cloud = Cloud.parse(JSON.parse(process.env['HOMEOSTAT_TEST_CLOUD'] ?? '{}'));
export const slack = cloud.slack;
export const api = cloud.api;
/** The operators' page, without a slash at the end. */
export const consoleUrl = cloud.console.replace(/\/$/, '');
/** Who may sign in there: to do everything, and to look only. */
export const people = { operator: cloud.operator, viewer: cloud.viewer };
/** Who may approve: an IAM user, whose mail and Slack id the configuration knows, too. */
export const operator = cloud.operator;
export const account = '000000000000';
export const outputs = cloud.outputs['Homeostat'] ?? {};

/** The environment of a program that uses the cloud as its root. */
export const emulatorKeys = {
  AWS_ENDPOINT_URL: cloud.aws.replace('localhost', '127.0.0.1'),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

/** A plain SDK client pointed at the printed endpoint, as any user's. */
export const endpoint = cloud.aws.replace('localhost', '127.0.0.1');
export const plain = {
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
export const s3 = new S3Client({ ...plain, forcePathStyle: true });
export const iam = new IAMClient(plain);
/** Somebody else than root at the same endpoint. */
export const iamAs = (credentials: Keys & { sessionToken?: string }) => new IAMClient({ ...plain, credentials });
export const s3As = (credentials: Keys & { sessionToken?: string }) =>
  new S3Client({ ...plain, forcePathStyle: true, credentials });
export const sts = new STSClient(plain);
export const workflows = new SFNClient(plain);
export const secrets = new SecretsManagerClient(plain);
export const lambda = new LambdaClient(plain);
export const tables = DynamoDBDocumentClient.from(new DynamoDBClient(plain));
/** Straight to the emulator: its trail would not let a test say who called. */
const bus = new EventBridgeClient({ ...plain, endpoint: cloud.emulator });

export interface Listed {
  readonly id: string;
  readonly control: string;
  readonly resource: string;
  readonly status: string;
  readonly actor: string;
  readonly event: string;
  readonly because: string;
  readonly planDigest?: string;
  readonly undoes?: string;
}

/** Runs the `homeostat` command as a user would. */
export function homeostat(...args: string[]): Promise<Ran> {
  return homeostatAs({ accessKeyId: 'test', secretAccessKey: 'test' }, ...args);
}

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export async function homeostatAs(keys: Keys, ...args: string[]): Promise<Ran> {
  const child = spawn(process.execPath, ['cli/homeostat.mjs', ...args], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      AWS_ENDPOINT_URL: cloud.aws,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const [status] = (await once(child, 'close')) as [number];
  return { status, out, err };
}

/** Makes a role, user or policy older, or tells of a use long ago: what no test can wait for. */
export async function longAgo(
  what:
    | { readonly arn: string; readonly createdAt: string }
    | { readonly principal: string; readonly action: string; readonly at: string },
): Promise<void> {
  const { ok, status } = await fetch(`${cloud.emulator}/_homeostat/iam`, {
    method: 'POST',
    body: JSON.stringify(what),
  });
  if (!ok) {
    throw new Error(`the emulator's door answered ${status}`);
  }
}

/** What the history lists, read as any AWS client can: a tenth of a second sooner than a new process each time. */
export async function history(): Promise<readonly Listed[]> {
  const parts = await Promise.all(
    ['0', '1', '2', '3'].map((part) =>
      tables.send(
        new QueryCommand({
          TableName: outputs['HistoryTable'],
          IndexName: 'inTime',
          KeyConditionExpression: 'inTime = :part',
          ExpressionAttributeValues: { ':part': part },
        }),
      ),
    ),
  );
  const Items = parts.flatMap((part) => part.Items ?? []);
  Items.sort((a, b) => (a['openedKey'] < b['openedKey'] ? 1 : -1));
  return Items as unknown as readonly Listed[];
}

/** The remediations of one resource, newest first. */
export async function historyOf(resource: string): Promise<readonly Listed[]> {
  return (await history()).filter((one) => one.resource === resource);
}

/** Waits until something is there. `within` is in milliseconds. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, within = 15_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`not there within ${within} ms`);
    }
    await wait(40);
  }
}

/** The latest remediation of a resource, once it has this status. */
export function remediated(resource: string, status = 'remediated'): Promise<Listed> {
  return eventually(async () => (await historyOf(resource)).find((one) => one.status === status));
}

/** A bucket that somebody opened: like AWS, the emulator makes buckets closed. */
export async function openBucket(Bucket: string): Promise<string> {
  await s3.send(new CreateBucketCommand({ Bucket, ObjectOwnership: 'ObjectWriter' }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
  return `arn:aws:s3:::${Bucket}`;
}

export interface Mail {
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string;
}

export async function mails(): Promise<readonly Mail[]> {
  return (await (await fetch(`${cloud.mailbox}/messages.json`)).json()) as readonly Mail[];
}

export function putEvent(
  event: { source?: string; type: string; detail: object | string },
  times = 1,
): Promise<unknown> {
  const Detail = typeof event.detail === 'string' ? event.detail : JSON.stringify(event.detail);
  const entry = { Source: event.source ?? 'aws.s3', DetailType: event.type, Detail };
  return Promise.all(Array.from({ length: times }, () => bus.send(new PutEventsCommand({ Entries: [entry] }))));
}
