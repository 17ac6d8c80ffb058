import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { KnownBlock } from '@slack/web-api';
import { botToken, refusal, section, slackWithApp } from './slack.ts';

let slack: Awaited<ReturnType<typeof slackWithApp>>;
beforeAll(async () => {
  slack = await slackWithApp();
});
beforeEach(() => slack.post('/mode', { mode: 'ok' }));
afterAll(() => slack.stop());

const channel = 'C0APPROVALS';

test('says who the token belongs to', async () => {
  expect(await slack.client.auth.test()).toMatchObject({ ok: true, team_id: 'T0HOMEOSTAT', bot_id: 'B0HOMEOSTAT' });
});

test.each([
  ['xoxb-other', 'invalid_auth'],
  [undefined, 'not_authed'],
])('refuses the token %s with %s', async (token, error) => {
  expect(await refusal(slack.clientWith(token).auth.test())).toMatchObject({ ok: false, error });
});

test.each(['chat.shout', 'toString', '__proto__'])('does not know the method %s', async (method) => {
  expect(await refusal(slack.client.apiCall(method))).toMatchObject({ error: 'unknown_method', req_method: method });
});

test('takes a message, gives its blocks ids, and shows it', async () => {
  const answer = await slack.client.chat.postMessage({ channel, text: 'A bucket', blocks: [section('*A bucket*')] });
  expect(answer).toMatchObject({ ok: true, channel, ts: expect.stringMatching(/^\d{10}\.\d{6}$/) });
  expect(answer.message).toMatchObject({ type: 'message', ts: answer.ts, text: 'A bucket', bot_id: 'B0HOMEOSTAT' });
  expect(answer.message?.blocks?.[0]).toMatchObject({ type: 'section', block_id: expect.any(String) });
  const { channels } = await slack.get('/messages.json');
  expect(channels[0].messages.at(-1)).toEqual({ ...answer.message, replies: [] });
});

test('takes a JSON body as well as a form', async () => {
  const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json; charset=utf-8', Authorization: `Bearer ${botToken}` },
    body: JSON.stringify({ channel, text: 'As JSON', blocks: [section('As JSON')] }),
  });
  expect(await answer.json()).toMatchObject({ ok: true, message: { blocks: [section('As JSON')] } });
});

test('keeps replies in the thread of the first message', async () => {
  const first = await slack.client.chat.postMessage({ channel, text: 'First' });
  const reply = await slack.client.chat.postMessage({ channel, text: 'Reply', thread_ts: first.ts ?? '' });
  const second = await slack.client.chat.postMessage({ channel, text: 'To the reply', thread_ts: reply.ts ?? '' });
  expect([reply, second].map(({ message }) => message?.thread_ts)).toEqual([first.ts, first.ts]);
  const { channels } = await slack.get('/messages.json');
  const shown = channels[0].messages.find(({ ts }: { ts: string }) => ts === first.ts);
  expect(shown.replies.map(({ text }: { text: string }) => text)).toEqual(['Reply', 'To the reply']);
});

test('posts to the channel instead where the thread is gone', async () => {
  const { message } = await slack.client.chat.postMessage({ channel, text: 'Late', thread_ts: '1600000000.000001' });
  expect(message?.thread_ts).toBeUndefined();
  expect(await refusal(slack.client.chat.postMessage({ channel, text: 'x', thread_ts: '0' }))).toMatchObject({
    error: 'invalid_thread_ts',
  });
});

test('changes a message in place and marks it as edited', async () => {
  const { ts = '' } = await slack.client.chat.postMessage({ channel, text: 'Open', blocks: [section('Open')] });
  const answer = await slack.client.chat.update({ channel, ts, text: 'Closed', blocks: [section('Closed')] });
  expect(answer).toMatchObject({ ok: true, channel, ts, text: 'Closed', message: { edited: { user: 'B0HOMEOSTAT' } } });
  const { channels } = await slack.get('/messages.json');
  const shown = channels[0].messages.filter((one: { ts: string }) => one.ts === ts);
  expect(shown).toEqual([
    expect.objectContaining({ text: 'Closed', blocks: [expect.objectContaining(section('Closed'))] }),
  ]);
});

test('changes neither an unknown message nor an ephemeral one', async () => {
  const { message_ts: ts = '' } = await slack.client.chat.postEphemeral({ channel, user: 'U0OPERATOR', text: 'Psst' });
  expect(await refusal(slack.client.chat.update({ channel, ts, text: 'x' }))).toMatchObject({
    error: 'cant_update_message',
  });
  const gone = slack.client.chat.update({ channel, ts: '1600000000.000001', text: 'x' });
  expect(await refusal(gone)).toMatchObject({ error: 'message_not_found' });
});

test('shows an ephemeral message to its person alone', async () => {
  await slack.client.chat.postEphemeral({ channel, user: 'U0SECOND', text: 'Only for the second' });
  const page = async (as: string) => await (await fetch(`${slack.url}/?as=${as}`)).text();
  expect(await page('U0SECOND')).toContain('Only for the second');
  expect(await page('U0OPERATOR')).not.toContain('Only for the second');
  const { channels } = await slack.get('/messages.json');
  expect(channels[0].ephemeral.at(-1)).toMatchObject({ text: 'Only for the second', only_for: 'U0SECOND' });
});

