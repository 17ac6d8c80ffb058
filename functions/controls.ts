import type { Control } from '../catalogue/control.ts';
import { mayWake, type Wakers } from '../catalogue/derive/wakers.ts';
import { load } from '../catalogue/load.ts';
import { config, fileBeside } from './config.ts';
import { isAtWork } from './domain/config.ts';
import type { DriftEvent } from './domain/event.ts';

/** What wakes which control up; written from the catalogue when the functions were bundled. */
const wakers = JSON.parse(fileBeside('controls.json')) as Readonly<Record<string, Wakers>>;

/** The controls at work that an event may wake up. Only these are loaded. */
export async function controlsFor(event: DriftEvent): Promise<readonly Control[]> {
  const woken = Object.keys(wakers).filter(
    (id) => mayWake(wakers[id] as Wakers, event) && isAtWork({ id, ...wakers[id] }, config),
  );
  return Promise.all(woken.map(load));
}

/** What wakes the controls at work, by their ids. */
export function wakersAtWork(): Readonly<Record<string, Wakers>> {
  return Object.fromEntries(Object.entries(wakers).filter(([id, one]) => isAtWork({ id, ...one }, config)));
}

/** A control by its id, at work or not; undefined where there is none. */
export async function controlById(id: string): Promise<Control | undefined> {
  return Object.hasOwn(wakers, id) ? load(id) : undefined;
}
