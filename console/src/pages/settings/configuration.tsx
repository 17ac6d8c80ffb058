import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useSettings } from '../../api/queries.ts';
import { Json } from '../../parts/json.tsx';
import { Failed, Waiting } from '../../parts/states.tsx';

/** The configuration as it is deployed: to read; it is changed in its file. */
export function Configuration() {
  const { data, error, refetch } = useSettings();
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting what="the configuration" />;
  const { config, version, hub } = data;
  return (
    <Container
      header={
        <Header variant="h2" description="As it is deployed. To change it, change homeostat.config.ts and deploy.">
          Configuration
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Version', value: version },
            { label: 'Hub account', value: hub.account },
            { label: 'Hub region', value: hub.region },
          ]}
        />
        {Object.entries(config).map(([name, value]) => (
          <ExpandableSection
            key={name}
            variant="inline"
            headerText={says[name] ?? name}
            headerDescription={says[name] && name}
            defaultExpanded={name === 'policy'}
          >
            <Json value={value} label={name} />
          </ExpandableSection>
        ))}
      </SpaceBetween>
    </Container>
  );
}

/** What the parts of a configuration are about. */
const says: Readonly<Record<string, string>> = {
  accounts: 'What it looks after',
  controls: 'Controls at work',
  policy: 'What it may do',
  approvers: 'Who approves',
  groups: 'Groups of approvers',
  operators: 'Who may undo by the command',
  channels: 'How people are asked',
  limits: 'Limits',
  protect: 'What is never changed',
  settle: 'Time for infrastructure tools',
  questions: 'How questions are asked',
  exemptions: 'Limits of exemptions',
  baselineWebAcl: 'The baseline Web ACL',
  console: 'This page',
  settings: 'Parameters of controls',
};
