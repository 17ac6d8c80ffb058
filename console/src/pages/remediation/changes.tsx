import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Detail } from '../../../../functions/api/shapes.ts';
import type { Plan } from '../../../../functions/domain/finding.ts';
import { PlannedCalls, UndoCalls } from '../../parts/calls.tsx';
import { Diff } from '../../parts/diff.tsx';
import { Json } from '../../parts/json.tsx';
import { ProofList } from '../../parts/proof-list.tsx';

/** What was found, and what the plan makes of it. */
export function Changes({ detail }: { detail: Detail }) {
  const { verdict, before, after, diff, control } = detail;
  return (
    <Container
      header={
        <Header variant="h2" description={control?.why}>
          The change
        </Header>
      }
    >
      <SpaceBetween size="m">
        {verdict.outcome === 'change' ? (
          <>
            <Diff lines={diff} label="Before and after" />
            <PlanView plan={verdict.plan} />
          </>
        ) : (
          <Alert type="info" header={verdict.outcome === 'leave' ? 'It is left to a person' : 'It could not be read'}>
            {verdict.because}
          </Alert>
        )}
        <ExpandableSection variant="footer" headerText={<span className="quiet">The whole states</span>}>
          <SpaceBetween size="s">
            <Json value={before} label="what was read" />
            {verdict.outcome === 'change' && <Json value={after} label="what the plan leads to" />}
          </SpaceBetween>
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

function PlanView({ plan }: { plan: Plan }) {
  const { digest, risk, apply, undo, affects } = plan;
  return (
    <SpaceBetween size="s">
      <Box variant="h3">The plan</Box>
      <Box variant="p">
        {risk.level}: {risk.because}
      </Box>
      <PlannedCalls calls={apply} />
      {affects && affects.length > 0 && <Box variant="p">It also touches {affects.join(', ')}.</Box>}
      {plan.asks && <Box variant="p">A person always decides about it.</Box>}
      <ProofList proof={plan.proof ?? []} />
      <UndoCalls calls={undo ?? null} />
      <Box variant="small">
        Plan <span className="mono wrap">{digest}</span>
      </Box>
    </SpaceBetween>
  );
}
