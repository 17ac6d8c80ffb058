import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './console-page.ts';
import { type DeployOptions, deploy, type Outputs } from './deploy.ts';
import { isInstalled } from './emulator/environment.ts';
import { type Emulator, startEmulator, useEmulator } from './emulator/start-emulator.ts';
import { restApiIn } from './gateway/rest-api.ts';
import { startGateway } from './gateway/start-gateway.ts';
import { forgetRun, insistOnNoLeftovers, noteRun } from './leftovers.ts';
import { startMailbox } from './mailbox/start-mailbox.ts';
import { type Keys, makeOperator } from './operator.ts';
import { makePeople, type SignIn } from './people.ts';
import { freePorts, insistOnFreePorts, type Ports, usualPorts } from './ports.ts';
import { type Progress, progressOn, silent } from './progress.ts';
import { freshSlackSecrets, storeSlackSecrets } from './slack/secrets.ts';
import { startSlack } from './slack/start-slack.ts';
import type { Exchange } from './trail/exchange.ts';
import { startTrail } from './trail/start-trail.ts';

/** Where everything is, as `.local/endpoints.json` says it. */
export type Endpoints = Readonly<{
  aws: string;
  console: string | null;
  api: string | null;
  mailbox: string;
  slack: string;
  account: string;
  region: string;
  /** Sign-in of the local operator, and the AWS keys that the command uses. */
  operator: SignIn & Keys;
  /** Somebody who may only look. */
  viewer: SignIn;
}>;

export type CloudOptions = Readonly<{
  /** `free` takes ports nobody uses; without it the usual ones. */
  ports?: Ports | 'free';
  /** Where this cloud keeps its files; clouds side by side need one each. */
  directory?: string;
  quiet?: boolean;
  /** Ends a start that is on its way. */
  signal?: AbortSignal;
  /** Another CDK app than this project's, or more context for it. */
  app?: Pick<DeployOptions, 'project' | 'context'>;
  /** Is shown every call that goes through the event trail, reads too. */
  observe?: (exchange: Exchange) => void;
}>;

