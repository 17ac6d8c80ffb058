import type { Block } from './blocks/blocks.ts';
import type { Input } from './blocks/elements.ts';
import { heldBy } from './state.ts';
import type { Entered } from './workspace.ts';

/** What Slack's own program says of a form before it sends it, by block. */
export function requiredButMissing(blocks: readonly Block[], entered: Entered): Readonly<Record<string, string>> {
  const wrong = blocks.flatMap((block) => {
    if (block.type !== 'input') return [];
    const { block_id: id = '', element, optional = false } = block;
    const says = problemWith(element, optional, entered[id]?.[element.action_id ?? '']);
    return says ? [[id, says] as const] : [];
  });
  return Object.fromEntries(wrong);
}

function problemWith(
  element: Input,
  optional: boolean,
  answered: string | readonly string[] | undefined,
): string | undefined {
  const held = Object.values(heldBy(element, answered))[0];
  const empty = held === null || (Array.isArray(held) && held.length === 0);
  if (empty) return optional ? undefined : 'Please complete this required field.';
  if (element.type === 'plain_text_input') return lengthProblem(element, String(held));
  return element.type === 'number_input' ? numberProblem(element, String(held)) : undefined;
}

type Only<T extends Input['type']> = Extract<Input, { type: T }>;

function lengthProblem(
  { min_length: least = 0, max_length: most }: Only<'plain_text_input'>,
  text: string,
): string | undefined {
  if (text.length < least) return `Please enter at least ${least} characters.`;
  return most !== undefined && text.length > most ? `Please enter at most ${most} characters.` : undefined;
}

function numberProblem(element: Only<'number_input'>, text: string): string | undefined {
  const number = Number(text);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value)) return `At least ${element.min_value}.`;
  return element.max_value !== undefined && number > Number(element.max_value)
    ? `At most ${element.max_value}.`
    : undefined;
}
