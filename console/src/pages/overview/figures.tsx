import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';
import type { Overview } from '../../../../functions/api/shapes.ts';
import { Link } from '../../parts/link.tsx';
import { duration } from '../../pure/text.ts';

/** The figures that tell whether it works. */
export function Figures({ overview, days }: { overview: Overview; days: number }) {
  const { timeToSafe } = overview;
  const sum = (field: 'opened' | 'remediated' | 'held' | 'failed') =>
    overview.days.reduce((total, day) => total + day[field], 0);
  const list = (status: string) => `/remediations?status=${status}&last=${days}d`;
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        minColumnWidth={130}
        items={[
          {
            label: 'Drifts',
            value: <Figure to={`/remediations?last=${days}d`}>{sum('opened').toLocaleString('en')}</Figure>,
          },
          {
            label: 'Mended',
            value: <Figure to={list('remediated')}>{share(sum('remediated'), sum('opened'))}</Figure>,
          },
          { label: 'Time to safe, half within', value: <Figure>{timeOf(timeToSafe.p50)}</Figure> },
          { label: '95 % within', value: <Figure>{timeOf(timeToSafe.p95)}</Figure> },
        ]}
      />
    </Container>
  );
}

function Figure({ to, children }: { to?: string; children: ReactNode }) {
  return (
    <Box variant="awsui-value-large">
      {to === undefined ? (
        children
      ) : (
        <Link to={to} fontSize="display-l" variant="awsui-value-large">
          {children}
        </Link>
      )}
    </Box>
  );
}

function timeOf(seconds: number | null): string {
  return seconds === null ? '–' : duration(seconds);
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.round((100 * part) / whole)}\u00a0%`;
}
