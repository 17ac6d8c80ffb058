import { expect, test } from '@jest/globals';
import { catalogue } from '../../catalogue/index.ts';
import { notOnTheEmulator } from '../../catalogue/proven.ts';
import { proofs } from '../local/proofs/index.ts';
import { recordings } from './recorded/index.ts';

const ids = catalogue.map(({ id }) => id);
const proven = new Set(Object.values(proofs).flatMap((some) => some.map(({ control }) => control)));
const recorded = new Set(Object.values(recordings).flatMap((some) => some.map(({ control }) => control)));

test('every control is proven on the running emulator, or the list says why it cannot be', () => {
  const listed = Object.keys(notOnTheEmulator);
  expect([...proven, ...listed].toSorted()).toEqual(ids.toSorted());
});

test('every control that the emulator cannot prove is proven with what was recorded of AWS', () => {
  expect(Object.keys(notOnTheEmulator).filter((id) => !recorded.has(id))).toEqual([]);
});

test.each([...Object.entries(proofs), ...Object.entries(recordings)])(
  'what proves the controls of %s lies in the file of that name',
  (service, some) => {
    expect(some.map(({ control }) => control).filter((id) => !id.startsWith(`${service}.`))).toEqual([]);
    expect(new Set(some.map(({ control, of }) => `${control} ${of}`)).size).toBe(some.length);
  },
);
