/** An item takes 400 KB; policies compress to less than a third. */
const mostCharacters = 1_000_000;

/** Cuts a list into pieces of so many entries, or fewer where they are long. */
export function inPieces<Entry>(entries: readonly Entry[], most: number): readonly (readonly Entry[])[] {
  const pieces: Entry[][] = [];
  let length = 0;
  for (const entry of entries) {
    const size = JSON.stringify(entry).length;
    const current = pieces.at(-1);
    if (current === undefined || current.length >= most || length + size > mostCharacters) {
      pieces.push([entry]);
      length = size;
    } else {
      current.push(entry);
      length += size;
    }
  }
  return pieces;
}
