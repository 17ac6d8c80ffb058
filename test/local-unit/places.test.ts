import { once } from 'node:events';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { expect, test } from '@jest/globals';
import { application, containerArguments } from '../../local/emulator/container.ts';
import { restApiIn } from '../../local/gateway/rest-api.ts';
import { withoutStage } from '../../local/gateway/start-gateway.ts';
import { mailboxApp } from '../../local/mailbox/start-mailbox.ts';
import { freePort, insistOnFreePorts, usualPorts } from '../../local/ports.ts';

test.each([
  [{}, { aws: 4566, api: 4567, mailbox: 4568, slack: 4569, console: 4570 }],
  [
    { HOMEOSTAT_PORT: '5000', HOMEOSTAT_MAILBOX_PORT: '5002', HOMEOSTAT_CONSOLE_PORT: '5004' },
    { aws: 5000, api: 4567, mailbox: 5002, slack: 4569, console: 5004 },
  ],
])('the environment %j means these ports', (environment, ports) => {
  expect(usualPorts(environment)).toEqual(ports);
});

test.each(['0', 'http', '70000', '1.5'])('HOMEOSTAT_PORT=%s is refused by name', (value) => {
  expect(() => usualPorts({ HOMEOSTAT_PORT: value })).toThrow(`HOMEOSTAT_PORT is "${value}"`);
});

test('a taken port is named, with the variable that chooses another', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: aws } = server.address() as { port: number };
  const ports = {
    aws,
    api: await freePort(),
    mailbox: await freePort(),
    slack: await freePort(),
    console: await freePort(),
  };
  await expect(insistOnFreePorts(ports)).rejects.toMatchObject({
    message: `Port ${aws} is taken by another program.`,
    wayOut: expect.stringContaining('HOMEOSTAT_PORT='),
  });
  server.close();
});

test('an API is found by what the stacks tell of it', () => {
  const outputs = {
    Hub: { Table: 't', PagesApi: 'abc123', PagesStage: 'live', ConsoleApi: 'def456', ConsoleStage: 'prod' },
  };
  expect(restApiIn(outputs, 'Pages')).toEqual({ id: 'abc123', stage: 'live' });
  expect(restApiIn(outputs, 'Console')).toEqual({ id: 'def456', stage: 'prod' });
  expect(restApiIn({ Hub: { Table: 't' } }, 'Pages')).toBeUndefined();
});

test.each([
  ['/live/approvals/1', '/approvals/1'],
  ['/live', '/'],
  ['/lively/x', '/lively/x'],
  ['/approvals/1?next=/live/x', '/approvals/1?next=/live/x'],
  ['https://abc123.execute-api.us-east-1.amazonaws.com/live/x', '/x'],
  ['https://example.com/live/x', 'https://example.com/live/x'],
])('a redirect to %s leads to %s', (from, to) => {
  const raw = ['Content-Type', 'text/live', 'Location', from];
  expect(withoutStage(raw, { id: 'abc123', stage: 'live' })).toEqual(['Content-Type', 'text/live', 'Location', to]);
});

test.each([
  [true, ['--network', 'host'], ['--bind', '127.0.0.1:5001']],
  [false, ['--publish', '127.0.0.1:5001:5001'], ['--bind', '0.0.0.0:5001', '--bind', '0.0.0.0:5000']],
])('a container that shares the network: %s', (sharesNetwork, network, binds) => {
  const served = { port: 5001, publicPort: 5000, environment: { GATEWAY_PORT: '5000' }, log: 'x' };
  const args = containerArguments({ served, name: 'n', sharesNetwork }).join(' ');
  expect(args).toContain(network.join(' '));
  expect(args).toContain('--env GATEWAY_PORT=5000');
  expect(args).toContain(`--volume ${dirname(application)}:/opt/emulator:ro`);
  expect(args).toContain('/opt/emulator/ministack_with_trail.py:app');
  expect(args.endsWith(binds.join(' '))).toBe(true);
});

const mail = {
  MessageId: 'm@1',
  Source: 'a@example.com',
  To: ['b@example.com'],
  Subject: '<i>Hi</i>',
  BodyText: 'a < b',
  BodyHtml: '<p class="x">Yes</p>',
  Timestamp: 1_795_477_646,
};

test('a mail is shown without being let out', async () => {
  const app = mailboxApp(async () => [mail]);
  const page = await (await app.request('/messages/m%401')).text();
  expect(page).toContain('&lt;i&gt;Hi&lt;/i&gt;');
  expect(page).toContain('a &lt; b');
  expect(page).toContain('srcdoc="&lt;base target=&quot;_blank&quot;&gt;&lt;p class=&quot;x&quot;&gt;Yes&lt;/p&gt;"');
  expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
});

test.each([
  ['/', 200, '/messages/m%401'],
  ['/messages.json', 200, '"MessageId":"m@1"'],
  ['/messages/other', 404, 'no such mail'],
])('the mailbox answers %s with %i', async (path, status, content) => {
  const answer = await mailboxApp(async () => [mail]).request(path);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(content);
});

test('an inbox that cannot be read is said', async () => {
  const answer = await mailboxApp(() => Promise.reject(new Error('the emulator is away'))).request('/');
  expect(answer.status).toBe(502);
  expect(await answer.text()).toContain('the emulator is away');
});
