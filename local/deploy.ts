import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotStart } from './failure.ts';
import { CommandFailed, run } from './processes.ts';
import type { Progress } from './progress.ts';
import { fitToEmulator } from './templates.ts';

/** The outputs of all stacks, by stack and name. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export type DeployOptions = Readonly<{
  emulator: string;
  account: string;
  region: string;
  /** Where what people open is reached, with a slash at the end. */
  publicUrl: string;
  /** Where the assembly, the outputs and the log go. */
  directory: string;
  progress: Progress;
  signal?: AbortSignal;
  /** Where the CDK app is; the project when not given. */
  project?: string;
  context?: Readonly<Record<string, string>>;
}>;

/** Puts the CDK app of this project into the emulator, the same that a real account gets. */
export async function deploy(options: DeployOptions): Promise<Outputs> {
  const { directory, progress } = options;
  const assembly = join(directory, 'cdk.out');
  const outputs = join(directory, 'outputs.json');
  rmSync(assembly, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await progress.step('stacks synthesized', () => synthesize(options, assembly));
  for (const { id, type, because } of fitToEmulator(assembly)) {
    progress.note(`  left out here: ${id} (${type}): ${because}`);
  }
  await progress.step('account prepared for the CDK', () => bootstrap(options));
  await progress.step('stacks deployed', () => deployAll({ options, assembly, outputs }));
  return JSON.parse(readFileSync(outputs, 'utf8'));
}

async function synthesize(options: DeployOptions, assembly: string): Promise<void> {
  const { publicUrl, project = root } = options;
  const context = { environment: 'local', config: 'local/homeostat.config.ts', publicUrl, ...options.context };
  const pairs = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  await cdk(options, { args: ['synth', '--quiet', '--output', assembly, ...pairs], cwd: project });
}

async function bootstrap(options: DeployOptions): Promise<void> {
  // Beside the app, which would be synthesized once more otherwise.
  const args = ['bootstrap', `aws://${options.account}/${options.region}`];
  await cdk(options, { args, cwd: options.directory });
}

type Deployment = Readonly<{ options: DeployOptions; assembly: string; outputs: string }>;

async function deployAll({ options, assembly, outputs }: Deployment): Promise<void> {
  const what = ['deploy', '--all', '--app', assembly, '--outputs-file', outputs];
  const how = ['--require-approval', 'never', '--concurrency', '4'];
  const onLine = (line: string) => {
    const stack = /^\s*✅\s+(\S+)/.exec(line)?.[1];
    if (stack) options.progress.note(`  ${stack}`);
  };
  await cdk(options, { args: [...what, ...how], cwd: options.directory, onLine });
}

type CdkCall = Readonly<{ args: readonly string[]; cwd: string; onLine?: (line: string) => void }>;

async function cdk(options: DeployOptions, { args, cwd, onLine }: CdkCall): Promise<void> {
  const { directory, signal } = options;
  const log = join(directory, 'deploy.log');
  const all = [command, ...args, '--no-notices', '--no-version-reporting'];
  const watched = { ...(onLine ? { onLine } : {}), ...(signal ? { signal } : {}) };
  try {
    await run({ command: process.execPath, args: all, cwd, env: environmentFor(options), log, ...watched });
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof CommandFailed ? notDeployed({ error, step: args[0] ?? '', log }) : error;
  }
}

function environmentFor({ emulator, region, account }: DeployOptions): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|CDK_|NODE_OPTIONS$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(inherited),
    AWS_ENDPOINT_URL: emulator,
    AWS_ENDPOINT_URL_S3: emulator,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // A profile of the person at the keyboard has no say here.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    FORCE_COLOR: '0',
  };
}

function notDeployed({ error, step, log }: { error: CommandFailed; step: string; log: string }): CannotStart {
  const unknown = error.tail.map((line) => /Unsupported resource type: (\S+)/.exec(line)?.[1]).find((type) => type);
  const hint = unknown ? `The emulator does not know ${unknown}: name it in local/unsupported.ts. ` : '';
  return new CannotStart(`cdk ${step} failed:\n\n${error.tail.join('\n')}\n`, `${hint}The whole log: ${log}`);
}

const root = fileURLToPath(new URL('..', import.meta.url));
const command = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk');
