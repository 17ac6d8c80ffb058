import type { Member, Node, Span } from './layout.ts';

/** What to take out of one statement: all of it, or the principals named so (`AWS` and `*`). */
export type Cut = { readonly index: number } & (
  | { readonly whole: true }
  | { readonly whole: false; readonly takes: (element: string, value: string) => boolean }
);

/** The text without what is cut. Every other byte stays: spelling, order and layout. Not for cutting every statement. */
export function cut(text: string, layout: Node, cuts: readonly Cut[]): string {
  const statements = memberOf(layout, 'Statement')?.value;
  const all = statements?.kind === 'list' ? statements.items : statements === undefined ? [] : [statements];
  const wholes = new Set(cuts.flatMap((each) => (each.whole ? [each.index] : [])));
  const within = cuts.flatMap((each) => (each.whole ? [] : principalCuts(text, all[each.index], each.takes)));
  return leaveOut(text, [...gaps(all, (_, index) => wholes.has(index)), ...within]);
}

function principalCuts(
  text: string,
  statement: Node | undefined,
  takes: (element: string, value: string) => boolean,
): readonly Span[] {
  const principal = memberOf(statement, 'Principal')?.value;
  if (principal?.kind !== 'members') {
    return [];
  }
  const isTaken =
    ({ key }: Member) =>
    (value: Node) =>
      takes(key, JSON.parse(text.slice(value.start, value.end)));
  const goes = (member: Member) => valuesOf(member).every(isTaken(member));
  const stays = principal.members.filter((member) => !goes(member));
  return [...gaps(principal.members, goes), ...stays.flatMap((member) => gaps(valuesOf(member), isTaken(member)))];
}

function valuesOf({ value }: Member): readonly Node[] {
  return value.kind === 'list' ? value.items : [value];
}

function memberOf(node: Node | undefined, key: string): Member | undefined {
  return node?.kind === 'members' ? node.members.find((member) => member.key === key) : undefined;
}

/** The spans to leave out so that some of a row go, each with the comma that joined it to one that stays. */
function gaps<Each extends Span>(row: readonly Each[], goes: (each: Each, index: number) => boolean): readonly Span[] {
  const first = row.findIndex((each, index) => !goes(each, index));
  return row.flatMap((each, index) => {
    if (!goes(each, index)) {
      return [];
    }
    return index < first
      ? [{ start: each.start, end: row[index + 1]?.start ?? each.end }]
      : [{ start: row[index - 1]?.end ?? each.start, end: each.end }];
  });
}

function leaveOut(text: string, spans: readonly Span[]): string {
  const inOrder = [...spans].sort((one, other) => one.start - other.start);
  const ends = [0, ...inOrder.map(({ end }) => end)];
  return [...inOrder.map(({ start }) => start), text.length]
    .map((start, index) => text.slice(ends[index], start))
    .join('');
}
