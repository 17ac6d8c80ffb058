import { randomBytes } from 'node:crypto';
import type { Block } from './blocks.ts';
import type { Clickable, Input } from './elements.ts';

/** The blocks with an id for each block and element that had none; Slack makes them up too. */
export function withIds(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) => {
    const named = { ...block, block_id: block.block_id ?? madeUp() };
    switch (named.type) {
      case 'actions':
        return { ...named, elements: named.elements.map(withActionId) };
      case 'input':
        return { ...named, element: withActionId(named.element) };
      case 'section':
        return named.accessory && named.accessory.type !== 'image'
          ? { ...named, accessory: withActionId(named.accessory) }
          : named;
      case 'header':
      case 'context':
      case 'divider':
        return named;
      default:
        return named satisfies never;
    }
  });
}

function withActionId<T extends Clickable | Input>(element: T): T {
  return { ...element, action_id: element.action_id ?? madeUp() };
}

function madeUp(): string {
  return randomBytes(4).toString('base64url');
}
