import { createServer } from 'node:net';
import { CannotStart } from './failure.ts';

export type Ports = Readonly<{ aws: number; api: number; mailbox: number; slack: number; console: number }>;

/** The environment variables that move a port, by what listens there. */
const portVariables = {
  aws: 'HOMEOSTAT_PORT',
  api: 'HOMEOSTAT_API_PORT',
  mailbox: 'HOMEOSTAT_MAILBOX_PORT',
  slack: 'HOMEOSTAT_SLACK_PORT',
  console: 'HOMEOSTAT_CONSOLE_PORT',
} as const satisfies Record<keyof Ports, string>;

const usual: Ports = { aws: 4566, api: 4567, mailbox: 4568, slack: 4569, console: 4570 };

/** The ports people use: 4566 to 4570, or what the environment says. */
export function usualPorts(environment: NodeJS.ProcessEnv): Ports {
  const port = (name: keyof Ports) => chosen(environment[portVariables[name]], portVariables[name]) ?? usual[name];
  const [aws, api, mailbox, slack] = [port('aws'), port('api'), port('mailbox'), port('slack')];
  return { aws, api, mailbox, slack, console: port('console') };
}

/** Ports nobody uses, for tests. */
export async function freePorts(): Promise<Ports> {
  const [aws = 0, api = 0, mailbox = 0, slack = 0, console = 0] = await Promise.all(
    Array.from({ length: 5 }, freePort),
  );
  return { aws, api, mailbox, slack, console };
}

/** A port nobody uses at this moment. */
export async function freePort(): Promise<number> {
  return await tryPort(0);
}

/** Says before anything starts which port is taken and how to choose another. */
export async function insistOnFreePorts(ports: Ports): Promise<void> {
  for (const name of Object.keys(portVariables) as (keyof Ports)[]) {
    await tryPort(ports[name]).catch((cause: NodeJS.ErrnoException) => {
      throw portTaken({ port: ports[name], variable: portVariables[name], cause });
    });
  }
}

function portTaken({ port, variable, cause }: { port: number; variable: string; cause: NodeJS.ErrnoException }): Error {
  const why = cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${cause.code})`;
  const another = port < 60_000 ? port + 1000 : port - 1000;
  return new CannotStart(`Port ${port} ${why}.`, `Choose another one: ${variable}=${another} npm start`);
}

function chosen(value: string | undefined, variable: string): number | undefined {
  if (value === undefined || value === '') return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new CannotStart(`${variable} is "${value}", which is not a port.`, `Give it a number from 1 to 65535.`);
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
