const day = 86_400_000;

/** The last days up to today, both ends included, as `2026-01-31`. */
export function daysBack(count: number, now: Date): { readonly from: string; readonly to: string } {
  return { from: dayOf(new Date(now.getTime() - (count - 1) * day)), to: dayOf(now) };
}

/** Every day from one to another, oldest first. */
export function daysBetween({ from, to }: { readonly from: string; readonly to: string }): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / day) + 1;
  return Array.from({ length: count }, (_, index) => dayOf(new Date(Date.parse(from) + index * day)));
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
