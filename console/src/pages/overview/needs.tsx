import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Icon from '@cloudscape-design/components/icon';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Overview } from '../../../../functions/api/shapes.ts';
import { Link } from '../../parts/link.tsx';
import { Prose } from '../../parts/prose.tsx';
import { Ago } from '../../parts/time.tsx';
import { nameOf, plural } from '../../pure/text.ts';

/** The first thing one sees: whether anything needs somebody, and what. */
export function Needs({ overview }: { overview: Overview }) {
  const { needs, waiting, openQuestions } = overview;
  if (needs.length === 0) return <AllWell overview={overview} />;
  return (
    <div className={`needs ${worstOf(needs)}`}>
      <Container
        header={
          <Header variant="h2" description="The most pressing first">
            {needs.length === 1 ? '1 thing needs somebody now' : `${needs.length} things need somebody now`}
          </Header>
        }
        footer={waiting.length > 0 && <Waiting waiting={waiting} openQuestions={openQuestions} />}
      >
        <ul className="plain">
          {needs.map(({ says, to, severity }) => (
            <li key={`${to} ${says}`}>
              <StatusIndicator type={severity} iconAriaLabel={severity}>
                <Link to={to} fontSize="heading-s">
                  <Prose text={says} />
                </Link>
              </StatusIndicator>
            </li>
          ))}
        </ul>
      </Container>
    </div>
  );
}

function worstOf(needs: Overview['needs']): Overview['needs'][number]['severity'] {
  return (
    (['error', 'warning', 'info'] as const).find((one) => needs.some(({ severity }) => severity === one)) ?? 'info'
  );
}

function Waiting({ waiting, openQuestions }: Pick<Overview, 'waiting' | 'openQuestions'>) {
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">Open questions</Box>
      <ul className="plain lines">
        {waiting.map(({ id, control, resource, openedAt }) => (
          <li key={id}>
            <span className="wrap">
              <Link to={`/approvals/${id}`}>{nameOf(resource)}</Link>{' '}
              <Box variant="span" color="text-body-secondary">
                {control}
              </Box>
            </span>
            <Box variant="small">
              asked <Ago at={openedAt} />
            </Box>
          </li>
        ))}
      </ul>
      {openQuestions > waiting.length && <Link to="/approvals">All {plural(openQuestions, 'question')}</Link>}
    </SpaceBetween>
  );
}

function AllWell({ overview: { days } }: { overview: Overview }) {
  const today = days.at(-1);
  return (
    <div className="needs well">
      <Container>
        <div className="verdict">
          <Icon name="status-positive" size="large" variant="success" />
          <div>
            <Box variant="h2">Nothing needs anybody</Box>
            <Box color="text-body-secondary">
              Today {plural(today?.opened ?? 0, 'drift')} came up, and {today?.remediated ?? 0} were mended.
            </Box>
          </div>
        </div>
      </Container>
    </div>
  );
}
