import Badge from '@cloudscape-design/components/badge';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'react-router-dom';
import { useFollow } from '../parts/link.tsx';

/** Where one can go. */
export function Menu({ openQuestions }: { openQuestions: number }) {
  const { pathname } = useLocation();
  const follow = useFollow();
  const info = openQuestions > 0 ? <Badge color="red">{openQuestions}</Badge> : undefined;
  const items: SideNavigationProps['items'] = [
    { type: 'link', text: 'Overview', href: '/' },
    { type: 'link', text: 'Remediations', href: '/remediations' },
    { type: 'link', text: 'Approvals', href: '/approvals', info },
    { type: 'link', text: 'Exemptions', href: '/exemptions' },
    { type: 'divider' },
    { type: 'link', text: 'Controls', href: '/controls' },
    { type: 'link', text: 'Settings and pause', href: '/settings' },
  ];
  return (
    <SideNavigation
      header={{ text: 'Homeostat', href: '/' }}
      activeHref={`/${pathname === '/resource' ? 'remediations' : (pathname.split('/')[1] ?? '')}`}
      items={items}
      onFollow={follow}
    />
  );
}
