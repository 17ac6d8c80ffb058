import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import type { Pause } from '../../../functions/api/shapes.ts';
import { post } from '../api/client.ts';
import { useControls, useOverview } from '../api/queries.ts';
import { useDeed } from './deed.tsx';
import { Dialog } from './dialog.tsx';
import { ReasonField } from './fields.tsx';
import { DeedButton } from './forbidden.tsx';

type Kind = Pause['scope']['kind'];

/** The switch that stops changes. */
export function PauseButton({ variant = 'normal' }: { variant?: 'normal' | 'primary' }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <DeedButton deed="pause" variant={variant} iconName="pause" onClick={() => setOpen(true)}>
        Pause changes
      </DeedButton>
      {isOpen && <PauseDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function PauseDialog({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('everything');
  const [which, setWhich] = useState('');
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const scope = scopeOf(kind, which);
  const pause = useDeed({
    run: (wish: { scope: Pause['scope']; reason: string }) => post('/pauses', { body: wish }),
    says: ({ says }) => `Changes to ${says} are stopped.`,
    touches: ['overview', 'pauses'],
    onDone: onClose,
  });
  const stop = () => {
    setAsked(true);
    if (scope && reason.trim()) pause.mutate({ scope, reason: reason.trim() });
  };
  return (
    <Dialog
      title="Pause changes"
      does="Stop changes now"
      onClose={onClose}
      onDo={stop}
      isDoing={pause.isPending}
      canDo={scope !== undefined}
    >
      <Alert type="warning">
        Within 5 seconds nothing is changed any more. What is under way ends as held; drift is still seen and recorded.
        An admin lets changes go on.
      </Alert>
      <FormField label="What to stop">
        <RadioGroup value={kind} onChange={({ detail }) => setKind(detail.value as Kind)} items={kinds} />
      </FormField>
      {kind !== 'everything' && <Which kind={kind} value={which} onChange={setWhich} />}
      <ReasonField value={reason} onChange={setReason} isAsked={isAsked} />
    </Dialog>
  );
}

const kinds: { value: Kind; label: string; description?: string }[] = [
  { value: 'everything', label: 'Everything', description: 'All controls in all accounts' },
  { value: 'account', label: 'An account' },
  { value: 'control', label: 'A control' },
];

function Which({ kind, value, onChange }: { kind: Kind; value: string; onChange: (value: string) => void }) {
  const controls = useControls();
  const overview = useOverview();
  const options =
    kind === 'control'
      ? (controls.data ?? []).map(({ id, title }) => ({ value: id, label: id, description: title }))
      : (overview.data?.accounts ?? []).map(({ account, name }) => ({
          value: account,
          label: account,
          description: name,
        }));
  return (
    <FormField label={kind === 'control' ? 'Control' : 'Account'}>
      <Select
        options={options}
        selectedOption={options.find((option) => option.value === value) ?? null}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        filteringType="auto"
        placeholder="Choose one"
      />
    </FormField>
  );
}

function scopeOf(kind: Kind, which: string): Pause['scope'] | undefined {
  if (kind === 'everything') return { kind };
  if (which === '') return undefined;
  return kind === 'account' ? { kind, account: which } : { kind, control: which };
}
