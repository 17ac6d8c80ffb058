/** Whether whatever the inner pattern matches, the outer one matches too. May say no where only the spelling differs. */
export function contains(outer: string, inner: string): boolean {
  return meets(outer, inner, {
    skipped: (letter) => letter === '*',
    skips: () => false,
    equal: (letter, other) => letter === other || (letter === '?' && other !== '*'),
  });
}

/** Whether some text matches both patterns, in which `*` stands for any run of characters and `?` for one. */
export function overlaps(one: string, other: string): boolean {
  const isStar = (letter: string) => letter === '*';
  return meets(one, other, {
    skipped: isStar,
    skips: isStar,
    equal: (letter, counterpart) => letter === counterpart || letter === '?' || counterpart === '?',
  });
}

interface Rules {
  /** Whether a letter of the first stands for any run of letters of the second. */
  skipped(letter: string): boolean;
  /** Whether a letter of the second stands for any run of letters of the first. */
  skips(letter: string): boolean;
  equal(letter: string, counterpart: string): boolean;
}

/** Walks both at once, without backtracking: a policy is somebody else's text, and must not make this run for ever. */
function meets(first: string, second: string, { skipped, skips, equal }: Rules): boolean {
  const columns = [...second];
  let above = [true];
  for (const [index, column] of columns.entries()) {
    above.push(above[index] === true && skips(column));
  }
  for (const letter of first) {
    const row = [above[0] === true && skipped(letter)];
    for (const [index, column] of columns.entries()) {
      const alone = (skipped(letter) || skips(column)) && (above[index + 1] === true || row[index] === true);
      row.push(alone || (above[index] === true && equal(letter, column)));
    }
    above = row;
  }
  return above.at(-1) === true;
}
