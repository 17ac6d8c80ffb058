import { expect, test } from '@jest/globals';
import { paceOf } from '../../cli/pace.ts';
import { type Entry, genesis, seal } from '../../functions/domain/history.ts';

function entry(sequence: number, at: string, status: Entry['status'], detail: object): Entry {
  return seal({
    remediation: 'r-1',
    sequence,
    at,
    status,
    because: '',
    detail: JSON.stringify(detail),
    previous: genesis,
  });
}

test('tells how long each step took, in the order of time, whoever wrote it down', () => {
  const finding = { readAt: '2026-11-24T10:00:01.500Z', cause: { time: '2026-11-24T10:00:00Z' } };
  const entries = [
    entry(1, '2026-11-24T10:00:01.700Z', 'applying', { finding }),
    entry(2, '2026-11-24T10:00:02.000Z', 'remediated', {
      applied: { at: '2026-11-24T10:00:01.800+00:00' },
      verified: { at: '2026-11-24T10:00:01.900Z' },
    }),
  ];
  expect(paceOf(entries).map(({ step, seconds }) => [step, seconds])).toEqual([
    ['event', 0],
    ['read', 1.5],
    ['recorded as applying', 0.2],
    ['applied', 0.1],
    ['read back', 0.1],
    ['recorded as remediated', 0.1],
  ]);
});

test('tells what it can of an entry that it cannot read', () => {
  expect(paceOf([{ ...entry(1, 'later', 'held', {}), detail: 'x' }])).toEqual([
    { step: 'recorded as held', at: 'later', seconds: 0 },
  ]);
});
