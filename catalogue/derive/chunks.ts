/**
 * Values in as few runs as a greedy walk makes, each of which fits. Their order stays.
 * @throws {RangeError} where a value does not fit even alone.
 */
export function chunked<T>(values: readonly T[], fits: (chunk: readonly T[]) => boolean): readonly (readonly T[])[] {
  const chunks: T[][] = [];
  for (const value of values) {
    const last = chunks.at(-1);
    if (last !== undefined && fits([...last, value])) {
      last.push(value);
      continue;
    }
    if (!fits([value])) {
      throw new RangeError(`it does not fit even alone: ${JSON.stringify(value)}`);
    }
    chunks.push([value]);
  }
  return chunks;
}
