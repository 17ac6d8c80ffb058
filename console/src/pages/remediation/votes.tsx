import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { VoteList } from '../../parts/votes.tsx';

/** Who was asked and what they said, where anybody was. */
export function Votes({ detail: { votes } }: { detail: Detail }) {
  if (votes.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Votes</Header>}>
      <VoteList votes={votes} />
    </Container>
  );
}
