import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { KnownBlock, ModalView } from '@slack/web-api';
import { actions, button, plain, refusal, section, slackWithApp } from './slack.ts';

let slack: Awaited<ReturnType<typeof slackWithApp>>;
beforeAll(async () => {
  slack = await slackWithApp();
});
afterAll(() => slack.stop());

const long = (length: number) => 'x'.repeat(length);
const field = (text: string) => ({ type: 'mrkdwn', text });
const option = (value: string) => ({ text: plain(value), value });

test.each([
  [
    '51 blocks',
    Array.from({ length: 51 }, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  ['a long section', [section(long(3001))], 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
  ['an empty section', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ['a section without text', [{ type: 'section' }], 'must define either `fields` or `text` [json-pointer:/blocks/0]'],
  [
    '11 fields',
    [{ type: 'section', fields: Array(11).fill(field('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a long field',
    [{ type: 'section', fields: [field(long(2001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'a long header',
    [{ type: 'header', text: plain(long(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a long button',
    [actions(button({ text: plain(long(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a long value',
    [actions(button({ value: long(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'a long action',
    [actions(button({ action_id: long(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    '26 buttons',
    [actions(...Array.from({ length: 26 }, (_, n) => button({ action_id: `a${n}` })))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    '11 notes',
    [{ type: 'context', elements: Array(11).fill(field('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button without text',
    [actions({ type: 'button', action_id: 'x' })],
    'missing required field: text [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an unknown field',
    [actions(button({ disabled: true }))],
    'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'an unknown style',
    [actions(button({ style: 'green' }))],
    'must be a valid enum value (primary, danger) [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'an unknown block',
    [{ type: 'banner' }],
    'unsupported type, or one that this stand-in does not know [json-pointer:/blocks/0/type]',
  ],
  ['a text that is none', [{ type: 'header', text: 'Hi' }], 'must provide an object [json-pointer:/blocks/0/text]'],
  [
    'an action twice',
    [actions(button(), button())],
    '`action_id` "approve" already exists for another element [json-pointer:/blocks/0/elements]',
  ],
  [
    'a block id twice',
    [actions(button()), actions(button())],
    '`block_id` "decide" already exists for another block [json-pointer:/blocks/1]',
  ],
])('a message with %s is refused, and it says where', async (_, blocks, problem) => {
  const call = slack.client.chat.postMessage({ channel: 'C0APPROVALS', text: 'x', blocks: blocks as KnownBlock[] });
  expect(await refusal(call)).toMatchObject({
    error: 'invalid_blocks',
    errors: [problem],
    response_metadata: { messages: [`[ERROR] ${problem}`] },
  });
});

test('what is exactly at the limits is taken', async () => {
  const blocks = [
    { type: 'header', text: plain(long(150)) },
    section(long(3000)),
    { type: 'section', fields: Array(10).fill(field(long(2000))) },
    actions(
      ...Array.from({ length: 25 }, (_, n) =>
        button({ action_id: `${n}${long(250)}`, value: long(2000), text: plain(long(75)) }),
      ),
    ),
    ...Array.from({ length: 46 }, () => ({ type: 'divider' })),
  ] as KnownBlock[];
  expect(await slack.client.chat.postMessage({ channel: 'C0APPROVALS', text: 'x', blocks })).toMatchObject({
    ok: true,
  });
});

const modal = (more: object) => ({ type: 'modal', title: plain('Decide'), blocks: [section('x')], ...more });
const input = (element: object) => ({ type: 'input', label: plain('Why'), element });

test.each([
  [
    'a long title',
    modal({ title: plain(long(25)) }),
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  [
    'a long submit',
    modal({ submit: plain(long(25)) }),
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  [
    '101 blocks',
    modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }),
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  [
    'long metadata',
    modal({ private_metadata: long(3001) }),
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    'a long callback',
    modal({ callback_id: long(256) }),
    'must be less than 256 characters [json-pointer:/view/callback_id]',
  ],
  [
    'an input and no submit',
    modal({ blocks: [input({ type: 'plain_text_input' })] }),
    'missing required field: submit [json-pointer:/view]',
  ],
  ['no title', { type: 'modal', blocks: [] }, 'missing required field: title [json-pointer:/view]'],
  [
    'a long option',
    modal({ submit: plain('Go'), blocks: [input({ type: 'static_select', options: [option(long(76))] })] }),
    'must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]',
  ],
  [
    '11 choices',
    modal({ submit: plain('Go'), blocks: [input({ type: 'radio_buttons', options: Array(11).fill(option('x')) })] }),
    'no more than 10 items allowed [json-pointer:/view/blocks/0/element/options]',
  ],
  [
    'a number as text',
    modal({ submit: plain('Go'), blocks: [input({ type: 'number_input', is_decimal_allowed: false, min_value: 1 })] }),
    'must provide a string [json-pointer:/view/blocks/0/element/min_value]',
  ],
])('a modal with %s is refused, and it says where', async (_, view, problem) => {
  const call = slack.client.views.open({ trigger_id: 'x', view: view as ModalView });
  const { error, response_metadata: metadata } = await refusal(call);
  expect(error).toBe('invalid_arguments');
  expect(metadata).toMatchObject({ messages: expect.arrayContaining([`[ERROR] ${problem}`]) });
});
