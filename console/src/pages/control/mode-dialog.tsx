import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { Body } from '../../../../functions/api/routes.ts';
import type { Control } from '../../../../functions/api/shapes.ts';
import { post } from '../../api/client.ts';
import { useOverview } from '../../api/queries.ts';
import { useDeed } from '../../parts/deed.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ReasonField } from '../../parts/fields.tsx';
import { ModePreview } from './mode-preview.tsx';
import { consents } from './modes.tsx';

type Wish = Body<'setMode'>;
type Consent = Wish['safe'];

/** Sets what a control may do by itself, after showing what it would start to act on. */
export function ModeDialog({ control: { id }, onClose }: { control: Control; onClose: () => void }) {
  const [wish, setWish] = useState<Omit<Wish, 'reason'>>({ account: '*', safe: null, disruptive: null });
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const set = useDeed({
    run: (body: Wish) => post('/controls/{id}/mode', { params: { id }, body }),
    says: ({ says }) => says,
    touches: ['control', 'controls', 'overview'],
    onDone: onClose,
  });
  const send = () => {
    setAsked(true);
    if (reason.trim()) set.mutate({ ...wish, reason: reason.trim() });
  };
  return (
    <Dialog
      title={`Change the mode of ${id}`}
      size="large"
      does="Set the mode"
      onClose={onClose}
      onDo={send}
      isDoing={set.isPending}
    >
      <AccountField value={wish.account} onChange={(account) => setWish({ ...wish, account })} />
      <ColumnLayout columns={2}>
        <ConsentField label="Safe changes" value={wish.safe} onChange={(safe) => setWish({ ...wish, safe })} />
        <ConsentField
          label="Disruptive changes"
          value={wish.disruptive}
          onChange={(disruptive) => setWish({ ...wish, disruptive })}
        />
      </ColumnLayout>
      <ModePreview id={id} wish={wish} />
      <ReasonField value={reason} onChange={setReason} isAsked={isAsked} />
    </Dialog>
  );
}

function AccountField({ value, onChange }: { value: string; onChange: (account: string) => void }) {
  const { data } = useOverview();
  const options = [
    { value: '*', label: 'All accounts' },
    ...(data?.accounts ?? []).map(({ account, name }) => ({ value: account, label: account, description: name })),
  ];
  return (
    <FormField label="Where">
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '*')}
      />
    </FormField>
  );
}

const choices = [
  { value: '', label: 'As the configuration says' },
  ...Object.entries(consents).map(([value, { says, means }]) => ({ value, label: says, description: means })),
];

function ConsentField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Consent;
  onChange: (consent: Consent) => void;
}) {
  return (
    <FormField label={label}>
      <Select
        options={choices}
        selectedOption={choices.find((choice) => choice.value === (value ?? '')) ?? null}
        onChange={({ detail }) => onChange((detail.selectedOption.value || null) as Consent)}
      />
    </FormField>
  );
}
