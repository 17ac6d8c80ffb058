import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { Workflow } from '../../parts/workflow.tsx';

/** The workflow, and the way this one took through it. */
export function Way({ detail: { way, head } }: { detail: Detail }) {
  return (
    <Container header={<Header variant="h2">The way it took</Header>}>
      <Workflow way={way} status={head.status} />
    </Container>
  );
}
