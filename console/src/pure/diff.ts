export interface Line {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A part of a diff: lines that are shown, or a run of unchanged ones that is folded. */
export type Part =
  | { readonly kind: 'shown'; readonly lines: readonly Line[] }
  | { readonly kind: 'folded'; readonly lines: readonly Line[] };

/** Folds runs of unchanged lines that are further than `around` from a change. Nothing is left out: folded lines can be opened. */
export function fold(lines: readonly Line[], around = 3): readonly Part[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  const parts: { kind: 'shown' | 'folded'; lines: Line[] }[] = [];
  lines.forEach((line, index) => {
    const kind = near[index] ? 'shown' : 'folded';
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  });
  // To fold a line or two saves nothing.
  return parts.map((part) => (part.lines.length < 3 ? { ...part, kind: 'shown' } : part));
}

/** The change in a few words, for whoever hears it: "2 lines added, 1 removed". */
export function sumOf(lines: readonly Line[]): string {
  const count = (kind: Line['kind']) => lines.filter((line) => line.kind === kind).length;
  const [added, removed] = [count('added'), count('removed')];
  return added + removed === 0
    ? 'Nothing differs'
    : `${added} ${added === 1 ? 'line' : 'lines'} added, ${removed} removed`;
}

/** The lines of a diff that is written as text, as patches are. */
export function linesOf(text: string): readonly Line[] {
  return text.split('\n').map((line) => ({
    kind: line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same',
    text: line.slice(2),
  }));
}
