import Alert from '@cloudscape-design/components/alert';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router-dom';
import type { Detail } from '../../../functions/api/shapes.ts';
import { useRemediation } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { Failed, Waiting } from '../parts/states.tsx';
import { nameOf } from '../pure/text.ts';
import { Actions } from './remediation/actions.tsx';
import { CallsMade } from './remediation/calls-made.tsx';
import { Cause } from './remediation/cause.tsx';
import { Changes } from './remediation/changes.tsx';
import { Neighbours } from './remediation/neighbours.tsx';
import { Proof } from './remediation/proof.tsx';
import { Summary } from './remediation/summary.tsx';
import { Timeline } from './remediation/timeline.tsx';
import { Votes } from './remediation/votes.tsx';
import { Way } from './remediation/way.tsx';

/** One remediation, from its cause to its proof. */
export default function Remediation() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useRemediation(id);
  if (data) return <Whole detail={data} />;
  return (
    <Page title={id}>
      {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Waiting what="the remediation" />}
    </Page>
  );
}

function Whole({ detail }: { detail: Detail }) {
  const { head, control, flaws } = detail;
  const half = { default: 12, s: 6 } as const;
  return (
    <Page
      title={nameOf(head.resource)}
      description={control?.title ?? head.control}
      actions={<Actions detail={detail} />}
    >
      <SpaceBetween size="l">
        {flaws.length > 0 && (
          <Alert type="error" header="Its history is not whole">
            {flaws.join('. ')}. Run npx homeostat verify-history, and keep what you find.
          </Alert>
        )}
        <Summary detail={detail} />
        <Grid gridDefinition={[{ colspan: half }, { colspan: half }]}>
          <SpaceBetween size="l">
            <Timeline detail={detail} />
            <Cause detail={detail} />
            <Votes detail={detail} />
          </SpaceBetween>
          <Way detail={detail} />
        </Grid>
        <Changes detail={detail} />
        <CallsMade detail={detail} />
        <Proof detail={detail} />
        <Neighbours head={head} />
      </SpaceBetween>
    </Page>
  );
}
