import CloudscapeLink, { type LinkProps } from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { hrefOf, pathIn } from '../shell/place.ts';

/** A link within the console: no page is loaded for it, unless one asks for another tab. */
export function Link({
  to,
  children,
  ...rest
}: { to: string; children: ReactNode } & Pick<LinkProps, 'variant' | 'fontSize' | 'ariaLabel'>) {
  const follow = useFollow();
  return (
    <CloudscapeLink {...rest} href={hrefOf(to)} onFollow={follow}>
      {children}
    </CloudscapeLink>
  );
}

/** Goes where a Cloudscape component wants to lead, without loading a page. */
export function useFollow() {
  const navigate = useNavigate();
  return (event: {
    detail: { href?: string | undefined; external?: boolean | undefined };
    preventDefault: () => void;
  }) => {
    const { href, external } = event.detail;
    const path = external ? undefined : pathIn(href);
    if (path === undefined) return;
    event.preventDefault();
    void navigate(path);
  };
}

/** Where a remediation, a resource and a control are shown. */
export const toRemediation = (id: string) => `/remediations/${encodeURIComponent(id)}`;
export const toControl = (id: string) => `/controls/${encodeURIComponent(id)}`;
export const toResource = ({ account, region, resource }: { account: string; region: string; resource: string }) =>
  `/resource?${new URLSearchParams({ account, region, arn: resource })}`;
