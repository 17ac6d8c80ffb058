import { type Block, elementsOf } from './blocks/blocks.ts';
import type { Clickable, Input, Option } from './blocks/elements.ts';
import type { Entered } from './workspace.ts';

type Element = Clickable | Input;
type Answered = string | readonly string[] | undefined;
export type State = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** `state.values`: what every element that can hold something holds, by block and action. */
export function stateOf(blocks: readonly Block[], entered: Entered = {}): State {
  const rows = blocks.map((block) => {
    const holding = elementsOf(block).filter(({ type }) => type !== 'button');
    const values = holding.map((element) => {
      const id = element.action_id ?? '';
      return [id, { type: element.type, ...heldBy(element, entered[block.block_id ?? '']?.[id]) }] as const;
    });
    return [block.block_id ?? '', Object.fromEntries(values)] as const;
  });
  return Object.fromEntries(rows.filter(([, values]) => Object.keys(values).length > 0));
}

/** What an element holds: what was answered, or what it began with. */
export function heldBy(element: Element, answered: Answered): Readonly<Record<string, unknown>> {
  const one = typeof answered === 'string' ? answered : answered?.[0];
  switch (element.type) {
    case 'button':
      return element.value === undefined ? {} : { value: element.value };
    case 'plain_text_input':
    case 'number_input':
      return { value: (one ?? element.initial_value) || null };
    case 'datepicker':
      return { selected_date: (one ?? element.initial_date) || null };
    case 'static_select':
    case 'radio_buttons':
      return { selected_option: chosen(element, one) };
    case 'checkboxes':
      return { selected_options: ticked(element, typeof answered === 'string' ? [answered] : answered) };
    default:
      return element satisfies never;
  }
}

type Choice = Readonly<{ options: readonly Option[]; initial_option?: Option | undefined }>;

function chosen({ options, initial_option: initial }: Choice, value: string | undefined): Option | null {
  return (value === undefined ? initial : options.find((option) => option.value === value)) ?? null;
}

type Choices = Readonly<{ options: readonly Option[]; initial_options?: readonly Option[] | undefined }>;

function ticked({ options, initial_options: initial = [] }: Choices, values: readonly string[] | undefined) {
  return values ? options.filter(({ value }) => values.includes(value)) : initial;
}
