import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Store, Switches } from '../../functions/api/needs.ts';
import { prepare } from './environment.ts';
import { awsError } from './findings.ts';
import { count, exemption, pause, remediation } from './report/sources.ts';

prepare({ CONSOLE_URL: 'https://console.example.com/' });
const counts = jest.fn<Store['counts']>();
const list = jest.fn<Store['list']>();
const history = jest.fn<Switches['history']>();
jest.unstable_mockModule('../../functions/aws/counts.ts', () => ({ counts }));
jest.unstable_mockModule('../../functions/aws/history-list.ts', () => ({ list }));
jest.unstable_mockModule('../../functions/aws/switches.ts', () => ({ history }));
jest.unstable_mockModule('../../functions/aws/exemptions.ts', () => ({ runningExemptions: async () => [exemption()] }));
const { handler } = await import('../../functions/report.ts');
const { config } = await import('../../functions/config.ts');

const ses = mockClient(SESv2Client);
const mails = () => ses.commandCalls(SendEmailCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-23T08:00:00Z') });
  ses.reset();
  ses.on(SendEmailCommand).resolves({});
  counts.mockReset().mockResolvedValue([count({ opened: 3, byStatus: { remediated: 2 }, control: 's3.gone' })]);
  list.mockReset().mockResolvedValue({ items: [remediation()], cursor: null, partial: false });
  history.mockReset().mockResolvedValue({ items: [pause()], cursor: null });
  Object.assign(config, { reports: { weekly: { to: ['ann@example.com', 'bob@example.com'] } } });
});

describe('the weekly report', () => {
  test('goes to each that is named, from the usual sender, about the seven days before today', async () => {
    expect(await handler({})).toEqual({ sent: 2 });
    expect(mails().map(({ Destination }) => Destination?.ToAddresses)).toEqual([
      ['ann@example.com'],
      ['bob@example.com'],
    ]);
    const [mail] = mails();
    expect(mail?.FromEmailAddress).toBe('homeostat@example.com');
    expect(mail?.Content?.Simple?.Subject?.Data).toBe('Homeostat, 16 Nov to 22 Nov 2026: 3 things need somebody');
    const { Html, Text } = mail?.Content?.Simple?.Body ?? {};
    for (const body of [Html?.Data, Text?.Data]) {
      expect(body).toContain('Buckets are closed to the public');
      expect(body).toContain('s3.gone');
      expect(body).toContain('https://console.example.com/');
    }
  });

  test('reaches the others where one cannot be written to, and is then not sent again', async () => {
    ses.on(SendEmailCommand).rejectsOnce(awsError('MessageRejected')).resolves({});
    expect(await handler({})).toEqual({ sent: 1 });
  });

  test('is tried again where nobody could be written to', async () => {
    ses.on(SendEmailCommand).rejects(awsError('SendingPausedException'));
    await expect(handler({})).rejects.toMatchObject({ name: 'SendingPausedException' });
  });

  test('is not sent where something could not be read', async () => {
    counts.mockRejectedValue(awsError('ThrottlingException'));
    await expect(handler({})).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(mails()).toEqual([]);
  });

  test('is not made where nobody wants it', async () => {
    Object.assign(config, { reports: {} });
    expect(await handler({})).toEqual({ sent: 0 });
    expect(list).not.toHaveBeenCalled();
  });
});
