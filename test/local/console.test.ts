import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { catalogue } from '../../catalogue/index.ts';
import type { Detail, Overview, Question, UndoPreview } from '../../functions/api/shapes.ts';
import { readerFor } from '../../functions/aws/caller.ts';
import { sendingAs } from '../../functions/aws/sender.ts';
import { look } from '../../functions/mend.ts';
import config from '../../local/homeostat.config.ts';
import { account, eventually, iam, openBucket, outputs, remediated } from './cloud.ts';
import { Browser, callbackFor, signIn } from './console-client.ts';

const SignIn = z.object({ user: z.string(), password: z.string() });
const cloud = z
  .object({ aws: z.string(), console: z.string(), operator: SignIn, viewer: SignIn })
  .parse(JSON.parse(process.env['HOMEOSTAT_TEST_CLOUD'] ?? '{}'));
const { console } = cloud;
const home = console.replace(/\/?$/, '/');

const [operator, viewer] = [new Browser(), new Browser()];
beforeAll(async () => {
  await signIn(operator, console, cloud.operator);
  await signIn(viewer, console, cloud.viewer);
});

async function get<Answer>(path: string, by = operator): Promise<Answer> {
  const answer = await by.get(`${console}/api/${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Answer;
}

function post(path: string, body: object, by = operator): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-homeostat': '1', origin: new URL(console).origin };
  return by.send(`${console}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('signing in', () => {
  test('goes through the user pool’s own page, and leads back to where somebody was', async () => {
    const browser = new Browser();
    const answer = await signIn(browser, console, cloud.operator, '/remediations?status=held');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${home}remediations?status=held`]);
    expect(await get('me', browser)).toMatchObject({
      mail: cloud.operator.user,
      roles: ['viewer', 'operator', 'approver', 'admin'],
      accounts: ['*'],
    });
  });

  test('gives no session to who does not know the password', async () => {
    const browser = new Browser();
    const callback = await callbackFor(browser, console, { ...cloud.operator, password: 'another' });
    expect(callback).toBe('');
    expect((await browser.get(`${console}/api/me`)).status).toBe(401);
  });

  test('counts once: an address that a browser was sent back to signs nobody in again', async () => {
    const browser = new Browser();
    const callback = await callbackFor(browser, console, cloud.viewer);
    expect((await browser.get(callback)).status).toBe(302);
    expect((await new Browser().get(callback)).status).toBe(403);
    expect((await browser.get(callback)).status).toBe(403);
  });

  test('ends with signing out, wherever the cookie still is', async () => {
    const [browser, copy] = [new Browser(), new Browser()];
    await signIn(browser, console, cloud.viewer);
    copy.setCookie(console, 'homeostat', browser.cookieAt(console, 'homeostat') ?? '');
    expect((await copy.get(`${console}/api/me`)).status).toBe(200);
    expect((await post('auth/sign-out', {}, browser)).status).toBe(200);
    const refused = await copy.get(`${console}/api/me`);
    expect([refused.status, await refused.json()]).toEqual([401, { error: 'signed-out', says: 'Sign in first.' }]);
  });

  test('is asked for before anything of the API is answered', async () => {
    const answer = await fetch(`${console}/api/remediations`);
    expect([answer.status, await answer.json()]).toEqual([401, { error: 'signed-out', says: 'Sign in first.' }]);
  });
});

describe('the API', () => {
  test('tells what happened, whole, and takes it back', async () => {
    const resource = await openBucket('console-undone');
    const { id } = await remediated(resource);
    const detail = await get<Detail>(`remediations/${id}`);
    expect(detail).toMatchObject({
      head: { id, status: 'remediated', resource },
      control: { title: 'Buckets are closed to the public' },
      flaws: [],
      way: ['Begin', 'Open', 'What now?', 'Apply', 'Verify', 'Close', 'Moved on?', 'Announce'],
    });
    expect(detail.calls.length).toBeGreaterThan(0);
    const preview = await get<UndoPreview>(`remediations/${id}/undo`);
    expect(preview).toMatchObject({ possible: true, moved: 'no' });
    const undo = await post(`api/remediations/${id}/undo`, { reason: 'a test', days: 1 });
    expect([undo.status, await undo.text()]).toEqual([200, expect.stringContaining('remediation')]);
  });

  test('takes an answer to a question from the approver who is signed in', async () => {
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'console-too-much', AssumeRolePolicyDocument }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'console-too-much', PolicyName: 'anything', PolicyDocument }));
    const question = await eventually(async () => {
      const { items } = await get<{ items: Question[] }>('approvals');
      return items.find(({ resource }) => resource.endsWith('role/console-too-much'));
    });
    expect(question).toMatchObject({ missing: 1, notYours: null, account });
    const vote = { planDigest: question.planDigest, ballot: { decision: 'approve', comment: 'by the console' } };
    expect((await post(`api/approvals/${question.id}/votes`, vote, viewer)).status).toBe(403);
    const voted = await post(`api/approvals/${question.id}/votes`, vote);
    expect([voted.status, await voted.json()]).toEqual([200, { says: expect.stringContaining('You approved') }]);
    const { id } = await remediated(question.resource);
    const { votes } = await get<Detail>(`remediations/${id}`);
    expect(votes).toEqual([
      expect.objectContaining({ person: cloud.operator.user, via: 'console', decision: 'approve' }),
    ]);
  });

  test('lets a viewer look, and nothing more', async () => {
    expect(await get('me', viewer)).toMatchObject({ mail: cloud.viewer.user, roles: ['viewer'] });
    expect((await get<Overview>('overview', viewer)).days.length).toBe(30);
    const stop = { scope: { kind: 'everything' }, reason: 'a test' };
    expect((await post('api/pauses', stop, viewer)).status).toBe(403);
    expect(await get('pauses')).toMatchObject({ items: [] });
  });

  test.each([
    'exemptions',
    'controls?limit=5',
    'controls/s3.bucket-closed-to-public',
    'settings',
    'filters',
    'changes',
    'openapi.json',
  ])('answers %s', async (path) => {
    expect(await get(path)).toEqual(expect.anything());
  });

  test('writes an export that whoever asked for it can fetch', async () => {
    const started = (await (await post('api/exports', { format: 'csv', filter: {} })).json()) as { id: string };
    const done = await eventually(async () => {
      const one = await get<{ status: string; url: string | null }>(`exports/${started.id}`);
      return one.status === 'running' ? undefined : one;
    }, 30_000);
    expect(done.status).toBe('done');
    expect((await viewer.get(`${console}/api/exports/${started.id}`)).status).toBe(404);
  });
});

describe('this project’s own controls', () => {
  const own = catalogue.filter(({ id }) => id.startsWith('apigateway.'));

  test.each(own.map((control) => [control.id, control] as const))(
    '%s has nothing to say against it',
    async (id, control) => {
      process.env['AWS_ENDPOINT_URL'] = cloud.aws.replace('localhost', '127.0.0.1');
      const send = sendingAs(async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }));
      const place = { partition: 'aws', account, region: 'us-east-1' };
      const settings = control.settings?.parse(config.settings?.[id] ?? {}) ?? {};
      const seen: string[] = [];
      const said: unknown[] = [];
      for await (const arn of control.list(place, readerFor(control, { region: place.region }, send))) {
        if (arn.includes(`/restapis/${outputs['ConsoleApi']}`)) {
          const { verdict } = await look({ control, target: { ...place, arn }, settings, send });
          seen.push(arn);
          said.push(...(verdict ? [[arn, verdict]] : []));
        }
      }
      expect(said).toEqual([]);
      expect(seen.length > 0 || !/method|stage|errors/.test(id)).toBe(true);
    },
  );
});
