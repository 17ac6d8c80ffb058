import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { Question } from '../../../../functions/api/shapes.ts';
import { PlannedCalls, UndoCalls } from '../../parts/calls.tsx';
import { Diff } from '../../parts/diff.tsx';
import { Link, toControl, toRemediation, toResource } from '../../parts/link.tsx';
import { RiskMark } from '../../parts/marks.tsx';
import { ProofList } from '../../parts/proof-list.tsx';
import { Prose } from '../../parts/prose.tsx';
import { Ago } from '../../parts/time.tsx';
import { VoteList } from '../../parts/votes.tsx';
import { nameOf } from '../../pure/text.ts';
import { Decide } from './decide.tsx';

/** One question: what would be changed, in full, and the answers. */
export function QuestionCard({ question }: { question: Question }) {
  const { id, title, why, impact, resource, calls, undo, proof, diff, votes, planDigest, missing, notYours } = question;
  return (
    <section id={id} tabIndex={-1} aria-label={`${title}: ${resource}`} className="question">
      <Container
        header={
          <Header
            variant="h2"
            description={`${title}. ${missing === 1 ? 'One more approval is needed.' : `${missing} more approvals are needed.`}`}
            actions={<Decide question={question} />}
          >
            {nameOf(resource)}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {notYours !== null && <StatusIndicator type="info">{notYours}</StatusIndicator>}
          <Facts question={question} />
          <Diff lines={diff} />
          <ProofList proof={proof} />
          <PlannedCalls calls={calls} isOpen />
          <UndoCalls calls={undo} />
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
  const { resource, control, risk, facts, askedAt, expiresAt } = question;
  const shown: Readonly<Record<string, ReactNode>> = {
    Resource: <Link to={toResource(question)}>{resource}</Link>,
    Risk: (
      <>
        <RiskMark risk={risk.level} />
        <Box variant="small" display="block">
          {risk.because}
        </Box>
      </>
    ),
  };
  return (
    <KeyValuePairs
      columns={3}
      minColumnWidth={170}
      items={[
        ...facts.map(([label, value]) => ({
          label,
          value: <span className="wrap">{shown[label] ?? <Prose text={value} />}</span>,
        })),
        { label: 'Control', value: <Link to={toControl(control)}>{control}</Link> },
        {
          label: 'Asked',
          value: (
            <>
              <Ago at={askedAt} />, ends <Ago at={expiresAt} />
            </>
          ),
        },
      ]}
    />
  );
}
