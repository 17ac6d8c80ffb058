import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/web-api';
import { signatureHeaders } from '../../local/slack/sign.ts';
import { actions, button, lastPayload, plain, refusal, section, signingSecret, slackWithApp } from './slack.ts';

const channel = 'C0APPROVALS';
const user = 'U0OPERATOR';
let clock = Date.now();
let slack: Awaited<ReturnType<typeof slackWithApp>>;
let ts = '';
beforeAll(async () => {
  slack = await slackWithApp({ patience: 800, now: () => clock });
});
beforeEach(async () => {
  clock = Date.now();
  slack.app.answers({});
  const menu = { type: 'static_select', action_id: 'days', options: [option('7'), option('14')] };
  const blocks = [
    section('https://example.com/x?a=1&amp;b=2'),
    actions(button({ value: 'id-1' }), menu),
  ] as KnownBlock[];
  ts = (await slack.client.chat.postMessage({ channel, text: 'Decide', blocks })).ts ?? '';
});
afterEach(async () => {
  for (const { user: person, view } of await slack.get('/views.json')) {
    await slack.post('/close', { user: person, view_id: view.id });
  }
});
afterAll(() => slack.stop());

function option(value: string) {
  return { text: plain(`${value} days`), value };
}
const click = (more: object = {}) => slack.post('/click', { user, channel, ts, action_id: 'approve', ...more });

