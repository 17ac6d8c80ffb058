import * as z from 'zod';
import { sha256 } from './digest.ts';
import { Entry, flaws, isClosed, Remediation } from './history.ts';

/** A remediation with all that it did, as it goes to the archive. */
export interface Whole {
  readonly head: Remediation;
  /** Oldest first. */
  readonly entries: readonly Entry[];
}

const Line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('head'), head: Remediation }),
  z.object({ kind: z.literal('entry'), entry: Entry }),
]);

/** Whether a remediation ended before this time, so that nothing is to be expected of it. */
export function isOver({ status, closedAt }: Remediation, before: Date): boolean {
  return isClosed(status) && closedAt !== undefined && closedAt < before.toISOString();
}

/** JSON Lines: each head, and its entries after it. */
export function linesOf(all: readonly Whole[]): string {
  const lines = all.flatMap(({ head, entries }): z.infer<typeof Line>[] => [
    { kind: 'head', head },
    ...entries.map((entry) => ({ kind: 'entry' as const, entry })),
  ]);
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** What linesOf made. @throws where it did not. */
export function wholesIn(text: string): readonly Whole[] {
  const lines = text.split('\n').filter((line) => line !== '');
  const wholes: { head: Remediation; entries: Entry[] }[] = [];
  for (const line of lines.map((one) => Line.parse(JSON.parse(one)))) {
    if (line.kind === 'head') {
      wholes.push({ head: line.head, entries: [] });
    } else {
      wholes.at(-1)?.entries.push(line.entry);
    }
  }
  return wholes;
}

/** By the day that they were opened, and what is in it: the same again is the same object. */
export function keyFor(day: string, text: string): string {
  return `remediations/${day.replaceAll('-', '/')}/${sha256(text).toString('hex').slice(0, 32)}.jsonl.gz`;
}

/**
 * What is wrong with what is left of a remediation that its archive says to have whole: nothing where that is so, and where the
 * rest is part of it.
 */
export function remainderFlaws(
  { head, entries }: { readonly head: Remediation | undefined; readonly entries: readonly Entry[] },
  archived: Whole | undefined,
): readonly string[] {
  if (archived === undefined) {
    return ['it is not in the object of the archive that it names'];
  }
  const wrong = flaws(archived.entries, archived.head);
  if (wrong.length > 0) {
    return wrong.map((flaw) => `in the archive, ${flaw}`);
  }
  const hashes = new Set(archived.entries.map(({ hash }) => hash));
  const strange = entries.filter((entry) => !hashes.has(entry.hash) || !isSame(entry, archived.entries));
  return [
    ...strange.map(({ sequence }) => `entry ${sequence} is not the one that was archived`),
    ...(head === undefined || JSON.stringify(sorted(head)) === JSON.stringify(sorted(archived.head))
      ? []
      : ['its list entry is not the one that was archived']),
  ];
}

function isSame(entry: Entry, archived: readonly Entry[]): boolean {
  const other = archived.find(({ sequence }) => sequence === entry.sequence);
  return other !== undefined && JSON.stringify(sorted(entry)) === JSON.stringify(sorted(other));
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
