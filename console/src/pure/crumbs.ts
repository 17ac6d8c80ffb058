export interface Crumb {
  readonly text: string;
  readonly href: string;
}

const pages: Readonly<Record<string, string>> = {
  remediations: 'Remediations',
  resource: 'Resource',
  approvals: 'Approvals',
  exemptions: 'Exemptions',
  controls: 'Controls',
  settings: 'Settings',
};

/** The way to a page, from its address. */
export function crumbsOf(pathname: string): readonly Crumb[] {
  const [first = '', second] = pathname.split('/').filter((part) => part !== '');
  const page = first === '' ? 'Overview' : (pages[first] ?? 'Not found');
  const href = first === 'resource' ? '/remediations' : `/${first}`;
  return [
    { text: 'Homeostat', href: '/' },
    ...(first === 'resource' ? [{ text: 'Remediations', href }] : []),
    { text: page, href: first === 'resource' ? '/resource' : href },
    ...(second === undefined ? [] : [{ text: decodeURIComponent(second), href: pathname }]),
  ];
}
