import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Status } from '../../../functions/domain/finding.ts';
import { type Entry, flaws, genesis, isClosed, seal, startOf } from '../../../functions/domain/history.ts';
import { bucketDrift, planOf } from '../findings.ts';

const chain = fc
  .array(
    fc.record({
      status: fc.constantFrom(...Status.options),
      detail: fc.json(),
      at: fc.constant('2026-11-24T10:00:00.000Z'),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map(chained);

function chained(parts: readonly Pick<Entry, 'status' | 'detail' | 'at'>[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const part of parts) {
    const previous = entries.at(-1)?.hash ?? genesis;
    entries.push(seal({ remediation: 'r-1', sequence: entries.length + 1, previous, ...part }));
  }
  return entries;
}

const headOf = (entries: readonly Entry[]) => {
  const { sequence = 0, hash: tip = genesis, status = 'held' as const } = entries.at(-1) ?? {};
  return { sequence, tip, status };
};

type Tampering = (entries: readonly Entry[], at: number) => readonly Entry[];
const fields = ['remediation', 'sequence', 'at', 'status', 'detail', 'previous', 'hash'] as const;

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
        ];
        return others.every((other) => flaws(entries, other).length > 0);
      }),
    );
  });

  test('is named in a sentence that says which entry', () => {
    const [one, two] = [seal({ ...entry, sequence: 1 }), seal({ ...entry, sequence: 2, previous: 'x' })];
    expect(flaws([one, two], headOf([two]))).toEqual(['entry 2 does not follow the one before it']);
    expect(flaws([{ ...one, detail: 'y' }], headOf([one]))).toEqual(['entry 1 was changed after it was written']);
  });
});

const entry = {
  remediation: 'r-1',
  at: '2026-11-24T10:00:00.000Z',
  status: 'held',
  detail: '{}',
  previous: genesis,
} as const;

test('only waiting and applying are no ends', () => {
  expect(Status.options.filter((status) => !isClosed(status))).toEqual(['awaiting-approval', 'applying']);
});

test('a remediation starts with what its finding says', () => {
  const finding = bucketDrift({ undoes: 'r-other' });
  expect(startOf(finding, { because: 'so' }, new Date('2026-11-24T10:00:00Z'))).toEqual({
    id: finding.id,
    control: finding.control,
    account: '111122223333',
    region: 'eu-central-1',
    resource: 'arn:aws:s3:::logs',
    status: 'held',
    because: 'so',
    risk: 'safe',
    planDigest: planOf(finding).digest,
    actor: finding.cause.actor.arn,
    event: 'PutBucketPolicy',
    openedAt: '2026-11-24T10:00:00.000Z',
    updatedAt: '2026-11-24T10:00:00.000Z',
    undoes: 'r-other',
    sequence: 0,
    tip: genesis,
  });
});
