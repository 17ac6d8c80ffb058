import Alert from '@cloudscape-design/components/alert';
import { useState } from 'react';
import type { Pause } from '../../../../functions/api/shapes.ts';
import { post } from '../../api/client.ts';
import { useDeed } from '../../parts/deed.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ReasonField } from '../../parts/fields.tsx';

/** Lets changes go on. */
export function ResumeDialog({
  pause: { id, says, by, reason: because },
  onClose,
}: {
  pause: Pause;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const resume = useDeed({
    run: (why: string) => post('/pauses/{id}/end', { params: { id }, body: { reason: why } }),
    says: (ended) => `Changes to ${ended.says} go on.`,
    touches: ['overview', 'pauses'],
    onDone: onClose,
  });
  const send = () => {
    setAsked(true);
    if (reason.trim()) resume.mutate(reason.trim());
  };
  return (
    <Dialog title="Let changes go on" does="Let them go on" onClose={onClose} onDo={send} isDoing={resume.isPending}>
      <Alert type="info" header={`Changes to ${says} are stopped`}>
        By {by}: {because}
      </Alert>
      <ReasonField value={reason} onChange={setReason} isAsked={isAsked} />
    </Dialog>
  );
}
