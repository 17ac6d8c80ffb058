import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Block, type Inline, parseMarkdown } from '../../console/src/pure/markdown.ts';

const pages = new URL('../../docs/controls/', import.meta.url);

describe('Markdown', () => {
  it.each<[string, string, readonly Block[]]>([
    [
      'has headings',
      '## What changes',
      [{ kind: 'heading', level: 2, content: [{ kind: 'text', text: 'What changes' }] }],
    ],
    [
      'joins the lines of a paragraph',
      'one\ntwo',
      [{ kind: 'paragraph', content: [{ kind: 'text', text: 'one two' }] }],
    ],
    ['keeps code as it is', '```diff\n- *a*\n+ `b`\n```', [{ kind: 'code', language: 'diff', text: '- *a*\n+ `b`' }]],
    ['ends code that is never closed', '```\na', [{ kind: 'code', language: '', text: 'a' }]],
    [
      'has lists, whose items may go on',
      '- one\n  more\n- two',
      [
        {
          kind: 'list',
          ordered: false,
          items: [[{ kind: 'text', text: 'one more' }], [{ kind: 'text', text: 'two' }]],
        },
      ],
    ],
    [
      'has tables, with bars in their cells',
      '| a | b |\n| --- | --- |\n| x\\|y | `z` |',
      [
        {
          kind: 'table',
          head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
          rows: [[[{ kind: 'text', text: 'x|y' }], [{ kind: 'code', text: 'z' }]]],
        },
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(parseMarkdown(text)).toEqual(expected);
  });

  it.each<[string, string, readonly Inline[]]>([
    ['takes HTML for text', '<img src=x onerror=alert(1)>', [{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]],
    ['takes a link to a script for text', '[a](javascript:alert)', [{ kind: 'text', text: 'a' }]],
    ['takes a link to data for text', '[a](data:text/html,b)', [{ kind: 'text', text: 'a' }]],
    ['takes a link out of TLS for text', '[a](http://example.com)', [{ kind: 'text', text: 'a' }]],
    ['takes a link to another host without a scheme for text', '[a](//example.com)', [{ kind: 'text', text: 'a' }]],
    [
      'links by https',
      '[AWS](https://docs.aws.amazon.com/x)',
      [{ kind: 'link', text: 'AWS', to: 'https://docs.aws.amazon.com/x' }],
    ],
    [
      'links to the page of another control',
      '[b](s3.bucket-encrypted.md)',
      [{ kind: 'link', text: 'b', to: '/controls/s3.bucket-encrypted' }],
    ],
    [
      'knows strong and emphasized text',
      '**a** and *b*',
      [
        { kind: 'strong', text: 'a' },
        { kind: 'text', text: ' and ' },
        { kind: 'emphasis', text: 'b' },
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(parseMarkdown(text)).toEqual([{ kind: 'paragraph', content: expected }]);
  });

  it.each(readdirSync(pages).filter((name) => name.endsWith('.md')))('leaves no mark of %s unread', (name) => {
    const blocks = parseMarkdown(readFileSync(new URL(name, pages), 'utf8'));
    const text = blocks.flatMap(textOf).join('\n');
    expect(text).not.toMatch(/^#|^\||```|\]\(/m);
  });
});

/** All that is shown as running text: code may hold anything. */
function textOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'code':
      return [];
    case 'list':
      return block.items.flatMap(said);
    case 'table':
      return [...block.head, ...block.rows.flat()].flatMap(said);
    default:
      return said(block.content);
  }
}

function said(content: readonly Inline[]): readonly string[] {
  return content.filter(({ kind }) => kind !== 'code').map(({ text }) => text);
}
