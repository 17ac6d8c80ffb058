type Sums = Readonly<Record<string, number>>;

export function summed(all: readonly Sums[]): Sums {
  const sums: Record<string, number> = {};
  for (const [name, count] of all.flatMap((one) => Object.entries(one))) {
    sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

/** The value below which a share of all lies, from counts by upper bound, even within a bucket; null where there are none. */
export function percentile(buckets: Sums, share: number): number | null {
  const ordered = Object.entries(buckets)
    .map(([bound, count]) => ({ bound: Number(bound), count }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => a.bound - b.bound);
  const wanted = share * ordered.reduce((sum, { count }) => sum + count, 0);
  let passed = 0;
  let lower = 0;
  for (const { bound, count } of ordered) {
    if (passed + count >= wanted) {
      return Number.isFinite(bound) ? lower + ((bound - lower) * (wanted - passed)) / count : lower;
    }
    passed += count;
    lower = bound;
  }
  return null;
}
