import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Status } from '../../../functions/domain/finding.ts';
import {
  type Entry,
  flaws,
  genesis,
  isClosed,
  type Remediation,
  seal,
  startOf,
} from '../../../functions/domain/history.ts';
import { bucketDrift, planOf } from '../findings.ts';

const chain = fc
  .array(
    fc.record({
      status: fc.constantFrom(...Status.options),
      because: fc.string(),
      detail: fc.json(),
      at: fc.constant('2026-11-24T10:00:00.000Z'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map(chained);

const finding = bucketDrift();

/** As written: the first entry keeps the finding that the list entry is made from. */
function chained(parts: readonly Pick<Entry, 'status' | 'because' | 'detail' | 'at'>[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const part of parts) {
    const previous = entries.at(-1)?.hash ?? genesis;
    const detail = entries.length === 0 ? JSON.stringify({ finding }) : part.detail;
    entries.push(seal({ remediation: finding.id, sequence: entries.length + 1, previous, ...part, detail }));
  }
  return entries;
}

const headOf = (entries: readonly Entry[]): Remediation => {
  const start = startOf(finding, { because: '' }, new Date('2026-11-24T10:00:00.000Z'));
  const { sequence = 0, hash: tip = genesis, status = 'held' as const, because = '' } = entries.at(-1) ?? {};
  return { ...start, sequence, tip, status, because };
};

type Tampering = (entries: readonly Entry[], at: number) => readonly Entry[];
const fields = ['remediation', 'sequence', 'at', 'status', 'because', 'detail', 'previous', 'hash'] as const;

const tamperings: readonly (readonly [string, Tampering])[] = [
  ...fields.map((field): [string, Tampering] => [
    `${field} was changed`,
    (entries, at) =>
      entries.map((entry, index) =>
        index === at ? { ...entry, [field]: field === 'sequence' ? entry.sequence + 1 : `${entry[field]}x` } : entry,
      ),
  ]),
  [
    'one was changed and sealed again',
    (entries, at) =>
      entries.map((entry, index) => (index === at ? seal({ ...entry, detail: `${entry.detail} ` }) : entry)),
  ],
  ['one was removed', (entries, at) => entries.toSpliced(at, 1)],
  ['one is there twice', (entries, at) => entries.toSpliced(at, 0, entries[at] as Entry)],
  [
    'one was put in between',
    (entries, at) => entries.toSpliced(at, 0, seal({ ...(entries[at] as Entry), detail: 'forged' })),
  ],
  [
    'two changed places',
    (entries, at) =>
      entries.length < 2 ? [] : entries.toSpliced(at, 1).toSpliced(at === 0 ? 1 : at - 1, 0, entries[at] as Entry),
  ],
  ['the rest was cut off', (entries, at) => entries.slice(0, at)],
];

describe('a chain of entries', () => {
  test('that is whole has no flaws', () => {
    fc.assert(fc.property(chain, (entries) => flaws(entries, headOf(entries)).length === 0));
  });

  test.each(tamperings)('shows that %s', (_, tamper) => {
    fc.assert(
      fc.property(
        chain,
        fc.nat(),
        (entries, position) => flaws(tamper(entries, position % entries.length), headOf(entries)).length > 0,
      ),
    );
  });

  test('shows that its list entry is missing, or speaks of another end', () => {
    fc.assert(
      fc.property(chain, (entries) => {
        const head = headOf(entries);
        const others = [
          undefined,
          { ...head, sequence: head.sequence + 1 },
          { ...head, tip: genesis },
          { ...head, status: head.status === 'held' ? ('failed' as const) : ('held' as const) },
          { ...head, actor: 'arn:aws:iam::111122223333:user/somebody-else' },
          { ...head, resource: 'arn:aws:s3:::another' },
          { ...head, because: `${head.because}!` },
          { ...head, openedAt: '2026-11-23T10:00:00.000Z' },
          { ...head, undoes: 'r-another' },
        ];
        return others.every((other) => flaws(entries, other).length > 0);
      }),
    );
  });

  test('is named in a sentence that says which entry', () => {
    const [one, two] = [seal({ ...entry, sequence: 1 }), seal({ ...entry, sequence: 2, previous: 'x' })];
    expect(flaws([one, two], headOf([two]))).toEqual(['entry 2 does not follow the one before it']);
    expect(flaws([{ ...one, at: '2026' }], { ...headOf([one]), openedAt: '2026' })).toContain(
      'entry 1 was changed after it was written',
    );
    expect(flaws([one], { ...headOf([one]), actor: 'x' })).toEqual(['its list entry differs from the chain in actor']);
  });
});

const entry = {
  remediation: finding.id,
  at: '2026-11-24T10:00:00.000Z',
  status: 'held',
  because: 'so',
  detail: JSON.stringify({ finding }),
  previous: genesis,
} as const;

test('only waiting and applying are no ends', () => {
  expect(Status.options.filter((status) => !isClosed(status))).toEqual(['awaiting-approval', 'applying']);
});

test('a remediation starts with what its finding says', () => {
  const undoing = bucketDrift({ undoes: 'r-other' });
  expect(startOf(undoing, { because: 'so' }, new Date('2026-11-24T10:00:00Z'))).toEqual({
    id: undoing.id,
    control: undoing.control,
    account: '111122223333',
    region: 'eu-central-1',
    resource: 'arn:aws:s3:::logs',
    status: 'held',
    because: 'so',
    risk: 'safe',
    planDigest: planOf(undoing).digest,
    actor: undoing.cause.actor.arn,
    event: 'PutBucketPolicy',
    openedAt: '2026-11-24T10:00:00.000Z',
    updatedAt: '2026-11-24T10:00:00.000Z',
    undoes: 'r-other',
    sequence: 0,
    tip: genesis,
  });
});
