import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withStatement } from '../../../catalogue/policy/add.ts';
import { UnreadablePolicy } from '../../../catalogue/policy/document.ts';

const added = { Sid: 'Added', Effect: 'Deny' };

describe('a statement more', () => {
  test('stands at the end of the policy, and every byte of the text before stays', () => {
    const layouts = fc.record({
      statements: fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }))),
      spaces: fc.constantFrom(0, 1, 3, '\t'),
      more: fc.dictionary(fc.constantFrom('Id', 'Version', 'Note'), fc.string()),
    });
    fc.assert(
      fc.property(layouts, ({ statements, spaces, more }) => {
        const text = JSON.stringify({ Statement: statements, ...more }, null, spaces);
        const longer = withStatement(text, added);
        expect(JSON.parse(longer)).toEqual({ ...JSON.parse(text), Statement: [...JSON.parse(text).Statement, added] });
        const insertion = `${statements.length === 0 ? '' : ','}${JSON.stringify(added)}`;
        const at = longer.lastIndexOf(insertion);
        expect(longer.slice(0, at) + longer.slice(at + insertion.length)).toBe(text);
      }),
    );
  });

  test('makes a list of a single statement', () => {
    expect(withStatement('{ "Statement": { "Sid": "One" } }', added)).toBe(
      '{ "Statement": [{ "Sid": "One" },{"Sid":"Added","Effect":"Deny"}] }',
    );
  });

  test.each(['[]', '{}', '"text"', '{"Statement":[],"Statement":[]}'])('is refused by %s', (text) => {
    expect(() => withStatement(text, added)).toThrow(UnreadablePolicy);
  });
});
