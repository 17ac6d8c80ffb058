import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { mayPass, saysOf } from '../api/problem.ts';
import { hrefOf } from '../shell/place.ts';

/** Something is being fetched. */
export function Waiting({ what }: { what: string }) {
  return (
    <div role="status">
      <Box textAlign="center" padding="xxl" color="text-status-inactive">
        <Spinner /> Waiting for {what}
      </Box>
    </div>
  );
}

/** It could not be had: why, and what to do next. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <Alert
      type="error"
      header={mayPass(error) ? 'This could not be loaded' : 'This cannot be shown'}
      action={
        onRetry && mayPass(error) ? (
          <Button onClick={onRetry}>Try again</Button>
        ) : (
          <Button href={hrefOf('/')}>Go to the overview</Button>
        )
      }
    >
      {saysOf(error)}
    </Alert>
  );
}

/** There is nothing, what that means, and what to do next. */
export function Empty({ says, more, action }: { says: string; more?: ReactNode; action?: ReactNode }) {
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }} color="inherit">
      <SpaceBetween size="xs">
        <Box variant="strong" color="inherit">
          {says}
        </Box>
        {more && (
          <Box variant="p" color="text-body-secondary">
            {more}
          </Box>
        )}
        {action}
      </SpaceBetween>
    </Box>
  );
}
