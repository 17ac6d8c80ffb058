import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { FormEvent, ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly onDo: () => void;
  /** What the button says that does it. */
  readonly does: string;
  readonly isDoing: boolean;
  /** Whether there is anything to do: nothing is sent that is known to be refused. */
  readonly canDo?: boolean;
  readonly size?: 'medium' | 'large';
  readonly children: ReactNode;
}

/** Asks once more before something is done, and for what it takes. Enter does it, Escape closes. */
export function Dialog({ title, onClose, onDo, does, isDoing, canDo = true, size = 'medium', children }: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canDo && !isDoing) onDo();
  };
  return (
    <Modal visible header={title} onDismiss={onClose} size={size} closeAriaLabel="Close">
      <form onSubmit={submit}>
        <Form
          actions={
            <Box float="right">
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" formAction="none" onClick={onClose}>
                  Cancel
                </Button>
                <Button variant="primary" disabled={!canDo} loading={isDoing}>
                  {does}
                </Button>
              </SpaceBetween>
            </Box>
          }
        >
          <SpaceBetween size="m">{children}</SpaceBetween>
        </Form>
      </form>
    </Modal>
  );
}
