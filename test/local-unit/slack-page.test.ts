import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KnownBlock } from '@slack/web-api';
import { readMrkdwn } from '../../local/slack/pages/mrkdwn.ts';
import { actions, button, lastPayload, plain, slackWithApp } from './slack.ts';

const text = (content: string) => ({ kind: 'text', text: content });

test.each([
  [
    '*bold* and _italic_ and ~struck~',
    [
      { kind: 'bold', inside: [text('bold')] },
      text(' and '),
      { kind: 'italic', inside: [text('italic')] },
      text(' and '),
      { kind: 'struck', inside: [text('struck')] },
    ],
  ],
  ['2*3*4 and snake_case_name', [text('2*3*4 and snake_case_name')]],
  ['`a*b*` c', [{ kind: 'code', inside: [text('a*b*')] }, text(' c')]],
  ['```\n*as* it `is`\n```', [{ kind: 'preformatted', inside: [text('*as* it `is`')] }]],
  [
    '<https://a.example/?x=1&amp;y=2|the page>',
    [{ kind: 'link', url: 'https://a.example/?x=1&y=2', inside: [text('the page')] }],
  ],
  [
    '*<https://a.example|bold link>*',
    [{ kind: 'bold', inside: [{ kind: 'link', url: 'https://a.example', inside: [text('bold link')] }] }],
  ],
  [
    'see https://a.example/x',
    [text('see '), { kind: 'link', url: 'https://a.example/x', inside: [text('https://a.example/x')] }],
  ],
  ['<javascript:alert(1)|click>', [text('<javascript:alert(1)|click>')]],
  ['&lt;!channel&gt; &amp;lt;', [text('<!channel> &lt;')]],
  ['`<!channel>`', [{ kind: 'code', inside: [{ kind: 'everybody', name: 'channel' }] }]],
  [
    '<@U0OPERATOR> in <#C0APPROVALS|approvals>',
    [{ kind: 'person', id: 'U0OPERATOR' }, text(' in '), { kind: 'channel', id: 'C0APPROVALS', label: 'approvals' }],
  ],
  ['&gt; said\nafter', [{ kind: 'quote', inside: [text('said')] }, text('after')]],
])('reads %s', (markup, tree) => {
  expect(readMrkdwn(markup)).toEqual(tree);
});

let slack: Awaited<ReturnType<typeof slackWithApp>>;
beforeAll(async () => {
  slack = await slackWithApp();
});
afterAll(() => slack.stop());

const evil = '<script>alert("x")</script>\'"><img src=x onerror=alert(1)>';
const page = async (as = 'U0OPERATOR') => await (await fetch(`${slack.url}/?as=${encodeURIComponent(as)}`)).text();

test('shows whatever it is sent as text', async () => {
  const option = { text: plain(evil.slice(0, 75)), value: evil.slice(0, 75) };
  const blocks = [
    { type: 'header', text: plain(evil) },
    {
      type: 'section',
      block_id: evil,
      text: { type: 'mrkdwn', text: evil },
      fields: [{ type: 'mrkdwn', text: `\`${evil}\`` }],
    },
    {
      type: 'context',
      elements: [
        { type: 'mrkdwn', text: evil },
        { type: 'image', image_url: 'https://a.example/x.png', alt_text: evil },
      ],
    },
    actions(button({ text: plain(evil), action_id: evil, value: evil }), {
      type: 'static_select',
      action_id: 's',
      options: [option],
      placeholder: plain(evil),
    }),
    {
      type: 'input',
      label: plain(evil),
      element: { type: 'plain_text_input', initial_value: evil },
      hint: plain(evil),
    },
  ] as KnownBlock[];
  await slack.client.chat.postMessage({ channel: 'C0APPROVALS', text: evil, blocks });
  await slack.client.chat.postMessage({ channel: 'C0APPROVALS', text: evil });
  const html = (await page()).replace(/<script>\nconst look[\s\S]*?<\/script>/, '');
  expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<img');
});

test('takes scripts and styles of its own only, and is in no frame', async () => {
  const { headers } = await fetch(slack.url);
  const policy = headers.get('Content-Security-Policy');
  expect(policy).toMatch(/default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self'/);
  expect(policy).toContain("form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
});

test('has a label for every field', async () => {
  const html = await page();
  const ids = [...html.matchAll(/<(?:select|textarea|input type="text")[^>]*? id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(2);
  for (const id of ids) expect(html.includes(`for="${id}"`) || html.match(`id="${id}"[^>]*aria-label=`)).toBeTruthy();
});

const postForm = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${slack.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { Origin: slack.url, ...headers },
    redirect: 'manual',
  });

test("the page's form clicks, and leads back to the page", async () => {
  const { ts = '' } = await slack.client.chat.postMessage({
    channel: 'C0APPROVALS',
    text: 'x',
    blocks: [actions(button())] as KnownBlock[],
  });
  const answer = await postForm('/click', { as: 'U0SECOND', channel: 'C0APPROVALS', ts, use: '["decide","approve"]' });
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/?as=U0SECOND#C0APPROVALS-${ts}`]);
  expect(lastPayload(slack.app.heard)).toMatchObject({ user: { id: 'U0SECOND' }, actions: [{ action_id: 'approve' }] });
});

test('a button with an address tells the app and leads there', async () => {
  const link = button({ action_id: 'open', url: 'https://a.example/?q=1' });
  const { ts = '' } = await slack.client.chat.postMessage({
    channel: 'C0APPROVALS',
    text: 'x',
    blocks: [actions(link)] as KnownBlock[],
  });
  const answer = await postForm('/click', { as: 'U0SECOND', channel: 'C0APPROVALS', ts, use: '["decide","open"]' });
  expect(await answer.text()).toContain('content="0; url=https://a.example/?q=1"');
  expect(lastPayload(slack.app.heard)).toMatchObject({ actions: [{ action_id: 'open' }] });
});

test("another site's form clicks nothing", async () => {
  const before = slack.app.heard.length;
  const answer = await postForm(
    '/click',
    { as: 'U0SECOND', use: '["decide","approve"]' },
    { Origin: 'https://evil.example' },
  );
  expect(answer.status).toBe(403);
  expect(slack.app.heard).toHaveLength(before);
});

test.each([
  ['/click', '{', 400],
  ['/click', '{}', 400],
  ['/mode', '{"mode":"gone"}', 400],
  ['/people', '{"id":"U0NOBODY"}', 404],
])('%s does not take %s', async (path, body, status) => {
  const answer = await fetch(`${slack.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ ok: false });
});
