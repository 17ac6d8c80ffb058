import { covers, type Entry, inOrder, isOfOneFamily } from './acl-entries.ts';
import { contains, isTheWorld } from './ranges.ts';

/** An entry that lets the internet in to some of the ports, because no entry before it denies that. */
interface Opening {
  readonly entry: Entry;
  readonly ports: readonly number[];
}

export interface Wanted {
  /** The ports to close to the internet. */
  readonly ports: readonly number[];
  /** Who may go on reaching them wherever an entry for everybody let them. */
  readonly kept: readonly string[];
}

/** Why entries cannot be closed. */
export class NoRoom {
  readonly before: number;

  constructor(before: number) {
    this.before = before;
  }
}

export function isOpen(entries: readonly Entry[], ports: readonly number[]): boolean {
  return openingIn(entries, ports) !== undefined;
}

/**
 * The entries without their openings. An entry that opens these ports only goes; one that opens more stays, with entries
 * before it that deny the ports alone. Whoever is kept gets entries before that, so that nobody gains and no one else loses.
 */
export function closed(entries: readonly Entry[], wanted: Wanted): readonly Entry[] | NoRoom {
  const opening = openingIn(entries, wanted.ports);
  if (opening === undefined) {
    return entries;
  }
  const better = withoutOpening(entries, opening, wanted);
  return better instanceof NoRoom ? better : closed(better, wanted);
}

function openingIn(entries: readonly Entry[], ports: readonly number[]): Opening | undefined {
  return entries
    .filter(({ action, range }) => action === 'allow' && isTheWorld(range))
    .map((entry) => ({ entry, ports: ports.filter((port) => covers(entry, port) && !isDenied(entries, entry, port)) }))
    .find((opening) => opening.ports.length > 0);
}

function isDenied(entries: readonly Entry[], { number, range }: Entry, port: number): boolean {
  return entries.some(
    (other) => other.number < number && other.action === 'deny' && covers(other, port) && contains(other.range, range),
  );
}

function withoutOpening(
  entries: readonly Entry[],
  { entry, ports }: Opening,
  wanted: Wanted,
): readonly Entry[] | NoRoom {
  const isWhole = opensOnly(entry, wanted.ports);
  const wishes = ports.flatMap((port) => [
    ...keptBy({ entries, entry, port, isWhole }, wanted.kept).map((range) => tcp('allow', port, range)),
    ...(isWhole ? [] : [tcp('deny', port, entry.range)]),
  ]);
  const numbers = numbersBefore(entry, entries, wishes.length);
  if (numbers === undefined) {
    return new NoRoom(entry.number);
  }
  const added = wishes.map((wish, index) => ({ ...wish, number: numbers[index] ?? 0 }));
  return inOrder([...entries.filter((other) => !isWhole || other !== entry), ...added]);
}

function opensOnly({ protocol, ports }: Entry, some: readonly number[]): boolean {
  if (protocol !== '6' || ports === null) {
    return false;
  }
  const inside = new Set(some.filter((port) => ports.from <= port && port <= ports.to));
  return inside.size === ports.to - ports.from + 1;
}

interface Closing {
  readonly entries: readonly Entry[];
  readonly entry: Entry;
  readonly port: number;
  /** Whether the entry itself goes. */
  readonly isWhole: boolean;
}

/** Ranges that came in by this entry and are to go on doing so, each once, without those that another holds. */
function keptBy({ entries, entry, port, isWhole }: Closing, kept: readonly string[]): readonly string[] {
  const about = entries.filter((other) => other !== entry && covers(other, port));
  const later = about.filter(({ number }) => number > entry.number);
  // Where the entry goes and nothing later denies the port, later entries come to bear by themselves.
  const theirs = isWhole && !later.some(({ action }) => action === 'deny') ? [] : later;
  const ranges = [
    ...kept,
    ...theirs.filter(({ action, range }) => action === 'allow' && !isTheWorld(range)).map(({ range }) => range),
  ].filter((range) => contains(entry.range, range));
  const decided = about.filter(({ number }) => number < entry.number);
  return [...new Set(ranges)].filter(
    (range) =>
      !decided.some((earlier) => contains(earlier.range, range)) &&
      !ranges.some((other) => other !== range && contains(other, range)),
  );
}

function tcp(action: Entry['action'], port: number, range: string): Omit<Entry, 'number'> {
  return { action, protocol: '6', ports: { from: port, to: port }, range };
}

/** Free numbers right before an entry, behind whatever else is about its family: the other family never minds. */
function numbersBefore(entry: Entry, entries: readonly Entry[], count: number): readonly number[] | undefined {
  const taken = new Set(entries.map(({ number }) => number));
  const before = entries.filter((other) => other.number < entry.number && isOfOneFamily(other, entry));
  const lowest = Math.max(0, ...before.map(({ number }) => number)) + 1;
  const found: number[] = [];
  for (let number = entry.number - 1; number >= lowest && found.length < count; number -= 1) {
    if (!taken.has(number)) {
      found.unshift(number);
    }
  }
  return found.length === count ? found : undefined;
}
