import { actionsOf } from './known-actions.ts';
import data from './levels.json' with { type: 'json' };

/** IAM's levels of access, from what could do most to what could do least. */
export const accessLevels = ['permissions management', 'write', 'tagging', 'read', 'list'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** A letter for each action of a service, in the order of `actions.json`. Written from the same tables; a test holds it to them. */
const packed: Readonly<Record<string, string>> = data;
const byLetter: Readonly<Record<string, AccessLevel>> = {
  P: 'permissions management',
  W: 'write',
  T: 'tagging',
  R: 'read',
  L: 'list',
};

/** What an action, as IAM spells it, lets its user do. Of one that is not known: to write. */
export function levelOf(action: string): AccessLevel {
  const service = action.split(':')[0] ?? '';
  const letters = Object.hasOwn(packed, service) ? (packed[service] ?? '') : '';
  return byLetter[letters[actionsOf(service).indexOf(action)] ?? ''] ?? 'write';
}
