import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { DeedButton } from '../../parts/forbidden.tsx';
import { UndoDialog } from './undo.tsx';

/** What can be done with it. */
export function Actions({ detail: { head, links, undoneBy } }: { detail: Detail }) {
  const navigate = useNavigate();
  const [isUndoing, setUndoing] = useState(false);
  const places = [
    { id: 'resource', text: 'The resource', href: links.resource },
    ...(links.event ? [{ id: 'event', text: 'The event in CloudTrail', href: links.event }] : []),
    ...(links.execution ? [{ id: 'execution', text: 'The execution in Step Functions', href: links.execution }] : []),
  ];
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ButtonDropdown
        expandToViewport
        items={places.map((place) => ({ ...place, external: true, externalIconAriaLabel: '(opens in another tab)' }))}
      >
        Open in AWS
      </ButtonDropdown>
      {head.status === 'awaiting-approval' && (
        <Button variant="primary" onClick={() => void navigate(`/approvals/${head.id}`)}>
          Answer the question
        </Button>
      )}
      {head.status !== 'awaiting-approval' && (
        <DeedButton
          deed="undo"
          variant="primary"
          iconName="undo"
          because={whyNoUndo(head.status, undoneBy)}
          onClick={() => setUndoing(true)}
        >
          Undo
        </DeedButton>
      )}
      {isUndoing && <UndoDialog head={head} onClose={() => setUndoing(false)} />}
    </SpaceBetween>
  );
}

/** What the page knows without asking; the preview tells the rest. */
function whyNoUndo(status: Detail['head']['status'], undoneBy: string | null): string | undefined {
  if (undoneBy !== null) return 'It was taken back already.';
  return status === 'remediated' || status === 'verification-failed'
    ? undefined
    : 'Only what was changed can be taken back.';
}
