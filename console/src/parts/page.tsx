import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTitle } from '../shell/title.tsx';

interface Props {
  readonly title: string;
  /** What stands as the heading where that is more than the title. */
  readonly heading?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page that is made of sections. Pages that are one table have its header instead. */
export function Page({ title, heading, description, actions, children }: Props) {
  useTitle(title);
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={description} actions={actions}>
        {heading ?? title}
      </Header>
      {children}
    </SpaceBetween>
  );
}
