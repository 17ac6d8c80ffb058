import Badge from '@cloudscape-design/components/badge';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'react-router-dom';
import { useFollow } from '../parts/link.tsx';
import { hrefOf } from './place.ts';

/** Where one can go. */
export function Menu({ openQuestions }: { openQuestions: number }) {
  const { pathname } = useLocation();
  const follow = useFollow();
  const info = openQuestions > 0 ? <Badge color="red">{openQuestions}</Badge> : undefined;
  const items: SideNavigationProps['items'] = [
    { type: 'link', text: 'Overview', href: hrefOf('/') },
    { type: 'link', text: 'Remediations', href: hrefOf('/remediations') },
    { type: 'link', text: 'Approvals', href: hrefOf('/approvals'), info },
    { type: 'link', text: 'Exemptions', href: hrefOf('/exemptions') },
    { type: 'divider' },
    { type: 'link', text: 'Controls', href: hrefOf('/controls') },
    { type: 'link', text: 'Settings and pause', href: hrefOf('/settings') },
  ];
  return (
    <SideNavigation
      header={{ text: 'Homeostat', href: hrefOf('/') }}
      activeHref={hrefOf(`/${pathname === '/resource' ? 'remediations' : (pathname.split('/')[1] ?? '')}`)}
      items={items}
      onFollow={follow}
    />
  );
}
