import { Examination } from '../domain/examination.ts';

/**
 * A handler that answers examinations, too: what for, and who may ask, says `statemachines/examine.asl.json`. What is looked
 * at is loaded then, and costs an event nothing.
 */
export function examinable<Out>(
  handle: (input: unknown) => Promise<Out>,
  examine: () => Promise<readonly object[]>,
): (input: unknown) => Promise<Out> {
  // Whoever asks for an examination knows what comes; everybody else gets what the handler answers.
  return async (input) => (Examination.safeParse(input).success ? ((await examine()) as Out) : handle(input));
}
