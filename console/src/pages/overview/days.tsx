import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import MixedLineBarChart from '@cloudscape-design/components/mixed-line-bar-chart';
import type { Overview } from '../../../../functions/api/shapes.ts';

type Day = Overview['days'][number];

/** What drifted on each day, and what became of it. */
export function Days({ overview: { days } }: { overview: Overview }) {
  const bar = (title: string, color: string, value: (day: Day) => number) => ({
    type: 'bar' as const,
    title,
    color,
    data: days.map((day) => ({ x: new Date(`${day.day}T12:00:00Z`), y: value(day) })),
  });
  const most = Math.max(...days.map(({ opened }) => opened), 4);
  return (
    <Container header={<Header variant="h2">Drifts by day, and what became of them</Header>}>
      <MixedLineBarChart
        ariaLabel="Drifts by day, and what became of them"
        height={220}
        stackedBars
        hideFilter
        xScaleType="categorical"
        xDomain={days.map(({ day }) => new Date(`${day}T12:00:00Z`))}
        yDomain={[0, Math.ceil(most * 1.1)]}
        yTitle="Drifts"
        xTitle="Day (UTC)"
        series={[
          bar('Mended', '#2a9d6f', ({ remediated }) => remediated),
          bar('Held', '#c98a00', ({ held }) => held),
          bar('Failed', '#d13212', ({ failed }) => failed),
          bar('Other', '#7d8998', ({ opened, remediated, held, failed }) => opened - remediated - held - failed),
        ]}
        i18nStrings={{ xTickFormatter: (day) => short.format(day) }}
        empty={<Box textAlign="center">Nothing drifted in this time</Box>}
      />
    </Container>
  );
}

const short = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