test('a click reaches the app as Slack sends it', async () => {
  expect(await click()).toMatchObject({ ok: true, outcome: 'answered', status: 200 });
  const { headers } = slack.app.heard.at(-1) ?? {};
  expect(headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
  const action = { type: 'button', action_id: 'approve', block_id: 'decide', value: 'id-1', text: plain('Approve') };
  expect(lastPayload(slack.app.heard)).toMatchObject({
    type: 'block_actions',
    user: { id: user, username: 'operator', name: 'operator', team_id: 'T0HOMEOSTAT' },
    team: { id: 'T0HOMEOSTAT', domain: 'local' },
    api_app_id: 'A0HOMEOSTAT',
    channel: { id: channel, name: 'approvals' },
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    message: {
      type: 'message',
      ts,
      text: 'Decide',
      bot_id: 'B0HOMEOSTAT',
      blocks: [section('https://example.com/x?a=1&amp;b=2'), {}],
    },
    actions: [{ ...action, action_ts: expect.stringMatching(/^\d+\.\d{6}$/) }],
    trigger_id: expect.stringMatching(/^\d+\.\d+\.[0-9a-f]{32}$/),
    response_url: expect.stringContaining('/actions/T0HOMEOSTAT/'),
  });
});

test('the signature is over the very bytes that were sent, and holds for no others', async () => {
  const { posted } = await click();
  const { headers = {}, body = '' } = slack.app.heard.at(-1) ?? {};
  const timestamp = String(headers['x-slack-request-timestamp']);
  const expected = (text: string) =>
    `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${text}`).digest('hex')}`;
  expect(headers['x-slack-signature']).toBe(expected(body));
  expect(Math.abs(Date.now() / 1000 - Number(timestamp))).toBeLessThan(5);
  expect(posted.body).toBe(body);
  // Written anew it is the same payload and other bytes, as with Slack.
  const anew = new URLSearchParams({ payload: JSON.stringify(lastPayload(slack.app.heard)) }).toString();
  expect(headers['x-slack-signature']).not.toBe(expected(anew));
});

test("signs as in the example of Slack's own documentation", () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(
    signatureHeaders({ body, signingSecret: '8f742231b10e8888abcd99yyyzzz85a5', at: new Date(1_531_420_618_000) }),
  ).toEqual({
    'X-Slack-Request-Timestamp': '1531420618',
    'X-Slack-Signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  });
});

test('a choice from a menu says what was chosen', async () => {
  await click({ action_id: 'days', value: '14' });
  expect(lastPayload(slack.app.heard).actions).toMatchObject([
    { type: 'static_select', selected_option: option('14') },
  ]);
});

test('somebody of another workspace acts in their own', async () => {
  await click({ user: 'U0STRANGER' });
  expect(lastPayload(slack.app.heard)).toMatchObject({ user: { team_id: 'T0ELSEWHERE' }, team: { id: 'T0ELSEWHERE' } });
});

test.each([
  [{ user: 'U0NOBODY' }, 'user_not_found'],
  [{ ts: '1600000000.000001' }, 'message_not_found'],
  [{ action_id: 'deny' }, 'action_not_found'],
  [{ view_id: 'V0' }, 'view_not_found'],
])('nobody can click what is not before them: %j', async (more, error) => {
  const before = slack.app.heard.length;
  expect(await click(more)).toEqual({ ok: false, outcome: 'impossible', error });
  expect(slack.app.heard).toHaveLength(before);
});

test.each([
  [{ after: 2000 }, 'operation_timeout', 'did not answer within 0.8 seconds'],
  [{ status: 500 }, 'http_status_500', 'responded with status code 500'],
  [{ status: 302 }, 'http_status_302', 'responded with status code 302'],
])('an app that answers %j is said to have failed', async (answer, error, says) => {
  slack.app.answers(answer);
  expect(await click()).toMatchObject({ ok: false, outcome: 'failed', error });
  expect(await (await fetch(`${slack.url}/?as=${user}`)).text()).toContain(says);
  slack.app.answers({});
  await click();
  expect(await (await fetch(`${slack.url}/?as=${user}`)).text()).not.toContain(says);
});

test('an app that is not there is said to be out of reach', async () => {
  const alone = await slackWithApp();
  alone.app.stop();
  const blocks = [actions(button())] as KnownBlock[];
  const message = await alone.client.chat.postMessage({ channel, text: 'x', blocks });
  const clicked = await alone.post('/click', { user, channel, ts: message.ts, action_id: 'approve' });
  expect(clicked).toMatchObject({ error: 'unreachable', says: 'The app could not be reached: ECONNREFUSED.' });
  await alone.stop();
});

test('what is posted to a response URL is written down, and only to one that was given out', async () => {
  await click();
  const { response_url: url } = lastPayload(slack.app.heard);
  expect((await slack.get('/response-urls.json')).posts).toEqual([]);
  const post = (to: string) => fetch(to, { method: 'POST', body: '{"text":"hi"}' });
  expect((await post(url)).status).toBe(200);
  expect((await post(`${url}x`)).status).toBe(404);
  expect((await slack.get('/response-urls.json')).posts).toMatchObject([{ url, body: '{"text":"hi"}' }]);
});

const input = (block_id: string, element: object, more: object = {}) => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element: { action_id: 'it', ...element },
  ...more,
});
const modal = {
  type: 'modal',
  callback_id: 'exempt',
  private_metadata: '{"id":"1"}',
  title: plain('Exempt'),
  submit: plain('Exempt'),
  notify_on_close: true,
  blocks: [
    section('*Not for a while*'),
    input('reason', { type: 'plain_text_input', max_length: 10 }),
    input('days', {
      type: 'number_input',
      is_decimal_allowed: false,
      min_value: '1',
      max_value: '90',
      initial_value: '14',
    }),
    input('scope', { type: 'radio_buttons', options: [option('1'), option('2')] }, { optional: true }),
    input('tags', { type: 'checkboxes', options: [option('1'), option('2')] }, { optional: true }),
  ],
} as unknown as ModalView;

async function openModal(view: ModalView = modal) {
  await click();
  const { trigger_id } = lastPayload(slack.app.heard);
  const opened = await slack.client.views.open({ trigger_id, view });
  return { trigger_id, id: opened.view?.id ?? '', view: opened.view };
}
const submit = (view_id: string, values: object) => slack.post('/submit', { user, view_id, values });

test('a trigger opens one modal, within three seconds', async () => {
  const { trigger_id } = await openModal();
  expect(await refusal(slack.client.views.open({ trigger_id, view: modal }))).toMatchObject({
    error: 'exchanged_trigger_id',
  });
  await click();
  clock += 3001;
  const late = slack.client.views.open({ trigger_id: lastPayload(slack.app.heard).trigger_id, view: modal });
  expect(await refusal(late)).toMatchObject({ error: 'expired_trigger_id' });
  expect(await refusal(slack.client.views.open({ trigger_id: '1.2.3', view: modal }))).toMatchObject({
    error: 'invalid_trigger_id',
  });
});

test('a submitted modal reaches the app with all that was filled in, and closes', async () => {
  const { id } = await openModal();
  const values = { reason: { it: 'a campaign' }, scope: { it: '2' }, tags: { it: ['1', '2'] } };
  expect(await submit(id, values)).toMatchObject({ ok: true });
  const payload = lastPayload(slack.app.heard);
  expect(payload).toMatchObject({ type: 'view_submission', user: { id: user }, response_urls: [] });
  expect(payload.view).toMatchObject({ id, callback_id: 'exempt', private_metadata: '{"id":"1"}', root_view_id: id });
  expect(payload.view.state.values).toEqual({
    reason: { it: { type: 'plain_text_input', value: 'a campaign' } },
    days: { it: { type: 'number_input', value: '14' } },
    scope: { it: { type: 'radio_buttons', selected_option: option('2') } },
    tags: { it: { type: 'checkboxes', selected_options: [option('1'), option('2')] } },
  });
  expect(await slack.get('/views.json')).toEqual([]);
});

test.each([
  [{ reason: { it: '' } }, { reason: 'Please complete this required field.' }],
  [{ reason: { it: 'x'.repeat(11) } }, { reason: 'Please enter at most 10 characters.' }],
  [{ reason: { it: 'x' }, days: { it: '0' } }, { days: 'At least 1.' }],
  [{ reason: { it: 'x' }, days: { it: '91' } }, { days: 'At most 90.' }],
  [{ reason: { it: 'x' }, days: { it: '1.5' } }, { days: 'Please enter a whole number.' }],
])("what Slack's program would not send is not sent: %j", async (values, errors) => {
  const { id } = await openModal();
  const before = slack.app.heard.length;
  expect(await submit(id, values)).toEqual({ ok: false, outcome: 'incomplete', errors });
  expect(slack.app.heard).toHaveLength(before);
});

test("the app's errors are shown at the fields, and what was typed stays", async () => {
  const { id } = await openModal();
  slack.app.answers({ body: { response_action: 'errors', errors: { reason: 'Say <b>more</b>.' } } });
  await submit(id, { reason: { it: 'because' } });
  expect(await slack.get('/views.json')).toMatchObject([{ user, errors: { reason: 'Say <b>more</b>.' } }]);
  const page = await (await fetch(`${slack.url}/?as=${user}`)).text();
  expect(page).toContain('Say &lt;b&gt;more&lt;/b&gt;.');
  expect(page).toContain('value="because"');
});

test.each([
  [{ response_action: 'errors', errors: { nothing: 'x' } }, 'no input here'],
  [{ response_action: 'update', view: { type: 'modal' } }, 'missing required field: title'],
  ['<html>', 'no response action'],
])('an answer that Slack could not use leaves the modal open: %j', async (body, says) => {
  const { id } = await openModal();
  slack.app.answers({ body });
  expect(await submit(id, { reason: { it: 'x' } })).toMatchObject({
    ok: false,
    error: 'invalid_response',
    says: expect.stringContaining(says),
  });
  expect(await slack.get('/views.json')).toHaveLength(1);
});

test('an app that does not answer in time leaves the modal open, and that is said', async () => {
  const { id } = await openModal();
  slack.app.answers({ after: 2000 });
  expect(await submit(id, { reason: { it: 'x' } })).toMatchObject({ ok: false, error: 'operation_timeout' });
  expect(await (await fetch(`${slack.url}/?as=${user}`)).text()).toContain('operation_timeout');
});

test('an answer can put another modal in place, on top, or clear all', async () => {
  const { id } = await openModal();
  const other = { ...modal, title: plain('Another') };
  slack.app.answers({ body: { response_action: 'push', view: other } });
  await submit(id, { reason: { it: 'x' } });
  const [under, top] = await slack.get('/views.json');
  expect(top.view).toMatchObject({ title: plain('Another'), previous_view_id: under.view.id, root_view_id: id });
  slack.app.answers({ body: { response_action: 'update', view: { ...modal, title: plain('Changed') } } });
  await submit(top.view.id, { reason: { it: 'x' } });
  expect((await slack.get('/views.json'))[1].view).toMatchObject({ id: top.view.id, title: plain('Changed') });
  slack.app.answers({ body: { response_action: 'clear' } });
  await submit(top.view.id, { reason: { it: 'x' } });
  expect(await slack.get('/views.json')).toEqual([]);
});

test('the app can change a modal, unless it has changed since', async () => {
  const { id, view } = await openModal();
  const next = { ...modal, title: plain('Changed') } as ModalView;
  const first = await slack.client.views.update({ view_id: id, hash: view?.hash ?? '', view: next });
  expect(first.view).toMatchObject({ id, title: plain('Changed') });
  const second = slack.client.views.update({ view_id: id, hash: view?.hash ?? '', view: next });
  expect(await refusal(second)).toMatchObject({ error: 'hash_conflict' });
  expect(await refusal(slack.client.views.update({ view_id: 'V0', view: next }))).toMatchObject({ error: 'not_found' });
});

test("a modal is its person's alone, and the app hears when they close it", async () => {
  const { id } = await openModal();
  expect(await slack.post('/submit', { user: 'U0SECOND', view_id: id })).toMatchObject({
    ok: false,
    error: 'view_not_found',
  });
  expect(await slack.post('/close', { user, view_id: id })).toMatchObject({ ok: true });
  expect(lastPayload(slack.app.heard)).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id } });
});
