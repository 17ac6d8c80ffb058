/** Numbers from 0 to 1 that look random and are the same in every run. Mulberry32, public domain. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Picks one of `count`, the first most often, as things are spread in an organization. */
export function skewed(count: number): (random: number) => number {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    sum += 1 / rank;
    sums.push(sum);
  }
  return weighted(sums);
}

/** Picks by how much each one weighs. */
export function byWeight(weights: readonly number[]): (random: number) => number {
  let sum = 0;
  return weighted(weights.map((weight) => (sum += weight)));
}

function weighted(sums: readonly number[]): (random: number) => number {
  const total = sums.at(-1) ?? 0;
  return (random) => {
    const wanted = random * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] ?? 0) > wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  };
}
