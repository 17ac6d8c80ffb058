import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Detail } from '../../../../functions/api/shapes.ts';
import { Link, toControl, toRemediation, toResource } from '../../parts/link.tsx';
import { RiskMark, StatusMark } from '../../parts/marks.tsx';
import { Prose } from '../../parts/prose.tsx';
import { Time } from '../../parts/time.tsx';
import { statuses } from '../../pure/status.ts';
import { actorName, capital, duration } from '../../pure/text.ts';

/** How it stands, in a few words, and the facts. */
export function Summary({ detail }: { detail: Detail }) {
  const { head } = detail;
  return (
    <Container>
      <SpaceBetween size="m">
        <div>
          <Box variant="h2" tagOverride="p">
            <StatusMark status={head.status} />
          </Box>
          <Box variant="p">
            <Prose text={capital(head.because)} />.{' '}
            <Box variant="span" color="text-body-secondary">
              {statuses[head.status].means}
            </Box>
          </Box>
        </div>
        <KeyValuePairs columns={4} minColumnWidth={170} items={factsOf(detail)} />
      </SpaceBetween>
    </Container>
  );
}

function factsOf({ head, cause, undoneBy }: Detail): KeyValuePairsProps['items'] {
  const { id, resource, control, account, region, risk, openedAt, closedAt, undoes } = head;
  const other = (of: string) => <Link to={toRemediation(of)}>{of}</Link>;
  return [
    {
      label: 'Resource',
      value: (
        <span className="wrap">
          <Link to={toResource(head)}>{resource}</Link>
        </span>
      ),
    },
    { label: 'Control', value: <Link to={toControl(control)}>{control}</Link> },
    { label: 'Account and region', value: `${account}, ${region}` },
    {
      label: 'Caused by',
      value: <span title={cause.actor.arn}>{`${actorName(cause.actor.arn)} with ${cause.name}`}</span>,
    },
    { label: 'Opened', value: <Time at={openedAt} /> },
    { label: 'Closed', value: <Time at={closedAt} /> },
    { label: 'From the event to the end', value: took(cause.time, closedAt) },
    { label: 'Risk', value: <RiskMark risk={risk} /> },
    { label: 'Id', value: <span className="mono">{id}</span> },
    ...(undoes ? [{ label: 'Takes back', value: other(undoes) }] : []),
    ...(undoneBy ? [{ label: 'Taken back by', value: other(undoneBy) }] : []),
  ];
}

function took(from: string, to: string | undefined): string {
  const seconds = (Date.parse(to ?? '') - Date.parse(from)) / 1000;
  return Number.isNaN(seconds) ? '–' : duration(Math.max(0, seconds));
}
