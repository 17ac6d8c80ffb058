import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Box, boxHeight, draw } from '../../console/src/pure/drawing.ts';
import type { Machine } from '../../console/src/pure/machine.ts';

const machine: Machine = JSON.parse(
  readFileSync(new URL('../../statemachines/remediate.asl.json', import.meta.url), 'utf8'),
);
const states = Object.keys(machine.States);
const begun = ['Begin', 'Open', 'What now?'];
const ended = ['Close', 'Moved on?', 'Announce'];
const ways: readonly (readonly [string, readonly string[]])[] = [
  ['nothing', []],
  ['what was only observed', [...begun, 'Announce']],
  ['what was mended', [...begun, 'Apply', 'Verify', ...ended]],
  ['what nobody answered', [...begun, 'Ask', 'Another round?', 'Expire', 'Approved?', 'Not approved', ...ended]],
  [
    'what was judged again',
    [...begun, 'Settle', 'Judge again', 'Still adrift?', 'Open', 'What now?', 'Apply', 'Verify', ...ended],
  ],
  ['what failed', [...begun, 'Apply', ...ended]],
];

describe.each(ways)('the drawing of %s', (_, way) => {
  const { boxes, lines, width, height } = draw(machine, way);

  it('has every state once', () => {
    expect(boxes.map(({ name }) => name).toSorted()).toEqual(states.toSorted());
  });

  it('lets no two states overlap', () => {
    const pairs = boxes.flatMap((one, index) => boxes.slice(index + 1).map((other) => [one, other] as const));
    expect(pairs.filter(([one, other]) => overlap(one, other)).map((pair) => pair.map(({ name }) => name))).toEqual([]);
  });

  it('stays inside of its picture', () => {
    const outside = boxes.filter(
      (box) => box.x - box.width / 2 < 0 || box.x + box.width / 2 > width || box.y < 0 || box.y + boxHeight > height,
    );
    expect(outside).toEqual([]);
  });

  it('has each of its states on the way in one line', () => {
    const xs = boxes.filter(({ name }) => way.includes(name)).map(({ x }) => x);
    expect(new Set(xs).size).toBeLessThanOrEqual(1);
  });

  it('marks what was taken, and no more', () => {
    const taken = boxes.filter(({ isTaken }) => isTaken).map(({ name }) => name);
    expect(taken.toSorted()).toEqual([...new Set(way)].toSorted());
    const steps = way.slice(1).map((to, index) => `${way[index]} ${to}`);
    expect(
      lines
        .filter(({ isTaken }) => isTaken)
        .map(({ from, to }) => `${from} ${to}`)
        .toSorted(),
    ).toEqual([...new Set(steps)].toSorted());
  });

  it('draws lines of numbers only', () => {
    expect(lines.filter(({ path }) => !/^M[\d. MCHVQ-]+$/.test(path))).toEqual([]);
  });
});

it('takes the shortest way where the record leaves out states that only choose', () => {
  const { lines } = draw(machine, ['Begin', 'Open', 'Apply', 'Verify', 'Close', 'Announce']);
  const taken = lines.filter(({ isTaken }) => isTaken).map(({ from, to }) => `${from} → ${to}`);
  expect(taken).toEqual(
    expect.arrayContaining(['Open → What now?', 'What now? → Apply', 'Close → Moved on?', 'Moved on? → Announce']),
  );
});

it('leaves out names that are no states of this version', () => {
  expect(draw(machine, ['Begin', 'Ponder', 'Open']).boxes.map(({ name }) => name)).not.toContain('Ponder');
});

it('draws the way of an error only where it was taken', () => {
  const isToClose = ({ from, to }: { from: string; to: string }) => from === 'Apply' && to === 'Close';
  expect(draw(machine, [...begun, 'Apply', 'Verify', ...ended]).lines.some(isToClose)).toBe(false);
  expect(draw(machine, [...begun, 'Apply', ...ended]).lines.find(isToClose)).toMatchObject({
    isCaught: true,
    isTaken: true,
  });
});

function overlap(one: Box, other: Box): boolean {
  const isBeside = Math.abs(one.x - other.x) >= (one.width + other.width) / 2;
  return !isBeside && Math.abs(one.y - other.y) < boxHeight;
}
