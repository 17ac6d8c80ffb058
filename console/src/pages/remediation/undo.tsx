import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { UndoPreview } from '../../../../functions/api/shapes.ts';
import type { Remediation } from '../../../../functions/domain/history.ts';
import { post } from '../../api/client.ts';
import { useUndoPreview } from '../../api/queries.ts';
import { PlannedCalls } from '../../parts/calls.tsx';
import { useDeed } from '../../parts/deed.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Diff } from '../../parts/diff.tsx';
import { DaysField, daysIn, ReasonField } from '../../parts/fields.tsx';
import { Link, toRemediation } from '../../parts/link.tsx';
import { RiskMark } from '../../parts/marks.tsx';
import { Failed, Waiting } from '../../parts/states.tsx';
import { nameOf } from '../../pure/text.ts';

type Possible = Extract<UndoPreview, { possible: true }>;

/** Shows what an undo would do, asks why and for how long, and starts it. */
export function UndoDialog({ head, onClose }: { head: Remediation; onClose: () => void }) {
  const preview = useUndoPreview(head.id, true);
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('14');
  const [isAsked, setAsked] = useState(false);
  const undo = useUndo(head.id, onClose);
  const possible = preview.data?.possible ? preview.data : undefined;
  const start = () => {
    setAsked(true);
    const count = possible && daysIn(days, possible.maximumDays);
    if (count !== undefined && reason.trim()) undo.mutate({ reason: reason.trim(), days: count });
  };
  return (
    <Dialog
      title={`Undo the mend of ${nameOf(head.resource)}`}
      size="large"
      does="Undo"
      onClose={onClose}
      onDo={start}
      isDoing={undo.isPending}
      canDo={possible !== undefined}
    >
      {preview.isFetching && !preview.data && <Waiting what="the preview: the resource is being read" />}
      {preview.error && <Failed error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data?.possible === false && (
        <Alert type="warning" header="It cannot be undone">
          {preview.data.because}
        </Alert>
      )}
      {possible && (
        <SpaceBetween size="m">
          <Preview preview={possible} />
          <ReasonField
            value={reason}
            onChange={setReason}
            isAsked={isAsked}
            description="It becomes the reason of the exemption."
          />
          <DaysField
            value={days}
            onChange={setDays}
            maximum={possible.maximumDays}
            label="Leave it alone for so many days"
          />
        </SpaceBetween>
      )}
    </Dialog>
  );
}

function useUndo(id: string, onClose: () => void) {
  const navigate = useNavigate();
  return useDeed({
    run: (wish: { reason: string; days: number }) => post('/remediations/{id}/undo', { params: { id }, body: wish }),
    says: ({ remediation, says }) => (
      <>
        {says.join(' ')} <Link to={toRemediation(remediation)}>Follow it</Link>
      </>
    ),
    touches: ['remediation', 'remediations', 'overview', 'exemptions', 'resource'],
    onDone: ({ remediation }) => {
      onClose();
      void navigate(toRemediation(remediation));
    },
  });
}

function Preview({ preview: { calls, diff, risk, consent, moved } }: { preview: Possible }) {
  return (
    <SpaceBetween size="m">
      {moved !== 'no' && (
        <Alert type="warning" header={movedSays[moved].header}>
          {movedSays[moved].text}
        </Alert>
      )}
      <KeyValuePairs
        columns={2}
        items={[
          {
            label: 'Risk',
            value: (
              <>
                <RiskMark risk={risk.level} /> <Box variant="small">{risk.because}</Box>
              </>
            ),
          },
          { label: 'Consent', value: consent === 'ask' ? 'An approver is asked first' : 'It runs at once' },
        ]}
      />
      <FormField label="The exact calls" stretch>
        <PlannedCalls calls={calls} />
      </FormField>
      <FormField label="What becomes of the resource" stretch>
        <Diff lines={diff} label="What the undo changes" />
      </FormField>
    </SpaceBetween>
  );
}

const movedSays = {
  yes: {
    header: 'The resource moved on since',
    text: 'It is no longer as the mend left it. The undo reads it again, and ends as stale without a change where it would overwrite what somebody did since.',
  },
  unknown: {
    header: 'Whether the resource moved on is not known',
    text: 'It could not be read now. The undo reads it again before it changes anything.',
  },
} as const;
