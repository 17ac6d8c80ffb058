import type { Button, Clickable, Confirm, Input, Option } from '../blocks/elements.ts';
import { heldBy } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { Text } from './text.tsx';

/** Where an element stands: its name in the form, its id on the page, what was entered so far. */
export type Place = Readonly<{
  name: string;
  id: string;
  label: string;
  known: Pick<Workspace, 'people' | 'channels'>;
  answered?: string | readonly string[] | undefined;
  required?: boolean;
  describedBy?: string | undefined;
}>;

/** The name that an element's value has in a form, and what a button says was used. */
export function formName(blockId: string | undefined, actionId: string | undefined): string {
  return JSON.stringify([blockId ?? '', actionId ?? '']);
}

/** An element that tells the app as soon as it is used. */
export function ClickableElement({ element, place }: { element: Clickable; place: Place }) {
  if (element.type === 'button') return <ButtonElement button={element} place={place} />;
  return (
    <span class="choice">
      <InputElement element={element} place={place} />
      <Use place={place} confirm={element.confirm} label="Choose" />
    </span>
  );
}

export function InputElement({ element, place }: { element: Exclude<Clickable | Input, Button>; place: Place }) {
  const held = Object.values(heldBy(element, place.answered))[0];
  const hint = 'placeholder' in element ? element.placeholder?.text : undefined;
  const shared = {
    id: place.id,
    name: place.name,
    'aria-describedby': place.describedBy,
    required: place.required,
    autofocus: element.focus_on_load,
    placeholder: hint,
  };
  switch (element.type) {
    case 'plain_text_input':
      return element.multiline ? (
        <textarea {...shared} rows={4}>
          {text(held)}
        </textarea>
      ) : (
        <input type="text" {...shared} value={text(held)} />
      );
    case 'number_input':
      return <input type="text" inputmode="decimal" {...shared} value={text(held)} />;
    case 'datepicker':
      return <input type="date" {...shared} value={text(held)} aria-label={place.label} />;
    case 'static_select':
      return (
        <select {...shared} aria-label={place.label}>
          <option value="">{hint ?? 'Choose'}</option>
          {element.options.map(({ text: { text: label }, value }) => (
            <option value={value} selected={value === (held as Option | null)?.value}>
              {label}
            </option>
          ))}
        </select>
      );
    case 'radio_buttons':
      return <Options type="radio" options={element.options} chosen={held ? [held as Option] : []} place={place} />;
    case 'checkboxes':
      return <Options type="checkbox" options={element.options} chosen={held as Option[]} place={place} />;
    default:
      return element satisfies never;
  }
}

function text(held: unknown): string {
  return typeof held === 'string' ? held : '';
}

type Choices = { type: 'radio' | 'checkbox'; options: readonly Option[]; chosen: readonly Option[]; place: Place };

function Options({ type, options, chosen, place }: Choices) {
  return (
    <fieldset aria-describedby={place.describedBy}>
      <legend>{place.label}</legend>
      {options.map((option, index) => (
        <label>
          <input
            type={type}
            name={place.name}
            id={index === 0 ? place.id : undefined}
            value={option.value}
            checked={chosen.some(({ value }) => value === option.value)}
          />
          <span>
            <Text of={option.text} known={place.known} />
            {option.description ? (
              <small>
                <Text of={option.description} known={place.known} />
              </small>
            ) : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function ButtonElement({ button, place }: { button: Button; place: Place }) {
  const { text: label, style, confirm, url, accessibility_label: spoken } = button;
  return <Use place={place} confirm={confirm} label={label.text} style={style} spoken={spoken} opens={url} />;
}

type UseOptions = {
  place: Place;
  confirm?: Confirm | undefined;
  label: string;
  style?: string | undefined;
  spoken?: string | undefined;
  opens?: string | undefined;
};

/** Asks once more where the app wants that; a button that opens an address tells the app all the same. */
function Use({ place, confirm, label, style, spoken, opens }: UseOptions) {
  const used = {
    name: 'use',
    value: place.name,
    formaction: '/click',
    formnovalidate: true,
    formtarget: opens ? '_blank' : undefined,
  };
  if (!confirm) {
    return (
      <button type="submit" {...used} class={style} id={`${place.id}-use`} aria-label={spoken}>
        {label}
      </button>
    );
  }
  return (
    <details class="confirm">
      <summary class={style} id={`${place.id}-use`} aria-label={spoken}>
        {label}
      </summary>
      <div>
        <b>{confirm.title.text}</b>
        <Text of={confirm.text} known={place.known} />
        <button type="submit" {...used} class={confirm.style ?? 'primary'}>
          {confirm.confirm.text}
        </button>
        <small>{confirm.deny.text}: close this again.</small>
      </div>
    </details>
  );
}