export type Cloud = Readonly<{
  endpoints: Endpoints;
  outputs: Outputs;
  /** The emulator itself, past the event trail: calls made here leave no events. */
  emulator: string;
  /** Resolves when every call made so far has been recorded and delivered. */
  trailIdle: () => Promise<void>;
  /** Resolves when the emulator has ended, by itself or by `stop`. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}>;

const account = '000000000000';
const region = 'us-east-1';
const home = fileURLToPath(new URL('../.local', import.meta.url));

/** Starts the emulator, the event trail before it, the deployed app and its pages; ready when this resolves. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { quiet = false } = options;
  const directory = resolve(options.directory ?? home);
  const ports = options.ports === 'free' ? await freePorts() : (options.ports ?? usualPorts(process.env));
  mkdirSync(directory, { recursive: true });
  insistOnNoLeftovers(join(directory, 'run.json'));
  // What a run that did not end cleanly has left names a cloud that is gone.
  rmSync(join(directory, 'endpoints.json'), { force: true });
  await insistOnFreePorts(ports);
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const place = { ...options, directory, ports, progress: quiet ? silent : progressOn(process.stderr) };
    return { ...(await startParts(place, (one) => stops.push(one))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Place = CloudOptions & Readonly<{ directory: string; ports: Ports; progress: Progress }>;

async function startParts(
  place: Place,
  stopWith: (stop: () => Promise<unknown>) => void,
): Promise<Omit<Cloud, 'stop'>> {
  const { directory, ports, progress } = place;
  const signal = place.signal ? { signal: place.signal } : {};
  // Beside the emulator's start, which takes longer; a failure is told when it is waited for.
  const page = buildConsole({ directory, ...signal });
  page.catch(() => {});
  const emulator = await progress.step('emulator', () => emulatorFor(place));
  stopWith(emulator.stop);
  stopWith(async () => forgetRun(join(directory, 'run.json')));
  const started = { pid: process.pid, startedAt: new Date().toISOString() };
  noteRun(join(directory, 'run.json'), emulator.pid ? { ...started, emulator: emulator.pid } : started);
  const complain = (problem: string) => progress.note(`event trail: ${problem}`);
  const observe = place.observe ? { observe: place.observe } : {};
  const trail = await progress.step('event trail', () =>
    startTrail({ port: ports.aws, emulator: emulator.url, account, complain, ...observe }),
  );
  stopWith(trail.stop);
  const publicUrl = `http://localhost:${ports.api}/`;
  // Before the deployment, which is told where it is.
  const consoleUrl = `http://localhost:${ports.console}/`;
  const { slack, functionEnvironment } = await startSlackFor({ emulator: emulator.url, publicUrl, port: ports.slack });
  stopWith(slack.stop);
  const target = { emulator: emulator.url, account, region, publicUrl, directory, progress };
  // Cognito says that it is at AWS; the emulator answers for it.
  const told = { ...functionEnvironment, OIDC_AT: `http://localhost:${ports.aws}/` };
  const context = { functionEnvironment: JSON.stringify(told), consoleUrl, ...place.app?.context };
  await progress.step('console built', () => page);
  const outputs = await deploy({ ...target, ...signal, ...place.app, context });
  const serve = async (part: 'Pages' | 'Console', port: number) => {
    const api = restApiIn(outputs, part);
    const gateway = api && (await startGateway({ port, emulator: emulator.url, api }));
    if (gateway) stopWith(gateway.stop);
    return gateway?.url ?? null;
  };
  const [api, console] = [await serve('Pages', ports.api), await serve('Console', ports.console)];
  const mailbox = await startMailbox({ port: ports.mailbox, emulator: emulator.url });
  stopWith(mailbox.stop);
  const own = { emulator: emulator.url, account, region };
  const keys = await makeOperator({ ...own, policy: outputs['Homeostat']?.['CommandPolicy'] });
  const people = await makePeople({ ...own, pool: outputs['Homeostat']?.['ConsoleUserPool'] });
  const urls = { aws: trail.url, api, console, mailbox: mailbox.url, slack: slack.url };
  const endpoints: Endpoints = { ...urls, account, region, ...people, operator: { ...people.operator, ...keys } };
  stopWith(async () => rmSync(join(directory, 'endpoints.json'), { force: true }));
  writeFileSync(join(directory, 'endpoints.json'), `${JSON.stringify(endpoints, undefined, 2)}\n`, { mode: 0o600 });
  return { endpoints, outputs, emulator: emulator.url, trailIdle: trail.idle, ended: emulator.ended };
}

async function emulatorFor({ ports, directory, progress, signal }: Place): Promise<Emulator> {
  const foreign = process.env['AWS_ENDPOINT_URL'];
  // Left in the shell by an earlier run's advice, it names the very port that is about to be opened.
  const own = new RegExp(`^https?://(localhost|127\\.0\\.0\\.1):${ports.aws}/?$`);
  if (foreign && !own.test(foreign)) return await useEmulator(foreign);
  const log = join(directory, 'emulator.log');
  const files = { venv: join(home, 'venv'), log, scratch: join(directory, 'scratch') };
  if (!isInstalled(files.venv)) progress.note('  the emulator is downloaded, this once');
  const options = { publicPort: ports.aws, ...files };
  return await startEmulator(signal ? { ...options, signal } : options);
}

type SlackPlace = Readonly<{ emulator: string; publicUrl: string; port: number }>;

/** With secrets of its own for each run; functions get them as in an account, from Secrets Manager. */
async function startSlackFor({ emulator, publicUrl, port }: SlackPlace) {
  const secrets = freshSlackSecrets();
  await storeSlackSecrets({ emulator, account, region, secrets });
  const slack = await startSlack({ port, interactionsUrl: `${publicUrl}slack/interactions`, ...secrets });
  return { slack, functionEnvironment: { SLACK_API_URL: slack.apiUrl } };
}
