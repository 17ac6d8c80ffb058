import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csv, exportColumns, exportRow, jsonLines, plainCsv } from '../../../functions/domain/export-rows.ts';
import { Status } from '../../../functions/domain/finding.ts';
import { type Remediation, startOf } from '../../../functions/domain/history.ts';
import { bucketDrift } from '../findings.ts';

const remediation = startOf(bucketDrift(), { because: 'it is public' }, new Date('2026-11-24T10:00:02Z'));

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'"\',;\r\n\t=+-@ a＝é', '\uFEFF') }),
);
const anyRemediation: fc.Arbitrary<Remediation> = fc.record(
  {
    id: nasty,
    control: nasty,
    account: nasty,
    region: nasty,
    resource: nasty,
    status: fc.constantFrom(...Status.options),
    because: nasty,
    risk: nasty,
    actor: nasty,
    event: nasty,
    openedAt: nasty,
    updatedAt: nasty,
    closedAt: nasty,
    planDigest: nasty,
    undoes: nasty,
    sequence: fc.nat(),
    tip: nasty,
  },
  {
    requiredKeys: [
      'id',
      'control',
      'account',
      'region',
      'resource',
      'status',
      'because',
      'actor',
      'event',
      'openedAt',
      'updatedAt',
      'sequence',
      'tip',
    ],
  },
);

/** RFC 4180 and no more: the other end of what is written here. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(text.slice(at));
    if (cell === null) {
      throw new Error(`no cell at ${at}`);
    }
    row.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '');
    at += cell[0].length;
    if (cell[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const formula = /^[=+\-@\t\r\n＝＋－＠]/;

describe('CSV', () => {
  test('is what it was after being written and read, whatever stands in the fields', () => {
    fc.assert(
      fc.property(fc.array(anyRemediation, { maxLength: 5 }), (remediations) => {
        const [head, ...rows] = parse(plainCsv.head + plainCsv.rows(remediations));
        expect(head).toEqual([...exportColumns]);
        expect(rows).toEqual(
          remediations.map((one) =>
            exportColumns.map((column) => (exportRow(one)[column] ?? '').replace(formula, "'$&")),
          ),
        );
        expect(rows.flat().filter((cell) => formula.test(cell))).toEqual([]);
      }),
    );
  });

  test.each(['=HYPERLINK("https://example.com","open")', '+1+1', '-1+1', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1+1'])(
    'does not let a spreadsheet run %j',
    (because) => {
      const [row] = parse(plainCsv.rows([{ ...remediation, because }]));
      expect(row?.[exportColumns.indexOf('because')]).toBe(`'${because}`);
    },
  );

  test.each(['a=b', "it's", 'arn:aws:s3:::a-b', '', "'"])('leaves %j as it is', (because) => {
    const [row] = parse(plainCsv.rows([{ ...remediation, because }]));
    expect(row?.[exportColumns.indexOf('because')]).toBe(because);
  });

  test('begins with the byte order mark that Excel looks for, where it is for people', () => {
    expect(Buffer.from(csv.head).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(csv.head.slice(1)).toBe(plainCsv.head);
    expect(csv.rows).toBe(plainCsv.rows);
  });

  test('says nothing where there is nothing', () => {
    expect(plainCsv.rows([])).toBe('');
    const [row] = parse(plainCsv.rows([remediation]));
    expect([row?.[exportColumns.indexOf('closedAt')], row?.[exportColumns.indexOf('undoes')]]).toEqual(['', '']);
  });
});

describe('JSON Lines', () => {
  test('are one object a line, with every field, exactly as it was', () => {
    fc.assert(
      fc.property(fc.array(anyRemediation, { maxLength: 5 }), (remediations) => {
        const lines = jsonLines.rows(remediations).split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.map((line) => JSON.parse(line))).toEqual(remediations.map(exportRow));
        expect(remediations.map((one) => Object.keys(exportRow(one)))).toEqual(remediations.map(() => exportColumns));
      }),
    );
  });
});
