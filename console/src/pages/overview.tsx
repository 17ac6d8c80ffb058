import ColumnLayout from '@cloudscape-design/components/column-layout';
import Grid from '@cloudscape-design/components/grid';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useOverview } from '../api/queries.ts';
import { Page } from '../parts/page.tsx';
import { PauseButton } from '../parts/pause.tsx';
import { Failed, Waiting } from '../parts/states.tsx';
import { Days } from './overview/days.tsx';
import { Figures } from './overview/figures.tsx';
import { Held, NoisyActors, NoisyControls } from './overview/lists.tsx';
import { Needs } from './overview/needs.tsx';
import { ByAccount, ByPractice } from './overview/posture.tsx';

/** What needs somebody now, and below it how things go. */
export default function Overview() {
  const [days, setDays] = useState(30);
  return (
    <Page
      title="Overview"
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <SegmentedControl
            label="Time range"
            selectedId={String(days)}
            onChange={({ detail }) => setDays(Number(detail.selectedId))}
            options={[7, 30, 90].map((count) => ({ id: String(count), text: `${count} days` }))}
          />
          <PauseButton />
        </SpaceBetween>
      }
    >
      <Body days={days} />
    </Page>
  );
}

function Body({ days }: { days: number }) {
  const { data, error, refetch } = useOverview(days);
  if (data === undefined)
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Waiting what="the overview" />;
  return (
    <SpaceBetween size="l">
      <Needs overview={data} />
      <Figures overview={data} days={days} />
      <Days overview={data} />
      <Grid gridDefinition={[{ colspan: { default: 12, s: 6 } }, { colspan: { default: 12, s: 6 } }]}>
        <ByPractice practices={data.practices} />
        <ByAccount accounts={data.accounts} days={days} />
      </Grid>
      <ColumnLayout columns={3} minColumnWidth={280}>
        <Held held={data.held} />
        <NoisyControls tallies={data.noisyControls} days={days} />
        <NoisyActors tallies={data.noisyActors} days={days} />
      </ColumnLayout>
    </SpaceBetween>
  );
}
