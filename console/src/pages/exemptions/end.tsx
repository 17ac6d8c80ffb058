import Alert from '@cloudscape-design/components/alert';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { useDeed } from '../../parts/deed.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ReasonField } from '../../parts/fields.tsx';
import type { Exemption } from './columns.tsx';

/** Ends an exemption before its time. */
export function EndDialog({
  exemption: { id, says, control },
  onClose,
}: {
  exemption: Exemption;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const end = useDeed({
    run: (because: string) => post('/exemptions/{id}/end', { params: { id }, body: { reason: because } }),
    says: (answer) => answer.says,
    touches: ['exemptions'],
    onDone: onClose,
  });
  const send = () => {
    setAsked(true);
    if (reason.trim()) end.mutate(reason.trim());
  };
  return (
    <Dialog title="End an exemption" does="End it" onClose={onClose} onDo={send} isDoing={end.isPending}>
      <Alert type="warning">
        From now on {control} acts on {says} again, as its mode says.
      </Alert>
      <ReasonField value={reason} onChange={setReason} isAsked={isAsked} />
    </Dialog>
  );
}
