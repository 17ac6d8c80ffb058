import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { resetCloud, tables } from '../cloud.ts';
import { prepare } from '../environment.ts';
import { roleDrift } from '../findings.ts';

/** One question that Ann and Bob were asked, and what they can do with their links. Import it before any function. */
prepare();
const { app } = await import('../../../functions/pages.tsx');
export const { handler: ask } = await import('../../../functions/ask.ts');
const { config } = await import('../../../functions/config.ts');

export const ses = mockClient(SESv2Client);
export const workflows = mockClient(SFNClient);
export const finding = roleDrift();
export const taskToken = 'token-that-nobody-sees';
export const [ann, bob] = ['ann@example.com', 'bob@example.com'];
const approvers = [...config.approvers];

beforeEach(async () => {
  jest.useFakeTimers({
    now: new Date('2026-11-24T12:00:00Z'),
    doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'setInterval', 'performance'],
  });
  resetCloud();
  ses.reset();
  workflows.reset();
  ses.on(SendEmailCommand).resolves({});
  workflows.on(SendTaskSuccessCommand).resolves({});
  config.approvers = [...approvers];
  await ask({ finding, taskToken });
});
afterEach(() => {
  jest.useRealTimers();
});

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
  config.approvers = approvers.filter((approver) => approver.mail !== mail);
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
export async function decide(mail: string, code: string, decision = 'approve'): Promise<string> {
  return (await post(linkOf(mail), { step: 'decide', form: { code, decision } })).text();
}
