import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import type { Deed } from '../api/may.ts';
import { useWhyNot } from '../shell/session.tsx';

interface Props extends Pick<ButtonProps, 'variant' | 'onClick' | 'iconName' | 'loading' | 'ariaLabel'> {
  readonly deed: Deed;
  readonly children: ReactNode;
  /** Why nobody could do it now. */
  readonly because?: string | undefined;
}

/** A button for what not everybody may do: to those who may not, it says why. */
export function DeedButton({ deed, because, children, ...rest }: Props) {
  const reason = useWhyNot(deed) ?? because;
  return (
    <Button {...rest} disabled={reason !== undefined} disabledReason={reason}>
      {children}
    </Button>
  );
}
