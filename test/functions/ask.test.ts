import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskFailureCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { sha256 } from '../../functions/domain/digest.ts';
import { resetCloud, tables } from './cloud.ts';
import { prepare } from './environment.ts';
import { awsError, bucketDrift, planOf, roleDrift } from './findings.ts';

prepare({ POWERTOOLS_LOG_LEVEL: 'DEBUG', POWERTOOLS_DEV: 'true' });
const { handler } = await import('../../functions/ask.ts');
const { config } = await import('../../functions/config.ts');

const ses = mockClient(SESv2Client);
const workflows = mockClient(SFNClient);
const taskToken = `AAAA${'t0ken'.repeat(40)}`;
const finding = roleDrift();
const printed: string[] = [];
const channels = { ...config.channels };

beforeEach(() => {
  resetCloud();
  ses.reset();
  workflows.reset();
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
  workflows.on(SendTaskFailureCommand).resolves({});
  config.channels = channels;
  printed.length = 0;
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  }
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, level).mockImplementation((...texts) => void printed.push(texts.map(String).join(' ')));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
});

const mails = () => ses.commandCalls(SendEmailCommand).map(({ args: [command] }) => command.input);
const textOf = (index: number) => mails()[index]?.Content?.Simple?.Body?.Text?.Data ?? '';
const secretOf = (index: number) => /\/questions\/([\w-]{43})/.exec(textOf(index))?.[1] ?? '';

describe('a question', () => {
  test('goes to every approver, each with a link of their own', async () => {
    await handler({ finding, taskToken });
    expect(mails().map(({ Destination, FromEmailAddress }) => [FromEmailAddress, Destination?.ToAddresses])).toEqual([
      ['homeostat@example.com', ['ann@example.com']],
      ['homeostat@example.com', ['bob@example.com']],
    ]);
    expect(textOf(0)).toContain(`https://pages.example.com/prod/questions/${secretOf(0)}`);
    expect(secretOf(0)).not.toBe(secretOf(1));
    expect(workflows.calls()).toEqual([]);
  });

  test('is stored with its token before it is sent, and its links by their digests only', async () => {
    await handler({ finding, taskToken });
    expect(tables.under('QUESTION#')).toEqual([
      expect.objectContaining({ taskToken, planDigest: planOf(finding).digest, remediation: finding.id }),
    ]);
    const links = tables.under('LINK#');
    expect(links.map(({ mail, link }) => [mail, link]).toSorted()).toEqual(
      [0, 1].map((index) => [mails()[index]?.Destination?.ToAddresses?.[0], sha256(secretOf(index)).toString('hex')]),
    );
    expect([0, 1].some((index) => JSON.stringify([...tables.items]).includes(secretOf(index)))).toBe(false);
  });

  test('has an end', async () => {
    await handler({ finding, taskToken });
    const [question] = tables.under('QUESTION#');
    expect(Date.parse(String(question?.['expiresAt'])) - Date.parse(String(question?.['askedAt']))).toBe(
      72 * 3_600_000,
    );
  });

  test('still waits where one approver was reached', async () => {
    ses
      .on(SendEmailCommand, { Destination: { ToAddresses: ['ann@example.com'] } })
      .rejects(awsError('MessageRejected'));
    await handler({ finding, taskToken });
    expect(workflows.calls()).toEqual([]);
  });

  test('is not sent where it could not be stored', async () => {
    tables.refuseWrites('state', awsError('ThrottlingException'));
    await expect(handler({ finding, taskToken })).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(mails()).toEqual([]);
  });
});

describe('a question that reaches nobody', () => {
  test.each<[string, () => void, object]>([
    ['SES refuses every mail', () => ses.on(SendEmailCommand).rejects(awsError('MessageRejected')), finding],
    ['there is no channel', () => Object.assign(config, { channels: {} }), finding],
    ['there is nothing to ask', () => {}, bucketDrift({ verdict: { outcome: 'leave', because: 'x' } })],
  ])('ends the wait as NobodyReached: %s', async (_, arrange, asked) => {
    arrange();
    await handler({ finding: asked, taskToken });
    expect(workflows.commandCalls(SendTaskFailureCommand).map(({ args: [command] }) => command.input)).toEqual([
      { taskToken, error: 'NobodyReached', cause: expect.stringContaining('errorMessage') },
    ]);
  });
});

describe('what is printed', () => {
  test.each<[string, () => void]>([
    ['when all goes well', () => {}],
    ['when mail fails', () => ses.on(SendEmailCommand).rejects(awsError('MessageRejected', 'no such address'))],
    ['when the table fails', () => tables.refuseWrites('state', awsError('ValidationException'))],
    [
      'when the workflow is gone',
      () =>
        ses.on(SendEmailCommand).rejects(awsError('X')) &&
        workflows.on(SendTaskFailureCommand).rejects(awsError('InvalidToken')),
    ],
  ])('never holds the token, a link or the plan: %s', async (_, arrange) => {
    arrange();
    await handler({ finding, taskToken }).catch(() => {});
    const secrets = [taskToken, ...mails().map((_mail, index) => secretOf(index)), 'PolicyDocument'];
    expect(printed.join('\n')).toContain(finding.id);
    expect(secrets.filter((secret) => secret === '' || printed.join('\n').includes(secret))).toEqual([]);
  });

  test('never holds a token that came without a question', async () => {
    await expect(handler({ taskToken })).rejects.toMatchObject({ name: 'ZodError' });
    expect(printed.join('\n')).not.toContain(taskToken);
  });
});
