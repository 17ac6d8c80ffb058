import type { ButtonDropdownProps } from '@cloudscape-design/components/button-dropdown';
import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useNavigate } from 'react-router-dom';
import { type ModeWish, useLook } from './look.ts';
import { hrefOf } from './place.ts';
import { signOut, usePerson } from './session.tsx';

/** The bar at the top: whose page this is, how it looks, who is signed in. */
export function TopBar() {
  const navigate = useNavigate();
  return (
    <header id="top" className="top">
      <TopNavigation
        identity={{
          href: hrefOf('/'),
          title: 'Homeostat',
          logo: { src: hrefOf('/mark.svg'), alt: '' },
          onFollow: (event) => {
            event.preventDefault();
            void navigate('/');
          },
        }}
        utilities={[useLookMenu(), usePersonMenu()]}
      />
    </header>
  );
}

function useLookMenu(): TopNavigationProps.MenuDropdownUtility {
  const { mode, density, setMode, setDensity } = useLook();
  const choice = (id: string, text: string, checked: boolean): ButtonDropdownProps.CheckboxItem => ({
    id,
    text,
    itemType: 'checkbox',
    checked,
  });
  return {
    type: 'menu-dropdown',
    iconName: 'settings',
    ariaLabel: 'How the page looks',
    title: 'How the page looks',
    items: [
      {
        text: 'Colours',
        items: [
          choice('system', 'As the system', mode === 'system'),
          choice('light', 'Light', mode === 'light'),
          choice('dark', 'Dark', mode === 'dark'),
        ],
      },
      { text: 'Density', items: [choice('compact', 'Compact', density === 'compact')] },
    ],
    onItemClick: ({ detail }) =>
      detail.id === 'compact'
        ? setDensity(density === 'compact' ? 'comfortable' : 'compact')
        : setMode(detail.id as ModeWish),
  };
}

function usePersonMenu(): TopNavigationProps.MenuDropdownUtility {
  const { name, mail, roles, accounts } = usePerson();
  return {
    type: 'menu-dropdown',
    text: name,
    iconName: 'user-profile',
    description: mail,
    items: [
      {
        text: `Roles: ${roles.join(', ')}`,
        items: [
          {
            id: 'out',
            text: 'Sign out',
            secondaryText: accounts.includes('*') ? 'Sees all accounts' : `Sees ${accounts.join(', ')}`,
          },
        ],
      },
    ],
    onItemClick: ({ detail }) => {
      if (detail.id === 'out') void signOut();
    },
  };
}
