import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { Console } from '../../functions/domain/console-config.ts';
import { resetCloud } from './cloud.ts';
import { prepare } from './environment.ts';

prepare({
  CONSOLE_URL: 'https://console.example.com/prod/',
  OIDC_ISSUER: 'https://id.example.com',
  OIDC_CLIENT_ID: 'c',
});
const root = mkdtempSync(join(tmpdir(), 'homeostat-'));
const config = JSON.parse(readFileSync(join(process.env['LAMBDA_TASK_ROOT'] ?? '', 'config.json'), 'utf8')) as object;
writeFileSync(join(root, 'config.json'), JSON.stringify({ ...config, console: Console.parse({}) }));
process.env['LAMBDA_TASK_ROOT'] = root;
const { handler } = await import('../../functions/authorize.ts');
const { endSession, startSession } = await import('../../functions/aws/sessions.ts');

const methodArn = 'arn:aws:execute-api:eu-central-1:111122223333:a1b2c3/prod/GET/api/me';
const identity = { subject: 's', name: 'Ann', mail: 'ann@example.com', groups: ['homeostat-viewer'] };

beforeEach(() => resetCloud());

async function effectFor(headers: Record<string, string> | undefined): Promise<string | undefined> {
  const { policyDocument, principalId } = await handler({ methodArn, headers });
  const [statement] = policyDocument.Statement;
  expect(statement).toMatchObject({ Action: 'execute-api:Invoke', Resource: methodArn });
  expect(principalId).toBe(statement?.Effect === 'Allow' ? 'ann@example.com' : 'nobody');
  return statement?.Effect;
}

test('lets a session that runs through, to the one method that was asked for', async () => {
  const now = new Date();
  const session = await startSession(identity, { now, end: now });
  expect(await effectFor({ Cookie: `a=b; __Host-homeostat=${session}; c=d` })).toBe('Allow');
  expect(await effectFor({ cookie: `__Host-homeostat=${session}` })).toBe('Allow');
});

test('lets one that ended through no more', async () => {
  const now = new Date();
  const session = await startSession(identity, { now, end: now });
  await endSession(session, now);
  expect(await effectFor({ Cookie: `__Host-homeostat=${session}` })).toBe('Deny');
});

test.each([
  ['no headers', undefined],
  ['no cookie', {}],
  ['another cookie', { Cookie: `homeostat=${'a'.repeat(43)}` }],
  ['a cookie that was made up', { Cookie: `__Host-homeostat=${'a'.repeat(43)}` }],
])('lets nobody through with %s', async (_, headers) => {
  expect(await effectFor(headers)).toBe('Deny');
});
