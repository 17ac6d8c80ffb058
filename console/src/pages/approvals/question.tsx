import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Question } from '../../../../functions/api/shapes.ts';
import { PlannedCalls } from '../../parts/calls.tsx';
import { Diff } from '../../parts/diff.tsx';
import { Link, toControl, toRemediation, toResource } from '../../parts/link.tsx';
import { RiskMark } from '../../parts/marks.tsx';
import { Ago } from '../../parts/time.tsx';
import { VoteList } from '../../parts/votes.tsx';
import { nameOf, plural } from '../../pure/text.ts';
import { Decide } from './decide.tsx';

/** One question: what would be changed, in full, and the answers. */
export function QuestionCard({ question }: { question: Question }) {
  const { id, title, why, impact, resource, calls, diff, votes, planDigest } = question;
  return (
    <section id={id} tabIndex={-1} aria-label={`${title}: ${resource}`} className="question">
      <Container
        header={
          <Header variant="h2" description={title} actions={<Decide question={question} />}>
            {nameOf(resource)}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Facts question={question} />
          <Diff lines={diff} />
          <PlannedCalls calls={calls} isOpen />
          <Box variant="p">
            {why} {impact}
          </Box>
          {votes.length > 0 && <VoteList votes={votes} />}
          <Box variant="small">
            <Link to={toRemediation(id)}>All about it</Link> · plan <span className="mono wrap">{planDigest}</span>
          </Box>
        </SpaceBetween>
      </Container>
    </section>
  );
}

function Facts({ question }: { question: Question }) {
  const { resource, control, account, region, risk, facts, askedAt, expiresAt, missing } = question;
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={170}
      items={[
        { label: 'Resource', value: <span className="wrap"><Link to={toResource(question)}>{resource}</Link></span> },
        { label: 'Control', value: <Link to={toControl(control)}>{control}</Link> },
        { label: 'Account and region', value: `${account}, ${region}` },
        { label: 'Risk', value: <><RiskMark risk={risk.level} /><Box variant="small" display="block">{risk.because}</Box></> },
        { label: 'Asked', value: <><Ago at={askedAt} />, ends <Ago at={expiresAt} /></> },
        { label: 'Still needed', value: plural(missing, 'approval') },
        ...facts.map(([label, value]) => ({ label, value: <span className="wrap">{value}</span> })),
      ]}
    />
  );
}
