import * as z from 'zod';
import { Clickable, Image, Input } from './elements.ts';
import { anyText, Id, plainText } from './text.ts';

const Header = z.strictObject({ type: z.literal('header'), block_id: Id, text: plainText(150) });

const Section = z
  .strictObject({
    type: z.literal('section'),
    block_id: Id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [...Clickable.options, Image]).optional(),
    expand: z.boolean().optional(),
  })
  .refine(({ text, fields }) => text || fields, { error: 'must define either `fields` or `text`' });

const Context = z.strictObject({
  type: z.literal('context'),
  block_id: Id,
  elements: z
    .array(z.discriminatedUnion('type', [...anyText(3000).options, Image]))
    .min(1)
    .max(10),
});

const Divider = z.strictObject({ type: z.literal('divider'), block_id: Id });

const Actions = z.strictObject({
  type: z.literal('actions'),
  block_id: Id,
  elements: z.array(Clickable).min(1).max(25),
});

const InputBlock = z.strictObject({
  type: z.literal('input'),
  block_id: Id,
  label: plainText(2000),
  element: Input,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

/** The blocks that the stand-in knows; Slack has more. */
const Block = z.discriminatedUnion('type', [Header, Section, Context, Divider, Actions, InputBlock]);
export type Block = z.infer<typeof Block> & { readonly block_id?: string | undefined };

/** The blocks of a message: as many as Slack takes, every id once. */
export const MessageBlocks = z.array(Block).max(50).superRefine(idsAreUnique);

const ViewBlocks = z.array(Block).max(100).superRefine(idsAreUnique);

/** @see https://docs.slack.dev/reference/views/modal-views */
export const Modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    blocks: ViewBlocks,
    close: plainText(24).optional(),
    submit: plainText(24).optional(),
    private_metadata: z.string().max(3000).optional(),
    callback_id: z.string().max(255).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    external_id: z.string().max(255).optional(),
    submit_disabled: z.boolean().optional(),
  })
  .refine(({ blocks, submit }) => submit || !blocks.some(({ type }) => type === 'input'), {
    error: 'missing required field: submit',
  });
export type Modal = z.infer<typeof Modal>;

/** The elements of a block that a person can use. */
export function elementsOf(block: Block): readonly (Clickable | Input)[] {
  switch (block.type) {
    case 'section':
      return block.accessory && block.accessory.type !== 'image' ? [block.accessory] : [];
    case 'actions':
      return block.elements;
    case 'input':
      return [block.element];
    case 'header':
    case 'context':
    case 'divider':
      return [];
    default:
      return block satisfies never;
  }
}

function idsAreUnique(blocks: readonly Block[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const { block_id: id } = block;
    if (id && seen.has(id)) {
      context.addIssue({
        code: 'custom',
        path: [index],
        message: `\`block_id\` "${id}" already exists for another block`,
      });
    }
    if (id) seen.add(id);
    const ids = elementsOf(block).flatMap(({ action_id }) => action_id ?? []);
    const twice = ids.find((one, at) => ids.indexOf(one) !== at);
    if (twice) {
      const message = `\`action_id\` "${twice}" already exists for another element`;
      context.addIssue({ code: 'custom', path: [index, 'elements'], message });
    }
  }
}
