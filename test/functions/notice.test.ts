import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { resetCloud } from './cloud.ts';
import { prepare } from './environment.ts';
import { awsError } from './findings.ts';

prepare({ DELIVERIES: 'https://sqs.example.com/deliveries' });
const { handler: deliver } = await import('../../functions/deliver.ts');

const ses = mockClient(SESv2Client);
const sqs = mockClient(SQSClient);
const notice = {
  title: 'Homeostat took r-1 back by itself',
  paragraphs: ['a role <b>was</b> refused it', '- one\n- two'],
};
const telling = { notice, channel: 'mail', to: 'ann@example.com', attempt: 0 };
const sent = (body: object) => deliver({ Records: [{ body: JSON.stringify(body) }] });
const mails = () => ses.commandCalls(SendEmailCommand).map(({ args: [{ input }] }) => input);
const later = () =>
  sqs
    .commandCalls(SendMessageCommand)
    .map(({ args: [{ input }] }) => [JSON.parse(input.MessageBody ?? ''), input.DelaySeconds]);

beforeEach(() => {
  resetCloud();
  ses.reset();
  ses.on(SendEmailCommand).resolves({});
  sqs.reset();
  sqs.on(SendMessageCommand).resolves({});
});

test('a notice is mailed whole, as text and as HTML that shows names as they are', async () => {
  await sent(telling);
  const [mail, ...more] = mails();
  expect(more).toEqual([]);
  expect(mail?.Destination).toEqual({ ToAddresses: ['ann@example.com'] });
  expect(mail?.Content?.Simple?.Subject?.Data).toBe(notice.title);
  expect(mail?.Content?.Simple?.Body?.Text?.Data).toBe([notice.title, ...notice.paragraphs].join('\n\n'));
  expect(mail?.Content?.Simple?.Body?.Html?.Data).toContain('a role &lt;b&gt;was&lt;/b&gt; refused it');
});

test('a subject is one line, whatever it names', async () => {
  await sent({ ...telling, notice: { ...notice, title: 'a\r\nBcc: mallory@example.com' } });
  expect(mails()[0]?.Content?.Simple?.Subject?.Data).toBe('a Bcc: mallory@example.com');
});

test('a notice that cannot be sent is tried again after a while', async () => {
  ses.on(SendEmailCommand).rejects(awsError('ThrottlingException'));
  await sent(telling);
  expect(later()).toEqual([[{ ...telling, attempt: 1 }, 5]]);
});

test('a notice that could not be sent after all waits in the dead letters', async () => {
  ses.on(SendEmailCommand).rejects(awsError('ThrottlingException'));
  await expect(sent({ ...telling, attempt: 4 })).rejects.toMatchObject({ name: 'ThrottlingException' });
  expect(later()).toEqual([]);
});

test('a channel that takes no more messages gets it when it does again', async () => {
  for (let count = 0; count < 60; count++) {
    await sent(telling);
  }
  await sent(telling);
  expect(mails()).toHaveLength(60);
  const [[again, seconds] = []] = later();
  expect(again).toEqual(telling);
  expect(seconds).toBeLessThanOrEqual(600);
});
