import type { Control, Trigger } from '../control.ts';

type Of<Kind extends Trigger['kind']> = Extract<Trigger, { kind: Kind }>;

/** The triggers of one kind. */
export function triggersOf<Kind extends Trigger['kind']>(
  { triggers }: Pick<Control, 'triggers'>,
  kind: Kind,
): readonly Of<Kind>[] {
  return triggers.filter((trigger): trigger is Of<Kind> => trigger.kind === kind);
}

/** The resource types whose records in AWS Config wake a control up: all that it judges, unless time alone makes its drift. */
export function typesThatWake({ triggers, resources }: Pick<Control, 'triggers' | 'resources'>): readonly string[] {
  return triggers.every(({ kind }) => kind === 'sweep') ? [] : Object.keys(resources);
}
