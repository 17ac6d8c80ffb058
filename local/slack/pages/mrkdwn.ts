/** Slack's own markup, read into a tree. */
export type Markup =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'bold' | 'italic' | 'struck' | 'code' | 'preformatted' | 'quote'; inside: readonly Markup[] }>
  | Readonly<{ kind: 'link'; url: string; inside: readonly Markup[] }>
  | Readonly<{ kind: 'person' | 'channel'; id: string; label?: string }>
  | Readonly<{ kind: 'everybody'; name: string }>;

/** @see https://docs.slack.dev/messaging/formatting-message-text */
export function readMrkdwn(text: string): readonly Markup[] {
  return text.split(/(```[\s\S]+?```)/).flatMap((part, index) => {
    if (index % 2 === 0) return quotesAndLines(part);
    const inside = inline(part.slice(3, -3).replace(/^\n|\n$/g, ''), ['control']);
    return [{ kind: 'preformatted' as const, inside }];
  });
}

function quotesAndLines(text: string): readonly Markup[] {
  return text.split(/((?:^&gt; ?.*(?:\n|$))+)/m).flatMap((part, index) => {
    if (index % 2 === 0) return inline(part, everywhere);
    const quoted = part.replace(/^&gt; ?/gm, '').replace(/\n$/, '');
    return [{ kind: 'quote' as const, inside: inline(quoted, everywhere) }];
  });
}

// What is in angle brackets counts inside of code as well: a name that was not escaped should be seen here.
const patterns = {
  code: /`([^`\n]+)`/,
  control: /<([^<>\n]+)>/,
  address: /(https?:\/\/[^\s<>|*`]+)/,
  bold: /(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])/,
  italic: /(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])/,
  struck: /(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])/,
} as const;

type Pattern = keyof typeof patterns;
const everywhere = Object.keys(patterns) as Pattern[];

function inline(text: string, allowed: readonly Pattern[]): readonly Markup[] {
  const found = allowed.flatMap((pattern) => {
    const match = patterns[pattern].exec(text);
    return match ? [{ pattern, match }] : [];
  });
  const first = found.reduce<(typeof found)[number] | undefined>(
    (best, one) => (best && best.match.index <= one.match.index ? best : one),
    undefined,
  );
  if (!first) return text ? [{ kind: 'text', text: unescaped(text) }] : [];
  const { pattern, match } = first;
  const before = text.slice(0, match.index);
  const after = text.slice(match.index + match[0].length);
  return [...inline(before, allowed), read(pattern, match[1] ?? ''), ...inline(after, allowed)];
}

function read(pattern: Pattern, content: string): Markup {
  switch (pattern) {
    case 'code':
      return { kind: 'code', inside: inline(content, ['control']) };
    case 'control':
      return control(content);
    case 'address':
      return { kind: 'link', url: unescaped(content), inside: [{ kind: 'text', text: unescaped(content) }] };
    case 'bold':
    case 'italic':
    case 'struck':
      return { kind: pattern, inside: inline(content, everywhere) };
    default:
      return pattern satisfies never;
  }
}

/** What stands between angle brackets: a mention, a date or a link. */
function control(content: string): Markup {
  const [target = '', label] = content.split('|', 2);
  const rest = target.slice(1);
  if (target.startsWith('@')) return { kind: 'person', id: rest, ...(label ? { label } : {}) };
  if (target.startsWith('#')) return { kind: 'channel', id: rest, ...(label ? { label } : {}) };
  if (target.startsWith('!date')) return { kind: 'text', text: unescaped(label ?? target) };
  if (target.startsWith('!')) return { kind: 'everybody', name: (label ?? rest).replace(/^@/, '') };
  if (!/^(https?|mailto):/.test(target)) return { kind: 'text', text: `<${unescaped(content)}>` };
  return { kind: 'link', url: unescaped(target), inside: [{ kind: 'text', text: unescaped(label ?? target) }] };
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
  return text.replace(/&(amp|lt|gt);/g, (entity) => characters[entity] ?? entity);
}
