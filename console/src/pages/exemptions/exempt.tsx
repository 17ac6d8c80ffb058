import { useState } from 'react';
import { post } from '../../api/client.ts';
import { type Place, useSettings } from '../../api/queries.ts';
import { useDeed } from '../../parts/deed.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { DaysField, daysIn, ReasonField } from '../../parts/fields.tsx';
import { scopeOf, type Written } from './scope.ts';
import { ControlField, type Kind, KindField, ScopeFields } from './scope-fields.tsx';

/** Leaves something alone for a control, for a while. `of` is the resource that it was opened from. */
export function ExemptDialog({ of, onClose }: { of?: Place; onClose: () => void }) {
  const [control, setControl] = useState('');
  const [kind, setKind] = useState<Kind>('resource');
  const [written, setWritten] = useState<Written>({
    account: of?.account ?? '',
    region: of?.region ?? '',
    arn: of?.arn ?? '',
    key: '',
    value: '',
    ou: '',
  });
  const [days, setDays] = useState('14');
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const maximum = useMaximumDays();
  const exempt = useDeed({
    run: (body: Parameters<typeof post<'/exemptions'>>[1]['body']) => post('/exemptions', { body }),
    says: ({ says }) => says,
    touches: ['exemptions', 'overview'],
    onDone: onClose,
  });
  const send = () => {
    setAsked(true);
    const [scope, count] = [scopeOf(kind, written), daysIn(days, maximum)];
    if (scope && count !== undefined && control && reason.trim())
      exempt.mutate({ control, scope, days: count, reason: reason.trim() });
  };
  return (
    <Dialog
      title="Leave something alone"
      does="Leave it alone"
      onClose={onClose}
      onDo={send}
      isDoing={exempt.isPending}
    >
      <ControlField value={control} onChange={setControl} isAsked={isAsked} />
      {of === undefined && <KindField kind={kind} onChange={setKind} />}
      <ScopeFields kind={kind} written={written} onChange={setWritten} isAsked={isAsked} isFixed={of !== undefined} />
      <DaysField value={days} onChange={setDays} maximum={maximum} label="For so many days" />
      <ReasonField value={reason} onChange={setReason} isAsked={isAsked} />
    </Dialog>
  );
}

/** What the configuration allows at most; the API has the last word. */
function useMaximumDays(): number {
  const { data } = useSettings();
  const exemptions = data?.config['exemptions'] as { maximumDays?: unknown } | undefined;
  return typeof exemptions?.maximumDays === 'number' ? exemptions.maximumDays : 90;
}