test.each([
  ['C0NOWHERE', 'channel_not_found'],
  ['C0OUTSIDE', 'not_in_channel'],
  ['C0ARCHIVED', 'is_archived'],
  ['U0LEFT', 'channel_not_found'],
])('does not post to %s: %s', async (to, error) => {
  expect(await refusal(slack.client.chat.postMessage({ channel: to, text: 'x' }))).toMatchObject({ error });
});

test('opens a direct message for somebody', async () => {
  const opened = await slack.client.conversations.open({ users: 'U0SECOND' });
  const { channel: to } = await slack.client.chat.postMessage({ channel: 'U0SECOND', text: 'Just you' });
  expect(to).toBe(opened.channel?.id);
  expect(await slack.client.conversations.info({ channel: to ?? '' })).toMatchObject({
    channel: { is_im: true, user: 'U0SECOND' },
  });
});

test('a message needs content, and an edit no more than 4000 characters', async () => {
  expect(await refusal(slack.client.chat.postMessage({ channel, text: '' }))).toMatchObject({ error: 'no_text' });
  const { ts = '' } = await slack.client.chat.postMessage({ channel, text: 'x'.repeat(4001) });
  expect(await refusal(slack.client.chat.update({ channel, ts, text: 'x'.repeat(4001) }))).toMatchObject({
    error: 'msg_too_long',
  });
  const blocks = '{"not":"a list"}' as unknown as KnownBlock[];
  expect(await refusal(slack.client.chat.postMessage({ channel, text: 'x', blocks }))).toMatchObject({
    error: 'invalid_blocks_format',
  });
});

test.each([
  [
    'U0OPERATOR',
    { is_restricted: false, is_bot: false, is_email_confirmed: true, team_id: 'T0HOMEOSTAT', real_name: 'Operator' },
  ],
  ['U0GUEST', { is_restricted: true, is_ultra_restricted: false }],
  ['U0VISITOR', { is_restricted: true, is_ultra_restricted: true }],
  ['U0BOT', { is_bot: true }],
  ['U0LEFT', { deleted: true }],
  ['U0UNCONFIRMED', { is_email_confirmed: false, deleted: false }],
  [
    'U0STRANGER',
    { is_stranger: true, team_id: 'T0ELSEWHERE', profile: expect.objectContaining({ email: 'operator@example.com' }) },
  ],
])('says of %s: %j', async (user, standing) => {
  expect((await slack.client.users.info({ user })).user).toMatchObject({ id: user, ...standing });
});

test('finds members by mail, whatever its case, and nobody who left or is of another workspace', async () => {
  expect((await slack.client.users.lookupByEmail({ email: 'Operator@Example.com' })).user?.id).toBe('U0OPERATOR');
  expect(await refusal(slack.client.users.lookupByEmail({ email: 'left@example.com' }))).toMatchObject({
    error: 'users_not_found',
  });
  expect(await refusal(slack.client.users.info({ user: 'U0NOBODY' }))).toMatchObject({ error: 'user_not_found' });
});

test('lists who is in a channel', async () => {
  const { members } = await slack.client.conversations.members({ channel });
  expect(members).toEqual(expect.arrayContaining(['U0OPERATOR', 'U0SECOND', 'U0HOMEOSTAT']));
  expect(members).not.toContain('U0LEFT');
});

test("somebody's standing can change between two looks", async () => {
  await slack.post('/people', { id: 'U0SECOND', deleted: true });
  expect((await slack.client.users.info({ user: 'U0SECOND' })).user?.deleted).toBe(true);
  await slack.post('/people', { id: 'U0SECOND', deleted: false });
  expect((await slack.client.users.info({ user: 'U0SECOND' })).user?.deleted).toBe(false);
});

test('when down, it answers nothing that could be taken for done', async () => {
  await slack.post('/mode', { mode: 'down' });
  await expect(slack.client.auth.test()).rejects.toMatchObject({ code: 'slack_webapi_http_error', statusCode: 503 });
});

test('when it limits the rate, it says when to come back', async () => {
  await slack.post('/mode', { mode: 'rate-limited', retryAfter: 7 });
  const impatient = slack.clientWith(botToken, { rejectRateLimitedCalls: true });
  await expect(impatient.auth.test()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 });
});

test('when slow, it has posted what a caller has given up on', async () => {
  await slack.post('/mode', { mode: 'slow', milliseconds: 2000 });
  const impatient = slack.clientWith(botToken, { timeout: 100 });
  await expect(impatient.chat.postMessage({ channel, text: 'Slowly' })).rejects.toMatchObject({
    code: 'slack_webapi_request_error',
  });
  const { channels } = await slack.get('/messages.json');
  expect(channels[0].messages.at(-1).text).toBe('Slowly');
});
