import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Finding } from '../../../functions/domain/finding.ts';
import { resetCloud, tables } from '../cloud.ts';
import { prepare } from '../environment.ts';
import { planOf, roleDrift } from '../findings.ts';

/** One question that Ann and Bob were asked, and what they can do with their links. Import it before any function. */
prepare();
const { app } = await import('../../../functions/pages.tsx');
const { handler: open } = await import('../../../functions/open.ts');
const { handler: deliver } = await import('../../../functions/deliver.ts');
export const { handler: ask } = await import('../../../functions/ask.ts');
export const { config } = await import('../../../functions/config.ts');

export const ses = mockClient(SESv2Client);
export const workflows = mockClient(SFNClient);
export const sqs = mockClient(SQSClient);
export const events = mockClient(EventBridgeClient);
export const finding = roleDrift();
export const taskToken = 'token-that-nobody-sees';
export const [ann, bob] = ['ann@example.com', 'bob@example.com'];
const usual = structuredClone(config);

beforeEach(async () => {
  jest.useFakeTimers({
    now: new Date('2026-11-24T12:00:00Z'),
    doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'setInterval', 'performance'],
  });
  resetCloud();
  for (const client of [ses, workflows, sqs, events]) {
    client.reset();
  }
  ses.on(SendEmailCommand).resolves({});
  sqs.on(SendMessageCommand).resolves({});
  events.on(PutEventsCommand).resolves({});
  workflows.on(SendTaskSuccessCommand).resolves({}).on(SendTaskFailureCommand).resolves({});
  Object.assign(config, structuredClone(usual));
  delivered = 0;
  await asked(finding);
});
afterEach(() => {
  jest.useRealTimers();
});

/** Opens a remediation and asks about it, as the workflow does. */
export async function asked(about: Finding): Promise<void> {
  await open({ finding: about });
  await ask({ finding: about, taskToken, round: 0 });
  await deliverAll();
}

export const queued = () => sqs.commandCalls(SendMessageCommand).map(({ args: [command] }) => command.input);
let delivered = 0;

/** Hands the queue's messages to the function that sends them, until there are none. */
export async function deliverAll(): Promise<void> {
  while (delivered < queued().length) {
    await deliverNext();
  }
}

export async function deliverNext(): Promise<void> {
  delivered += 1;
  await deliver({ Records: [{ body: queued()[delivered - 1]?.MessageBody }] });
}
export const mails = () => ses.commandCalls(SendEmailCommand).map(({ args: [command] }) => command.input);
export const resumed = () => workflows.commandCalls(SendTaskSuccessCommand).map(({ args: [command] }) => command.input);
export const updates = () => tables.mock.commandCalls(UpdateCommand);

/** The last text that was mailed to somebody and holds this. */
function mailed(mail: string, pattern: RegExp): string {
  const texts = mails().flatMap(({ Destination, Content }) =>
    Destination?.ToAddresses?.[0] === mail ? [Content?.Simple?.Body?.Text?.Data ?? ''] : [],
  );
  return texts.map((text) => pattern.exec(text)?.[1]).findLast((found) => found !== undefined) ?? '';
}

/** The secret of the link that somebody was mailed. */
export function linkOf(mail: string): string {
  return mailed(mail, /\/questions\/([\w-]{43})/);
}

export function dismiss(mail: string): void {
  config.approvers = usual.approvers.filter((approver) => approver.mail !== mail);
}

export function later(minutes: number): void {
  jest.setSystemTime(Date.now() + minutes * 60_000);
}

export async function request(path: string, init?: RequestInit): Promise<Response> {
  return app.request(path, init);
}

export async function get(secret: string, method = 'GET'): Promise<Response> {
  return request(`/questions/${secret}`, { method });
}

interface Form {
  readonly step: 'code' | 'decide';
  readonly form?: Record<string, string>;
  readonly origin?: string;
}

export async function post(
  secret: string,
  { step, form = {}, origin = 'https://pages.example.com' }: Form,
): Promise<Response> {
  const body = new URLSearchParams(form).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin };
  return request(`/questions/${secret}?step=${step}`, { method: 'POST', body, headers });
}

/** Has somebody a code sent, and looks into their mail. */
export async function codeFor(mail: string): Promise<string> {
  await post(linkOf(mail), { step: 'code' });
  return mailed(mail, /is (\d{8})\./);
}

/** The page after somebody decided. */
export async function decide(mail: string, code: string, decision = 'approve', more: object = {}): Promise<string> {
  const of = `${finding.id}:${planOf(finding).digest}`;
  return (await post(linkOf(mail), { step: 'decide', form: { code, decision, of, ...more } })).text();
}
