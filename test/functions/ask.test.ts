import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskFailureCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sha256 } from '../../functions/domain/digest.ts';
import { tables } from './cloud.ts';
import { awsError, bucketDrift, planOf, roleDrift } from './findings.ts';
import {
  ann,
  ask,
  asked,
  bob,
  config,
  deliverAll,
  deliverNext,
  events,
  finding,
  later,
  linkOf,
  mails,
  queued,
  ses,
  sqs,
  taskToken,
  workflows,
} from './question/asked.ts';

const printed: string[] = [];
beforeEach(() => {
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

const to = () => mails().map(({ Destination }) => Destination?.ToAddresses?.[0]);
const failures = () => workflows.commandCalls(SendTaskFailureCommand).map(({ args: [command] }) => command.input);
const another = (index: number) =>
  roleDrift({ id: `r-000000000000000${index}`, cause: { ...finding.cause, id: `e-${index}` } });

describe('a question', () => {
  test('goes to every approver, each with a link of their own', () => {
    expect(to()).toEqual([ann, bob]);
    expect(linkOf(ann)).toMatch(/^[\w-]{43}$/);
    expect(linkOf(ann)).not.toBe(linkOf(bob));
    expect(failures()).toEqual([]);
  });

  test('is told of once, whatever the round', async () => {
    await ask({ finding, taskToken, round: 1 });
    const told = events.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? []);
    expect(told).toEqual([
      { Source: 'homeostat', DetailType: 'Question Changed', Detail: JSON.stringify({ id: finding.id }) },
    ]);
  });

  test('is stored with its token, and its links by their digests only', () => {
    expect(tables.under('QUESTION#')).toEqual([
      expect.objectContaining({
        taskToken,
        planDigest: planOf(finding).digest,
        remediation: finding.id,
        list: 'QUESTION',
      }),
    ]);
    const links = tables.under('LINK#').map(({ mail, link }) => [mail, link]);
    expect(links.toSorted()).toEqual([ann, bob].map((mail) => [mail, sha256(linkOf(mail)).toString('hex')]));
    expect([ann, bob].some((mail) => JSON.stringify([...tables.items]).includes(linkOf(mail)))).toBe(false);
  });

  test('has an end', () => {
    const [question] = tables.under('QUESTION#');
    expect(Date.parse(String(question?.['expiresAt'])) - Date.parse(String(question?.['askedAt']))).toBe(
      72 * 3_600_000,
    );
  });

  test('is not sent where it could not be stored', async () => {
    tables.refuseWrites('state', awsError('ThrottlingException'));
    await expect(ask({ finding: another(1), taskToken, round: 0 })).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    expect(queued()).toHaveLength(1);
  });

  test('that could not be queued is queued by the next try', async () => {
    later(1);
    sqs.on(SendMessageCommand).rejects(awsError('RequestTimeout'));
    await expect(ask({ finding: another(1), taskToken, round: 0 })).rejects.toMatchObject({ name: 'RequestTimeout' });
    sqs.on(SendMessageCommand).resolves({});
    await ask({ finding: another(1), taskToken: 'again', round: 0 });
    const [lost, sent] = queued().slice(-2);
    expect(sent?.MessageBody).toBe(lost?.MessageBody);
  });

  test('is asked again as a reminder, under the same end, of whoever has not answered', async () => {
    later(8 * 60);
    await ask({ finding, taskToken: 'next', round: 1 });
    await deliverAll();
    expect(mails().at(-1)?.Content?.Simple?.Subject?.Data).toMatch(/^Still open/);
    expect(tables.under('QUESTION#')[0]).toMatchObject({ taskToken: 'next', expiresAt: '2026-11-27T12:00:00.000Z' });
  });

  test('that nobody answers ends, and says so', async () => {
    later(72 * 60);
    expect(await ask({ finding, end: true })).toBeNull();
    expect(tables.under('QUESTION#')[0]).toMatchObject({ decision: 'expired' });
    expect(tables.under('QUESTION#')[0]).not.toHaveProperty('list');
  });
});

describe('questions about the same control that come together', () => {
  test('are asked as one, which lists every resource', async () => {
    later(1);
    for (const index of [1, 2, 3]) {
      await asked0(index);
    }
    await deliverAll();
    expect(to()).toHaveLength(4);
    expect(mails().at(-1)?.Content?.Simple?.Subject?.Data).toContain('3 resources');
  });

  test('wait where too many messages were sent, and say that they come late', async () => {
    later(1);
    if (config.channels.mail) {
      config.channels.mail.messagesPerTenMinutes = 1;
    }
    await asked0(1);
    await deliverNext();
    expect(to()).toHaveLength(2);
    const late = queued().at(-1);
    expect(late).toMatchObject({ MessageBody: expect.stringContaining('"late":true'), DelaySeconds: 9 * 60 });
    later(9);
    await deliverNext();
    expect(mails().at(-1)?.Content?.Simple?.Body?.Text?.Data).toContain('This comes later than usual');
  });

  async function asked0(index: number): Promise<void> {
    await ask({ finding: another(index), taskToken, round: 0 });
  }
});

describe('a channel that is down', () => {
  const down = () => ses.on(SendEmailCommand).rejects(awsError('MessageRejected'));
  const tried = (attempt: number) =>
    queued().filter(({ MessageBody = '' }) => MessageBody.includes(`"attempt":${attempt}`));

  test('is tried again after a while', async () => {
    later(1);
    down();
    await ask({ finding: another(1), taskToken, round: 0 });
    const end = queued().length;
    await deliverAll().catch(() => {});
    expect(
      queued()
        .slice(end)
        .map(({ DelaySeconds }) => DelaySeconds),
    ).toEqual([5, 30, 120, 600]);
    expect(tried(4)).toHaveLength(1);
  });

  test('ends the wait as NobodyReached where it was the only one, and leaves the message in the queue', async () => {
    later(1);
    down();
    await ask({ finding: another(1), taskToken, round: 0 });
    await expect(deliverAll()).rejects.toMatchObject({ name: 'MessageRejected' });
    expect(failures()).toEqual([
      { taskToken, error: 'NobodyReached', cause: expect.stringContaining('no approver could be written to') },
    ]);
  });

  test('does not end it where somebody was reached', async () => {
    later(1);
    ses.on(SendEmailCommand, { Destination: { ToAddresses: [ann] } }).rejects(awsError('MessageRejected'));
    await asked(another(1));
    expect(failures()).toEqual([]);
  });
});

test.each<[string, () => void, object]>([
  ['there is no channel', () => Object.assign(config, { channels: {} }), finding],
  ['there is no approver', () => Object.assign(config, { approvers: [] }), finding],
  ['there is nothing to ask', () => {}, bucketDrift({ verdict: { outcome: 'leave', because: 'x' } })],
])('a question ends the wait at once as NobodyReached: %s', async (_, arrange, about) => {
  arrange();
  await ask({ finding: about, taskToken, round: 0 });
  expect(failures()).toEqual([{ taskToken, error: 'NobodyReached', cause: expect.stringContaining('errorMessage') }]);
});

describe('what is printed', () => {
  test.each<[string, () => void]>([
    ['when all goes well', () => {}],
    ['when mail fails', () => ses.on(SendEmailCommand).rejects(awsError('MessageRejected', 'no such address'))],
    ['when the table fails', () => tables.refuseWrites('state', awsError('ValidationException'))],
    ['when the workflow is gone', () => workflows.on(SendTaskFailureCommand).rejects(awsError('InvalidToken'))],
  ])('never holds the token, a link or the plan: %s', async (_, arrange) => {
    later(1);
    arrange();
    await asked(another(1)).catch(() => {});
    const secrets = [taskToken, linkOf(ann), linkOf(bob), 'PolicyDocument'];
    expect(secrets.filter((secret) => secret === '' || printed.join('\n').includes(secret))).toEqual([]);
  });

  test('never holds a token that came without a question', async () => {
    await expect(ask({ taskToken })).rejects.toMatchObject({ name: 'ZodError' });
    expect(printed.join('\n')).not.toContain(taskToken);
  });
});
