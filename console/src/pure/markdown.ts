/** A piece of running text. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly to: string };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

/**
 * The Markdown that controls' pages are written in: headings, paragraphs, lists, tables, code and links. It becomes data,
 * never HTML: whatever a page says, it can only come out as text.
 */
export function parseMarkdown(text: string): readonly Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const taken = takeBlock(lines, at);
    if (taken.block) blocks.push(taken.block);
    at = taken.next;
  }
  return blocks;
}

interface Taken {
  readonly block?: Block;
  readonly next: number;
}

function takeBlock(lines: readonly string[], at: number): Taken {
  const line = lines[at] ?? '';
  if (line.trim() === '') return { next: at + 1 };
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    return {
      block: { kind: 'heading', level: heading[1]?.length ?? 1, content: inline(heading[2] ?? '') },
      next: at + 1,
    };
  }
  if (line.startsWith('```')) return takeCode(lines, at);
  if (line.startsWith('|') && /^\|[\s:|-]+\|?\s*$/.test(lines[at + 1] ?? '')) return takeTable(lines, at);
  return item(line) === undefined ? takeParagraph(lines, at) : takeList(lines, at);
}

function takeCode(lines: readonly string[], at: number): Taken {
  const end = lines.findIndex((line, index) => index > at && line.startsWith('```'));
  const last = end === -1 ? lines.length : end;
  return {
    block: { kind: 'code', language: (lines[at] ?? '').slice(3).trim(), text: lines.slice(at + 1, last).join('\n') },
    next: last + 1,
  };
}

function takeTable(lines: readonly string[], at: number): Taken {
  const end = lines.findIndex((line, index) => index > at && !line.startsWith('|'));
  const last = end === -1 ? lines.length : end;
  const [head = [], , ...rows] = lines.slice(at, last).map(cells);
  return { block: { kind: 'table', head, rows }, next: last };
}

function cells(line: string): readonly (readonly Inline[])[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => inline(cell.trim().replaceAll('\\|', '|')));
}

function item(line: string): string | undefined {
  return /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line)?.[1];
}

function takeList(lines: readonly string[], at: number): Taken {
  const items: string[] = [];
  let next = at;
  for (; next < lines.length && (lines[next] ?? '').trim() !== ''; next += 1) {
    const text = item(lines[next] ?? '');
    if (text !== undefined) items.push(text);
    else items.push(`${items.pop() ?? ''} ${(lines[next] ?? '').trim()}`);
  }
  return { block: { kind: 'list', ordered: /^\s*\d/.test(lines[at] ?? ''), items: items.map(inline) }, next };
}

function takeParagraph(lines: readonly string[], at: number): Taken {
  const isEnd = (line: string) => line.trim() === '' || /^(#{1,6}\s|```|\|)/.test(line) || item(line) !== undefined;
  const end = lines.findIndex((line, index) => index > at && isEnd(line));
  const last = end === -1 ? lines.length : end;
  return { block: { kind: 'paragraph', content: inline(lines.slice(at, last).join(' ')) }, next: last };
}

const pieces = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text: string): readonly Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(pieces)) {
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) });
    found.push(pieceOf(match));
    from = match.index + match[0].length;
  }
  return from < text.length ? [...found, { kind: 'text', text: text.slice(from) }] : found;
}

function pieceOf([whole, code, strong, emphasis, label, to]: RegExpMatchArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis };
  const address = linkTo(to ?? '');
  return address === undefined
    ? { kind: 'text', text: label ?? whole }
    : { kind: 'link', text: label ?? whole, to: address };
}

/** Where a link leads: out by https, or to another control's page. Anything else is only text. */
function linkTo(to: string): string | undefined {
  if (/^https:\/\/[^\s"'<>]+$/.test(to)) return to;
  const control = /^(?:\.\/)?([a-z0-9]+\.[a-z0-9-]+)\.md$/.exec(to)?.[1];
  return control === undefined ? undefined : `/controls/${control}`;
}
