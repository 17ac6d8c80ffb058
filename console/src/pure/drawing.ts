import { backward, type Machine, type Step, stepsOf, taken } from './machine.ts';

export interface Box {
  readonly name: string;
  readonly type: string;
  /** The middle of its upper edge. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly isTaken: boolean;
}

interface Line {
  readonly from: string;
  readonly to: string;
  readonly isTaken: boolean;
  readonly isCaught: boolean;
  /** An SVG path. */
  readonly path: string;
}

export interface Drawing {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
}

export const boxHeight = 30;
const rowHeight = 50;
const gap = 14;
const passing = 8;

/**
 * A workflow in layers from top to bottom, with the way that was taken as a straight line on its left. What was not taken
 * stands beside it; the ways of errors are drawn only where one was taken, because every state has them.
 */
export function draw(machine: Machine, way: readonly string[]): Drawing {
  const all = stepsOf(machine);
  const path = taken(
    all,
    way.filter((name) => Object.hasOwn(machine.States, name)),
  );
  const walked = new Set(path.map(keyOf));
  const shown = all.filter((step) => !step.caught || walked.has(keyOf(step)) || isOnlyWay(all, step));
  const back = backward(shown, machine.StartAt);
  const rows = layers(
    machine,
    shown.filter((step) => !back.has(step)),
  );
  const visited = new Set([...way, ...path.flatMap(({ from, to }) => [from, to])]);
  const places = place({ rows, steps: shown, back, visited, walked });
  const width = Math.max(...[...places.values()].map(({ x, width }) => x + width / 2)) + 12;
  const boxes = Object.entries(machine.States).flatMap(([name, { Type }]) => {
    const at = places.get(name);
    return at ? [{ name, type: Type, ...at, isTaken: visited.has(name) }] : [];
  });
  const lines = shown.map((step) =>
    lineOf(step, { places, rows, back: [...back], width, isTaken: walked.has(keyOf(step)) }),
  );
  const room = back.size * gap;
  return { boxes, lines, width: width + room, height: Math.max(...boxes.map(({ y }) => y)) + boxHeight + 6 };
}

/** A state that only errors lead to has no other way to be shown by. */
function isOnlyWay(all: readonly Step[], { to, from }: Step): boolean {
  const others = all.filter((step) => step.to === to);
  return others.every(({ caught }) => caught) && others[0]?.from === from;
}

const keyOf = ({ from, to }: Step) => `${from} → ${to}`;
const stop = (step: Step, row: number) => `${keyOf(step)} @ ${row}`;

/** Which row each state stands in: below all that lead to it. */
function layers({ StartAt }: Machine, forward: readonly Step[]): ReadonlyMap<string, number> {
  const rows = new Map([[StartAt, 0]]);
  for (let moved = true; moved; ) {
    moved = false;
    for (const { from, to } of forward) {
      const above = rows.get(from);
      if (above !== undefined && (rows.get(to) ?? -1) < above + 1) {
        rows.set(to, above + 1);
        moved = true;
      }
    }
  }
  return rows;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Placing {
  readonly rows: ReadonlyMap<string, number>;
  readonly steps: readonly Step[];
  readonly back: ReadonlySet<Step>;
  readonly visited: ReadonlySet<string>;
  readonly walked: ReadonlySet<string>;
}

/** Gives each state, and each line that passes a row, its place in the row: first what was taken, then in the order of what leads there. */
function place({ rows, steps, back, visited, walked }: Placing): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const left = Math.max(...[...visited].map(boxWidth), 60) / 2 + 6;
  const last = Math.max(...rows.values());
  for (let row = 0; row <= last; row += 1) {
    const states = [...rows]
      .filter(([, at]) => at === row)
      .map(([name]) => ({ id: name, width: boxWidth(name), first: visited.has(name), from: parents(name, steps) }));
    const lines = passersBy(row, { rows, steps, back }).map((step) => ({
      id: stop(step, row),
      width: passing,
      first: walked.has(keyOf(step)),
      from: [row === (rows.get(step.from) ?? 0) + 1 ? step.from : stop(step, row - 1)],
    }));
    const middle = (item: { from: readonly string[] }) =>
      average(item.from.flatMap((name) => places.get(name)?.x ?? []));
    const ordered = [...states, ...lines].toSorted(
      (a, b) => Number(b.first) - Number(a.first) || middle(a) - middle(b),
    );
    let right = 0;
    for (const [index, { id, width, first }] of ordered.entries()) {
      const x = index === 0 ? (first ? left : left * 2 + gap + width / 2) : right + gap + width / 2;
      places.set(id, { x, y: 4 + row * rowHeight, width });
      right = x + width / 2;
    }
  }
  return places;
}

function boxWidth(name: string): number {
  return Math.round(name.length * 7.2 + 26);
}

function parents(name: string, steps: readonly Step[]): readonly string[] {
  return steps.filter(({ to }) => to === name).map(({ from }) => from);
}

function passersBy(row: number, { rows, steps, back }: Pick<Placing, 'rows' | 'steps' | 'back'>): readonly Step[] {
  return steps.filter((step) => !back.has(step) && (rows.get(step.from) ?? 0) < row && row < (rows.get(step.to) ?? 0));
}

function average(numbers: readonly number[]): number {
  return numbers.length === 0
    ? Number.MAX_SAFE_INTEGER
    : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

interface Lining {
  readonly places: ReadonlyMap<string, Place>;
  readonly rows: ReadonlyMap<string, number>;
  readonly back: readonly Step[];
  readonly width: number;
  readonly isTaken: boolean;
}

function lineOf(step: Step, { places, rows, back, width, isTaken }: Lining): Line {
  const from = places.get(step.from) ?? { x: 0, y: 0, width: 0 };
  const to = places.get(step.to) ?? { x: 0, y: 0, width: 0 };
  const isBack = back.includes(step);
  const stops = isBack ? [] : between(step, rows).flatMap((row) => places.get(stop(step, row)) ?? []);
  const path = isBack ? around(from, to, width + back.indexOf(step) * gap) : down(from, stops, to);
  return { from: step.from, to: step.to, isTaken, isCaught: step.caught, path };
}

function between({ from, to }: Step, rows: ReadonlyMap<string, number>): readonly number[] {
  const [first, last] = [rows.get(from) ?? 0, rows.get(to) ?? 0];
  return Array.from({ length: Math.max(0, last - first - 1) }, (_, index) => first + 1 + index);
}

/** From the lower edge of one box through the gaps of the rows between to the upper edge of another. */
function down(from: Place, stops: readonly Place[], to: Place): string {
  const points = [
    { x: from.x, y: from.y + boxHeight },
    ...stops.flatMap(({ x, y }) => [
      { x, y },
      { x, y: y + boxHeight },
    ]),
    { x: to.x, y: to.y - 1 },
  ];
  return points.reduce((path, { x, y }, index) => {
    const before = points[index - 1];
    if (before === undefined) return `M${x} ${y}`;
    return before.x === x ? `${path} V${y}` : `${path} C${before.x} ${before.y + 12} ${x} ${y - 12} ${x} ${y}`;
  }, '');
}

/** Back up, around the right of everything. */
function around(from: Place, to: Place, x: number): string {
  const [low, high] = [from.y + boxHeight / 2, to.y + boxHeight / 2];
  const [start, end] = [from.x + from.width / 2, to.x + to.width / 2];
  return `M${start} ${low} H${x - 8} Q${x} ${low} ${x} ${low - 8} V${high + 8} Q${x} ${high} ${x - 8} ${high} H${end + 1}`;
}
