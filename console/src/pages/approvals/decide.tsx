import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Body } from '../../../../functions/api/routes.ts';
import type { Question } from '../../../../functions/api/shapes.ts';
import { post } from '../../api/client.ts';
import { PlannedCalls } from '../../parts/calls.tsx';
import { useDeed } from '../../parts/deed.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { DaysField, daysIn, ReasonField } from '../../parts/fields.tsx';
import { DeedButton } from '../../parts/forbidden.tsx';
import { nameOf } from '../../pure/text.ts';

type Ballot = Body<'vote'>['ballot'];
type Decision = Ballot['decision'];

/** The three answers. Each is asked for once more, with what it means. */
export function Decide({ question }: { question: Question }) {
  const [decision, setDecision] = useState<Decision | undefined>();
  const because = question.notYours ?? undefined;
  const button = (choice: Decision, text: string, variant: 'normal' | 'primary' = 'normal') => (
    <DeedButton
      deed="vote"
      because={because}
      variant={variant}
      onClick={() => setDecision(choice)}
      ariaLabel={`${text}: ${nameOf(question.resource)}`}
    >
      {text}
    </DeedButton>
  );
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {button('reject', 'Reject')}
      {button('exempt', 'Leave alone')}
      {button('approve', 'Approve', 'primary')}
      {decision && <Answer question={question} decision={decision} onClose={() => setDecision(undefined)} />}
    </SpaceBetween>
  );
}

const words = {
  approve: { title: 'Approve the change of', does: 'Approve' },
  reject: { title: 'Reject the change of', does: 'Reject' },
  exempt: { title: 'Leave alone for a while:', does: 'Leave it alone' },
} as const satisfies Record<Decision, { title: string; does: string }>;

const maximumDays = 366;

function Answer({ question, decision, onClose }: { question: Question; decision: Decision; onClose: () => void }) {
  // What is answered is the plan that was shown when the answer was begun, whatever comes meanwhile.
  const [{ id, resource, calls, planDigest, missing }] = useState(question);
  const [comment, setComment] = useState('');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('14');
  const [isAsked, setAsked] = useState(false);
  const vote = useDeed({
    run: (ballot: Ballot) => post('/approvals/{id}/votes', { params: { id }, body: { planDigest, ballot } }),
    says: ({ says }) => says,
    touches: ['questions', 'overview', 'remediation', 'remediations'],
    onDone: onClose,
  });
  const send = () => {
    setAsked(true);
    const ballot = ballotOf(decision, { comment, reason, days });
    if (ballot) vote.mutate(ballot);
  };
  return (
    <Dialog
      title={`${words[decision].title} ${nameOf(resource)}`}
      does={words[decision].does}
      onClose={onClose}
      onDo={send}
      isDoing={vote.isPending}
    >
      {decision === 'approve' && (
        <>
          <Alert type="info">
            {missing > 1
              ? `It takes ${missing} approvals; yours is one.`
              : 'With your approval these calls are made now, if the resource is still as it was read:'}
          </Alert>
          <PlannedCalls calls={calls} />
        </>
      )}
      {decision === 'reject' && (
        <Alert type="info">Nothing is changed. When it drifts again, somebody is asked again.</Alert>
      )}
      {decision === 'exempt' && (
        <DaysField value={days} onChange={setDays} maximum={maximumDays} label="For so many days" />
      )}
      {decision === 'exempt' && <ReasonField value={reason} onChange={setReason} isAsked={isAsked} />}
      {decision !== 'exempt' && (
        <ReasonField value={comment} onChange={setComment} isAsked={isAsked} label="Comment" isOptional />
      )}
    </Dialog>
  );
}

interface Written {
  readonly comment: string;
  readonly reason: string;
  readonly days: string;
}

/** What is sent; undefined where something is lacking still. */
function ballotOf(decision: Decision, { comment, reason, days }: Written): Ballot | undefined {
  if (decision !== 'exempt') return { decision, ...(comment.trim() && { comment: comment.trim() }) };
  const count = daysIn(days, maximumDays);
  return count !== undefined && reason.trim() ? { decision, days: count, reason: reason.trim() } : undefined;
}
