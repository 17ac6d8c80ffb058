import { XMLParser } from 'fast-xml-parser';
import type { Parameters } from './exchange.ts';

// Numbers that would not come back the same, such as an account id with leading zeros, stay text.
const numberParseOptions = { hex: false, leadingZeros: false, eNotation: false };

const guessing = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  numberParseOptions,
});
const plain = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  removeNSPrefix: true,
});

/** An S3 request body as CloudTrail shows it: attributes are members, `true` and `7` are typed by their look. */
export function s3Body(body: string): Parameters {
  return guessing.parse(body);
}

/** The content of an XML document's root element; all values are text. */
export function xmlContent(body: string): Parameters {
  const document = plain.parse(body);
  const content = Object.values(document)[0];
  return typeof content === 'object' && content !== null ? lists(content as Parameters) : {};
}

/** `<member>` elements, one or many, are a list. */
function lists(content: Parameters): Parameters {
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, listed(value)]));
}

function listed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(listed);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value);
  if (names.length === 1 && names[0] === 'member') return [(value as Parameters)['member']].flat().map(listed);
  return lists(value as Parameters);
}
