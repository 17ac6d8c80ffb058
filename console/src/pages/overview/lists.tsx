import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import type { Overview } from '../../../../functions/api/shapes.ts';
import { Link, toControl, toRemediation } from '../../parts/link.tsx';
import { actorName } from '../../pure/text.ts';

type Tallies = Overview['noisyControls'];

/** What was left alone, and why. */
export function Held({ held }: Pick<Overview, 'held'>) {
  return (
    <Section title="Held, and why" empty="Nothing is held">
      {held.map(({ because, count, example }) => (
        <Row key={because} count={count} to={toRemediation(example)} says={because} />
      ))}
    </Section>
  );
}

export function NoisyControls({ tallies, days }: { tallies: Tallies; days: number }) {
  return (
    <Section title="Noisiest controls" empty="Nothing drifted">
      {tallies.map(({ name, count }) => (
        <Row
          key={name}
          count={count}
          countTo={`/remediations?control=${encodeURIComponent(name)}&last=${days}d`}
          to={toControl(name)}
          says={name}
        />
      ))}
    </Section>
  );
}

export function NoisyActors({ tallies, days }: { tallies: Tallies; days: number }) {
  return (
    <Section title="Who causes most" empty="Nobody caused a drift">
      {tallies.map(({ name, count }) => (
        <Row
          key={name}
          count={count}
          to={`/remediations?actor=${encodeURIComponent(name)}&last=${days}d`}
          says={actorName(name)}
          more={name}
        />
      ))}
    </Section>
  );
}

function Section({ title, empty, children }: { title: string; empty: string; children: ReactNode[] }) {
  return (
    <Container fitHeight header={<Header variant="h2">{title}</Header>}>
      {children.length === 0 ? (
        <Box color="text-status-inactive">{empty}</Box>
      ) : (
        <ul className="plain lines">{children}</ul>
      )}
    </Container>
  );
}

interface RowProps {
  readonly count: number;
  readonly countTo?: string;
  readonly to: string;
  readonly says: string;
  readonly more?: string;
}

function Row({ count, countTo, to, says, more }: RowProps) {
  return (
    <li title={more}>
      <span className="wrap">
        <Link to={to}>{says}</Link>
      </span>
      <Box fontWeight="bold">
        {countTo === undefined ? (
          count
        ) : (
          <Link to={countTo} ariaLabel={`${count} remediations of ${says}`}>
            {count}
          </Link>
        )}
      </Box>
    </li>
  );
}
