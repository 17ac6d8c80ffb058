import type { Store } from '../../functions/api/needs.ts';
import { median, p95, sum } from '../statistics.ts';
import type { Read } from './engine.ts';
import { accounts, end } from './organization.ts';
import { type Page, pages } from './pages.ts';

export interface Measured {
  readonly name: string;
  readonly isPromised: boolean;
  readonly shown: number;
  /** Items read for each that was shown: of the worst page, and of all together. */
  readonly worst: number;
  readonly mean: number;
  readonly items: number;
  readonly queries: number;
  readonly units: number;
  readonly p50: number;
  readonly p95: number;
  /** How many pages of those looked at were not full, and said so. */
  readonly partial: number;
}

export interface Setting extends Pick<Store, 'list' | 'counts'> {
  /** What was read since it was last asked. */
  take(): Promise<Read>;
}

interface Sample extends Read {
  readonly shown: number;
  readonly milliseconds: number;
  readonly isPartial: boolean;
}

const times = 20;
/** Of what takes many pages to come to. */
const timesDeep = 5;

export async function measure(setting: Setting, say: (line: string) => void): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const page of pages) {
    say(page.name);
    const samples: Sample[] = [];
    for (let time = 0; time < (page.turned === 0 ? times : timesDeep); time += 1) {
      samples.push(await sample(page, time, setting));
    }
    measured.push(summedUp(page, samples));
  }
  for (const days of [30, 90]) {
    const samples: Sample[] = [];
    for (let time = 0; time < 5; time += 1) {
      samples.push(await overview(setting, days));
    }
    measured.push(summedUp({ name: `counts of ${days} days`, isPromised: false }, samples));
  }
  return measured;
}

async function sample(page: Page, time: number, { list, take }: Setting): Promise<Sample> {
  const asked = { filter: page.filter(time), accounts: page.accounts, limit: page.limit };
  let cursor: string | undefined;
  for (let turned = 0; turned < page.turned; turned += 1) {
    cursor = (await list({ ...asked, cursor })).cursor ?? undefined;
  }
  await take();
  const start = performance.now();
  const { items, partial } = await list({ ...asked, cursor });
  const milliseconds = performance.now() - start;
  return { ...(await take()), shown: items.length, milliseconds, isPartial: partial };
}

async function overview({ counts, take }: Setting, days: number): Promise<Sample> {
  const day = (ago: number) => new Date(end - ago * 86_400_000).toISOString().slice(0, 10);
  await take();
  const start = performance.now();
  const found = await counts({ accounts, from: day(days), to: day(0) });
  return { ...(await take()), shown: found.length, milliseconds: performance.now() - start, isPartial: false };
}

function summedUp({ name, isPromised }: Pick<Page, 'name' | 'isPromised'>, samples: readonly Sample[]): Measured {
  const of = (value: (sample: Sample) => number) => samples.map(value);
  const mean = (value: (sample: Sample) => number) => sum(of(value)) / samples.length;
  return {
    name,
    isPromised,
    shown: mean(({ shown }) => shown),
    worst: Math.max(...of(({ items, shown }) => items / Math.max(1, shown))),
    mean: sum(of(({ items }) => items)) / Math.max(1, sum(of(({ shown }) => shown))),
    items: mean(({ items }) => items),
    queries: mean(({ queries }) => queries),
    units: mean(({ units }) => units),
    p50: median(of(({ milliseconds }) => milliseconds)),
    p95: p95(of(({ milliseconds }) => milliseconds)),
    partial: of(({ isPartial }) => Number(isPartial)).reduce((total, one) => total + one, 0),
  };
}
