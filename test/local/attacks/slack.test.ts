import { InvokeCommand } from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, lambda, remediated, secrets, slack } from '../cloud.ts';
import { type Drift, drift, isUntouched, question } from '../drifts.ts';
import {
  click,
  decideInSlack,
  formOf,
  messageAbout,
  responseUrls,
  sendAsSlack,
  submit,
  toldTo,
} from '../slack-client.ts';

let role: Drift;
let asked: { id: string; arn: string };

beforeAll(async () => {
  role = await drift('slack-attacked', 'everyone');
  asked = { arn: role.arn, id: (await question(role.arn)).id };
  await messageAbout(role.arn);
});

/** A form that somebody sends, as Slack would post it. */
async function submission(change: object = {}): Promise<object> {
  const { planDigest } = await question(role.arn);
  const shown = [`${asked.id}:${planDigest.slice(0, 32)}`];
  const batch = /"batch\\":\\"(b-[\w-]+)/.exec(JSON.stringify(await messageAbout(role.arn)))?.[1];
  return {
    type: 'view_submission',
    team: { id: 'T0HOMEOSTAT' },
    user: { id: 'U0OPERATOR' },
    api_app_id: 'A0HOMEOSTAT',
    view: {
      callback_id: 'homeostat:decide',
      private_metadata: JSON.stringify({ batch, decision: 'approve', shown }),
      state: { values: {} },
    },
    response_urls: [],
    ...change,
  };
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('a post to the Slack endpoint', () => {
  it.each<[string, Parameters<typeof sendAsSlack>[1]]>([
    ['that is forged with another secret', { secret: '0'.repeat(32) }],
    ['that is unsigned', { change: { 'X-Slack-Signature': '' } }],
    ['without a timestamp', { change: { 'X-Slack-Request-Timestamp': '' } }],
    ['with a signature of another version', { change: { 'X-Slack-Signature': `v1=${'0'.repeat(64)}` } }],
    ['that was signed six minutes ago', { at: minutesAgo(6) }],
    ['that was signed for the future', { at: minutesAgo(-2) }],
    ['whose timestamp was changed', { change: { 'X-Slack-Request-Timestamp': '1700000000' } }],
  ])('%s is refused', async (_, how) => {
    expect(await sendAsSlack(await submission(), how)).toBe(401);
    expect(await isUntouched(role)).toBe(true);
  });

  it('that was parsed and written again is refused: the signature is over the bytes', async () => {
    const { posted } = await click('U0GUEST', await messageAbout(role.arn), 'reject');
    const payload = JSON.parse(new URLSearchParams(posted.body).get('payload') ?? '{}');
    const again = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    expect(again).not.toBe(posted.body);
    const { status } = await replay(again, posted.headers);
    expect(status).toBe(401);
  });

  it('that comes a second time within five minutes is refused', async () => {
    const { posted } = await click('U0GUEST', await messageAbout(role.arn), 'reject');
    expect((await replay(posted.body, posted.headers)).status).toBe(401);
  });

  it('whose body API Gateway hands on in base64 is judged by its bytes', async () => {
    const body = Buffer.from('payload=%7B%7D').toString('base64');
    const event = { body, isBase64Encoded: true, headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } };
    const { Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: 'Homeostat-slack', Payload: Buffer.from(JSON.stringify(event)) }),
    );
    expect(JSON.parse(Payload?.transformToString() ?? '{}')).toMatchObject({ statusCode: 401 });
  });

  it.each([
    ['another workspace', { team: { id: 'T0ELSEWHERE' } }],
    ['another app', { api_app_id: 'A0OTHER' }],
  ])('of %s is refused', async (_, change) => {
    expect(await sendAsSlack(await submission(change))).toBe(403);
    expect(await isUntouched(role)).toBe(true);
  });

  it('that is nothing that Slack sends is refused, and crashes nothing', async () => {
    for (const body of ['', 'payload=', 'payload=%7B', 'payload=%7B%22type%22%3A%22x%22%7D', '{}']) {
      expect(await sendAsSlack(body)).toBe(400);
    }
  });

  it('that names an address to answer to has nothing sent there', async () => {
    const payload = { ...(await submission({ user: { id: 'U0GUEST' } })), response_url: `${slack}/elsewhere` };
    expect(await sendAsSlack(payload)).toBe(200);
    expect(JSON.stringify(await responseUrls())).not.toContain('"body"');
  });
});

