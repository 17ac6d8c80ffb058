import { UnreadablePolicy } from './document.ts';

/** Where a value stands in a JSON text: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Node = Scalar | List | Members;
interface Scalar extends Span {
  readonly kind: 'scalar';
}
interface List extends Span {
  readonly kind: 'list';
  readonly items: readonly Node[];
}
/** An object. A member's span goes from its key to its value's end. */
interface Members extends Span {
  readonly kind: 'members';
  readonly members: readonly Member[];
}
export interface Member extends Span {
  readonly key: string;
  readonly value: Node;
}

/** AWS takes policies far flatter than that; a deeper text is nobody's policy. */
const deepest = 32;

/**
 * Where everything stands in a text that JSON.parse takes, so that parts can be left out and the rest stays as it is.
 * @throws {UnreadablePolicy} where an object names a key twice: JSON.parse keeps the last, and AWS need not.
 */
export function layoutOf(text: string): Node {
  return valueAt(skip(text, 0), { text, depth: 0 });
}

interface Reading {
  readonly text: string;
  readonly depth: number;
}

function valueAt(start: number, { text, depth }: Reading): Node {
  if (depth > deepest) {
    throw new UnreadablePolicy('it is nested too deeply');
  }
  const within = { text, depth: depth + 1 };
  switch (text[start]) {
    case '{':
      return membersAt(start, within);
    case '[':
      return listAt(start, within);
    case '"':
      return { kind: 'scalar', start, end: endOf(/"(?:[^"\\]|\\.)*"/y, text, start) };
    default:
      return { kind: 'scalar', start, end: endOf(/[^\s,\]}]+/y, text, start) };
  }
}

function listAt(start: number, reading: Reading): List {
  const { text } = reading;
  const items: Node[] = [];
  let at = skip(text, start + 1);
  while (text[at] !== ']') {
    const item = valueAt(at, reading);
    items.push(item);
    at = next(text, item.end);
  }
  return { kind: 'list', start, end: at + 1, items };
}

function membersAt(start: number, reading: Reading): Members {
  const { text } = reading;
  const members: Member[] = [];
  let at = skip(text, start + 1);
  while (text[at] !== '}') {
    const name = valueAt(at, reading);
    const key = JSON.parse(text.slice(name.start, name.end)) as string;
    if (members.some((member) => member.key === key)) {
      throw new UnreadablePolicy(`it names ${key} twice`);
    }
    const value = valueAt(skip(text, skip(text, name.end) + 1), reading);
    members.push({ key, value, start: name.start, end: value.end });
    at = next(text, value.end);
  }
  return { kind: 'members', start, end: at + 1, members };
}

/** Over white space, and over a comma with what follows it. */
function next(text: string, from: number): number {
  const at = skip(text, from);
  return text[at] === ',' ? skip(text, at + 1) : at;
}

function skip(text: string, from: number): number {
  return endOf(/[ \t\r\n]*/y, text, from);
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
