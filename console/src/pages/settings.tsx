import SpaceBetween from '@cloudscape-design/components/space-between';
import { Page } from '../parts/page.tsx';
import { Configuration } from './settings/configuration.tsx';
import { Pauses } from './settings/pauses.tsx';

/** The switch that stops changes, and the configuration as it is deployed. */
export default function Settings() {
  return (
    <Page title="Settings and pause">
      <SpaceBetween size="l">
        <Pauses />
        <Configuration />
      </SpaceBetween>
    </Page>
  );
}
