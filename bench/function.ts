import { type ChildProcess, execFile, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type FunctionConfiguration, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { type FunctionName, functionRole } from '../stacks/names.ts';
import type { Setting } from './setting.ts';
import type { Units } from './wire.ts';

/** What one invocation gave and took, in milliseconds; `own` is without the time in which a call to AWS was under way. */
export type Told = Readonly<{
  output: unknown;
  whole: number;
  own: number;
  cpu: number;
  calls: number;
  units: readonly Units[];
  loaded: readonly string[];
}>;

/** One function in a process of its own. */
export type Running = Readonly<{
  invoke: (input: unknown) => Promise<Told>;
  /** Bytes that it has written to its log since the last time. */
  takeLogged: () => number;
  stop: () => void;
}>;

/** `time` measures undisturbed; `look` notes what is loaded and what DynamoDB charges. */
export type Mode = 'time' | 'look';

export async function startFunction(setting: Setting, name: FunctionName, mode: Mode): Promise<Running> {
  const runner = join(setting.directory, 'child.mjs');
  buildSync({
    entryPoints: ['bench/child.ts'],
    outfile: runner,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['node:*'],
  });
  const env = await environmentOf(setting, name);
  const child = fork(runner, [bundleOf(setting, name), mode], {
    env,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let logged = 0;
  child.stdout?.on('data', (chunk: Buffer) => (logged += chunk.length));
  await once(child, 'message');
  return {
    invoke: (input) => answerTo(child, input, name),
    takeLogged: () => {
      const bytes = logged;
      logged = 0;
      return bytes;
    },
    stop: () => void child.kill(),
  };
}

/** Milliseconds from a fresh Node process, ready to run, until the function's handler is there. */
export async function startUpOf(setting: Setting, name: FunctionName): Promise<number> {
  const code = `const start = performance.now(); await import(process.argv[1]); console.log(performance.now() - start); process.exit()`;
  const args = ['--input-type=module', '-e', code, bundleOf(setting, name)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: await environmentOf(setting, name) });
  return Number(stdout.trim().split('\n').at(-1));
}

/** The very bundle that was deployed. */
export function bundleOf({ directory }: Setting, name: FunctionName): string {
  const assembly = resolve(directory, 'cdk.out');
  const asset = readdirSync(assembly).find((entry) => entry.startsWith('asset.') && isBundle(join(assembly, entry)));
  if (asset === undefined) throw new Error(`no bundled functions in ${assembly}`);
  return pathToFileURL(join(assembly, asset, `${name}.mjs`)).href;
}

/** Megabytes, as configured. */
export async function memoryOf({ lambda }: Setting, name: FunctionName): Promise<number> {
  const { MemorySize = 0 } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionRole(name) }),
  );
  return MemorySize;
}

function isBundle(path: string): boolean {
  return !path.endsWith('.zip') && !path.endsWith('.json') && readdirSync(path).includes('assess.mjs');
}

async function answerTo(child: ChildProcess, input: unknown, name: string): Promise<Told> {
  child.send(input as object);
  const [told] = (await once(child, 'message')) as [Told];
  const { thrown } = (told.output ?? {}) as { thrown?: string };
  if (thrown) throw new Error(`${name} failed: ${thrown}`);
  return told;
}

/** What the deployed function finds around it. */
async function environmentOf({ lambda, cloud, directory }: Setting, name: FunctionName): Promise<NodeJS.ProcessEnv> {
  const configured = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionRole(name) }));
  const bundle = new URL('.', bundleOf({ directory } as Setting, name));
  return {
    ...configured.Environment?.Variables,
    PATH: process.env['PATH'],
    LAMBDA_TASK_ROOT: bundle.pathname,
    AWS_LAMBDA_FUNCTION_NAME: functionRole(name),
    AWS_REGION: cloud.endpoints.region,
    ...credentialsOf(configured),
    // Past the event trail: what is done here is not to start anything.
    AWS_ENDPOINT_URL: cloud.emulator,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/**
 * The session of its role that the emulator gives a function when it first runs. It makes the keys from the two ARNs
 * (`execution_credentials` in MiniStack's core/lambda_runtime.py); where it does not enforce IAM any keys will do.
 */
function credentialsOf({ FunctionArn, Role }: FunctionConfiguration): NodeJS.ProcessEnv {
  const digest = sha256(`${FunctionArn}:${Role}`);
  return {
    AWS_ACCESS_KEY_ID: `ASIA${digest.slice(0, 16).toUpperCase()}`,
    AWS_SECRET_ACCESS_KEY: sha256(`secret:${digest}`),
    AWS_SESSION_TOKEN: sha256(`token:${digest}`),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
