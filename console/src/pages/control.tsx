import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import type { Answer } from '../../../functions/api/routes.ts';
import type { Control as ControlShape } from '../../../functions/api/shapes.ts';
import { useControl } from '../api/queries.ts';
import { DeedButton } from '../parts/forbidden.tsx';
import { Markdown } from '../parts/markdown.tsx';
import { SeverityMark } from '../parts/marks.tsx';
import { Page } from '../parts/page.tsx';
import { Failed, Waiting } from '../parts/states.tsx';
import { Lately } from './control/lately.tsx';
import { ModeDialog } from './control/mode-dialog.tsx';
import { Modes } from './control/modes.tsx';

/** One control: what it keeps in order, what it may do by itself, and what it did. */
export default function Control() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useControl(id);
  if (data) return <Whole answer={data} />;
  return (
    <Page title={id}>
      {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Waiting what="the control" />}
    </Page>
  );
}

function Whole({ answer: { control, page } }: { answer: Answer<'control'> }) {
  const [isSetting, setSetting] = useState(false);
  return (
    <Page
      title={control.title}
      description={<span className="mono">{control.id}</span>}
      actions={
        <DeedButton deed="setMode" variant="primary" onClick={() => setSetting(true)}>
          Change its mode
        </DeedButton>
      }
    >
      <SpaceBetween size="l">
        {!control.isAtWork && (
          <Alert type="warning" header="It is not at work">
            {control.lacking.length > 0
              ? `The configuration has to say: ${control.lacking.join(', ')}.`
              : 'The configuration does not name it among its controls.'}
          </Alert>
        )}
        <Card control={control} />
        <Modes modes={control.modes} />
        <Lately control={control} />
        <Container header={<Header variant="h2">Its page</Header>}>
          {/* The title, the line of facts and the reason stand above already. */}
          <Markdown text={page} from={3} />
        </Container>
        {isSetting && <ModeDialog control={control} onClose={() => setSetting(false)} />}
      </SpaceBetween>
    </Page>
  );
}

function Card({
  control: { why, impact, practice, severity, resources, risks, standards, settings },
}: {
  control: ControlShape;
}) {
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        minColumnWidth={200}
        items={[
          { label: 'Why', value: why },
          { label: 'What a mend changes', value: impact },
          {
            label: 'Standards',
            value: (
              <ul className="plain">
                {Object.entries(standards).map(([name, checks]) => (
                  <li key={name}>{`${name}: ${checks.join(', ')}`}</li>
                ))}
              </ul>
            ),
          },
          { label: 'Practice', value: practice },
          { label: 'Severity', value: <SeverityMark severity={severity} /> },
          { label: 'Kinds of resources', value: resources.join(', ') },
          { label: 'Risks of its mends', value: risks.join(', ') || 'it changes nothing' },
          { label: 'Settings', value: settings.join(', ') || 'none' },
        ]}
      />
    </Container>
  );
}