describe('a click in Slack', () => {
  it.each([
    ['a guest', 'U0GUEST', 'a full member'],
    ['a guest of one channel', 'U0VISITOR', 'a full member'],
    ['a bot', 'U0BOT', 'a person'],
    ['somebody who was deactivated', 'U0LEFT', ''],
    ['somebody of another workspace who bears an approver’s mail', 'U0STRANGER', ''],
    ['somebody whose mail Slack has not confirmed', 'U0UNCONFIRMED', 'no approver'],
  ])('by %s decides nothing, though their mail is an approver’s', async (_, user, says) => {
    await click(user, await messageAbout(role.arn), 'approve');
    await sendAsSlack(await submission({ user: { id: user } }));
    if (says !== '') {
      expect((await eventually(async () => (await toldTo(user))[0])) ?? '').toContain(says);
    }
    expect(await formOf(user, asked.id)).toBeUndefined();
    expect(await isUntouched(role)).toBe(true);
  });

  it('opens a form that shows what our own record holds, whatever the message was made to say', async () => {
    const message = await messageAbout(role.arn);
    const { WebClient } = await import('@slack/web-api');
    const { GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
    const { SecretString = '{}' } = await secrets.send(new GetSecretValueCommand({ SecretId: 'homeostat/slack' }));
    const web = new WebClient(JSON.parse(SecretString).botToken, { slackApiUrl: `${slack}/api/` });
    const edited = JSON.parse(JSON.stringify(message.blocks).replaceAll('DeleteRolePolicy', 'GetRolePolicy'));
    await web.chat.update({ channel: 'C0APPROVALS', ts: message.ts, text: 'harmless', blocks: edited });
    await click('U0OPERATOR', message, 'approve');
    const form = await eventually(() => formOf('U0OPERATOR', asked.id));
    expect(JSON.stringify(form)).toContain('DeleteRolePolicy');
    const forged = form.private_metadata.replace(/:[0-9a-f]{32}/, `:${'0'.repeat(32)}`);
    const view = { callback_id: 'homeostat:decide', private_metadata: forged, state: { values: {} } };
    expect(await sendAsSlack(await submission({ view }))).toBe(200);
    expect(await isUntouched(role)).toBe(true);
  });

  it('decides once the form is sent, and the message says so in its place', async () => {
    const said = await decideInSlack('U0SECOND', asked, 'approve', { comment: { comment: 'looked at it' } });
    expect(said).toContain('You approved the change');
    await remediated(role.arn);
    const message = await eventually(async () => {
      const found = await messageAbout(role.arn);
      return found.text.startsWith('Decided') ? found : undefined;
    });
    expect(JSON.stringify(message.blocks)).toContain('second@example.com approved on');
    expect(JSON.stringify(message.blocks)).not.toContain('"type":"actions"');
  });

  it('exempts with days and a reason, and asks for them where they are missing', async () => {
    const left = await drift('slack-exempted');
    const { id } = await question(left.arn);
    await click('U0SECOND', await messageAbout(left.arn), 'exempt');
    const view = await eventually(() => formOf('U0SECOND', id));
    expect((await submit('U0SECOND', view.id, { days: { days: '14' }, reason: { reason: '' } })).outcome).toBe(
      'incomplete',
    );
    const values = { days: { days: '14' }, reason: { reason: 'a *migration* <!channel>' } };
    expect((await submit('U0SECOND', view.id, values)).text).toContain('You exempted');
    expect((await remediated(left.arn, 'held')).because).toContain('exempted it for 14 days');
    const blocks = JSON.stringify((await messageAbout(left.arn)).blocks);
    expect(blocks).not.toContain('<!channel>');
  });
});

async function replay(body: string, headers: Record<string, string>): Promise<Response> {
  const { api } = await import('../cloud.ts');
  return fetch(`${api}/slack/interactions`, { method: 'POST', headers, body });
}
