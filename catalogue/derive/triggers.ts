import type { Control, Trigger } from '../control.ts';

type Of<Kind extends Trigger['kind']> = Extract<Trigger, { kind: Kind }>;

/** The triggers of one kind. */
export function triggersOf<Kind extends Trigger['kind']>(
  { triggers }: Pick<Control, 'triggers'>,
  kind: Kind,
): readonly Of<Kind>[] {
  return triggers.filter((trigger): trigger is Of<Kind> => trigger.kind === kind);
}
