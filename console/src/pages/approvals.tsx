import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect } from 'react';
import { useParams } from 'react-router-dom';
import type { Question } from '../../../functions/api/shapes.ts';
import { useQuestions } from '../api/queries.ts';
import { Link, toRemediation } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Failed, Waiting } from '../parts/states.tsx';
import { plural } from '../pure/text.ts';
import { QuestionCard } from './approvals/question.tsx';

/** What waits for an answer, each with the whole change; an address may name one, which comes first. */
export default function Approvals() {
  const { id } = useParams();
  const { data, error, refetch } = useQuestions();
  const count = data?.length ?? 0;
  return (
    <Page
      title="Approvals"
      description={
        count > 0
          ? `${plural(count, 'question waits', 'questions wait')} for an answer. Nothing is changed until then.`
          : undefined
      }
    >
      {data ? (
        <Questions questions={data} first={id} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Waiting what="the questions" />
      )}
    </Page>
  );
}

function Questions({ questions, first }: { questions: readonly Question[]; first: string | undefined }) {
  const named = questions.find(({ id }) => id === first);
  useEffect(() => {
    if (first !== undefined) document.getElementById(first)?.focus();
  }, [first]);
  const ordered = [...(named ? [named] : []), ...questions.filter((one) => one !== named)];
  return (
    <SpaceBetween size="l">
      {first !== undefined && named === undefined && (
        <Empty
          says="This question is answered, or has ended"
          action={<Link to={toRemediation(first)}>See what became of it</Link>}
        />
      )}
      {questions.length === 0 && first === undefined && (
        <Empty
          says="Nothing waits for an answer"
          more="When a change could hurt, it is asked about here, by mail and in Slack."
          action={
            <Link to="/remediations?status=rejected&status=expired&status=remediated">See what was answered</Link>
          }
        />
      )}
      {ordered.map((question) => (
        <QuestionCard key={question.id} question={question} />
      ))}
    </SpaceBetween>
  );
}
