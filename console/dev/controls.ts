import { readFileSync } from 'node:fs';
import type { Answer } from '../../functions/api/routes.ts';
import { Refused } from './answers.ts';
import type { World } from './world.ts';

/** A control with its modes and what it did. */
export function controlOf(world: World, id: string): Answer<'control'>['control'] {
  const card = world.cards.find((one) => one.id === id);
  if (card === undefined) throw new Refused(404, `There is no control ${id}.`);
  const lacking = id === 's3.bucket-access-logged' ? ['bucket'] : [];
  return {
    ...card,
    isAtWork: lacking.length === 0,
    lacking,
    modes: world.modes.get(id) ?? [
      { scope: 'environment sandbox', from: 'configuration', safe: 'automatic', disruptive: 'observe', irreversible: 'observe' },
      { scope: '*', from: 'configuration', safe: 'automatic', disruptive: 'ask', irreversible: 'ask' },
    ],
    counts: countsOf(world, id),
  };
}

function countsOf({ remediations }: World, id: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { control, status } of remediations) {
    if (control === id) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** Its page, as the repository has it. */
export function pageOf(id: string): string {
  return readFileSync(new URL(`../../docs/controls/${id}.md`, import.meta.url), 'utf8');
}
