import ButtonDropdown, { type ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import type { Filter } from '../../../../functions/api/shapes.ts';
import { drop, put } from '../../api/client.ts';
import { useSavedFilters } from '../../api/queries.ts';
import { useDeed } from '../../parts/deed.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { toSaved, toView, type View } from '../../pure/filter.ts';

interface Props {
  readonly view: View;
  readonly onView: (view: View) => void;
}

/** The filters that somebody saved: they go wherever the person signs in. */
export function SavedFilters({ view, onView }: Props) {
  const { data: saved = [] } = useSavedFilters();
  const [isSaving, setSaving] = useState(false);
  const forget = useDeed({
    run: (name: string) => drop('/filters/{id}', { params: { id: name } }),
    says: ({ says }) => says,
    touches: ['filters'],
  });
  const choose = (id: string) => {
    const [deed, name = ''] = [id.slice(0, 5), id.slice(6)];
    if (deed === 'new..') setSaving(true);
    else if (deed === 'drop.') forget.mutate(name);
    else onView(toView(saved.find((one) => one.name === name)?.filter ?? {}));
  };
  const isEmpty = Object.keys(view.filter).length === 0 && Object.keys(view.range).length === 0;
  return (
    <>
      <ButtonDropdown
        items={itemsOf(
          saved.map(({ name }) => name),
          isEmpty,
        )}
        expandToViewport
        onItemClick={({ detail }) => choose(detail.id)}
      >
        Saved filters
      </ButtonDropdown>
      {isSaving && <SaveDialog filter={toSaved(view)} onClose={() => setSaving(false)} />}
    </>
  );
}

function itemsOf(names: readonly string[], isEmpty: boolean): ButtonDropdownProps.Items {
  const none = { id: 'none.', text: 'None yet', disabled: true };
  return [
    { text: 'Yours', items: names.length === 0 ? [none] : names.map((name) => ({ id: `show. ${name}`, text: name })) },
    {
      id: 'new..',
      text: 'Save this filter …',
      disabled: isEmpty,
      disabledReason: 'Nothing is filtered now.',
    },
    ...(names.length === 0
      ? []
      : [{ text: 'Forget', items: names.map((name) => ({ id: `drop. ${name}`, text: `Forget ${name}` })) }]),
  ];
}

function SaveDialog({ filter, onClose }: { filter: Filter; onClose: () => void }) {
  const [name, setName] = useState('');
  const save = useDeed({
    run: (as: string) => put('/filters', { body: { name: as, filter } }),
    says: ({ says }) => says,
    touches: ['filters'],
    onDone: onClose,
  });
  return (
    <Dialog
      title="Save this filter"
      does="Save"
      onClose={onClose}
      onDo={() => save.mutate(name.trim())}
      isDoing={save.isPending}
      canDo={name.trim() !== ''}
    >
      <FormField
        label="Name"
        description="One that is there already is replaced. A time range that moves along is not kept."
      >
        <Input value={name} onChange={({ detail }) => setName(detail.value.slice(0, 60))} autoFocus />
      </FormField>
    </Dialog>
  );
}
