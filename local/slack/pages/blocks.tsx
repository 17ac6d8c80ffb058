import type { Block } from '../blocks/blocks.ts';
import type { Entered, Workspace } from '../workspace.ts';
import { ClickableElement, formName, InputElement, type Place } from './elements.tsx';
import { Text } from './text.tsx';

type Surface = Readonly<{
  /** Makes the ids on the page unique. */
  id: string;
  blocks: readonly Block[];
  known: Pick<Workspace, 'people' | 'channels'>;
  entered?: Entered;
  errors?: Readonly<Record<string, string>>;
}>;

/** The blocks of a message or a modal, inside of a form. */
export function Blocks({ surface }: { surface: Surface }) {
  return (
    <>
      {surface.blocks.map((block, index) => (
        <OneBlock block={block} id={`${surface.id}-${index}`} surface={surface} />
      ))}
    </>
  );
}

type Of<T extends Block['type']> = { block: Extract<Block, { type: T }>; id: string; surface: Surface };

function OneBlock({ block, id, surface }: Of<Block['type']>) {
  switch (block.type) {
    case 'header':
      return <h4>{block.text.text}</h4>;
    case 'divider':
      return <hr />;
    case 'section':
      return <Section block={block} id={id} surface={surface} />;
    case 'context':
      return <Context block={block} id={id} surface={surface} />;
    case 'actions':
      return <Actions block={block} id={id} surface={surface} />;
    case 'input':
      return <Input block={block} id={id} surface={surface} />;
    default:
      return block satisfies never;
  }
}

function Section({ block, id, surface }: Of<'section'>) {
  const { accessory } = block;
  const name = accessory?.type === 'image' ? undefined : accessory?.action_id;
  const place = placeOf(surface, { id, blockId: block.block_id, actionId: name, label: block.text?.text ?? 'Choose' });
  return (
    <div class="section">
      <div>
        {block.text ? <Text of={block.text} known={surface.known} /> : null}
        {block.fields ? (
          <div class="fields">
            {block.fields.map((field) => (
              <div>
                <Text of={field} known={surface.known} />
              </div>
            ))}
          </div>
        ) : null}
      </div>
      {accessory ? (
        <div>
          {accessory.type === 'image' ? picture(accessory) : <ClickableElement element={accessory} place={place} />}
        </div>
      ) : null}
    </div>
  );
}

function Context({ block, surface }: Of<'context'>) {
  return (
    <div class="context">
      {block.elements.map((one) => (one.type === 'image' ? picture(one) : <Text of={one} known={surface.known} />))}
    </div>
  );
}

/** Pictures are not fetched from anywhere. */
function picture({ alt_text: alt }: { alt_text: string }) {
  return <span class="picture">[picture: {alt}]</span>;
}

function Actions({ block, id, surface }: Of<'actions'>) {
  return (
    <div class="actions">
      {block.elements.map((element, index) => {
        const { action_id: actionId } = element;
        const label = 'placeholder' in element ? (element.placeholder?.text ?? 'Choose') : 'Choose';
        const place = placeOf(surface, { id: `${id}-${index}`, blockId: block.block_id, actionId, label });
        return <ClickableElement element={element} place={place} />;
      })}
    </div>
  );
}

function Input({ block, id, surface }: Of<'input'>) {
  const { label, element, hint, optional = false, block_id: blockId = '' } = block;
  const error = surface.errors?.[blockId];
  const describedBy = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  const whole = `${label.text}${optional ? ' (optional)' : ''}`;
  const asked = placeOf(surface, { id, blockId, actionId: element.action_id, label: whole });
  const place = { ...asked, required: !optional, describedBy };
  const isGroup = element.type === 'radio_buttons' || element.type === 'checkboxes';
  return (
    <div class="input">
      {isGroup ? null : <label for={id}>{whole}</label>}
      <InputElement element={element} place={place} />
      {hint ? <small id={`${id}-hint`}>{hint.text}</small> : null}
      {error ? (
        <p class="wrong" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  );
}

type Named = Readonly<{ id: string; blockId: string | undefined; actionId: string | undefined; label: string }>;

function placeOf({ known, entered }: Surface, { id, blockId, actionId, label }: Named): Place {
  const answered = entered?.[blockId ?? '']?.[actionId ?? ''];
  return { id, name: formName(blockId, actionId), label, known, answered };
}
