/** The roles of Homeostat, by the names they have in every account. */
export const readerRole = 'HomeostatReader';
export const writerRole = 'HomeostatWriter';

/** The functions, by the file each is made from. */
export const functionNames = [
  'assess',
  'open',
  'ask',
  'apply',
  'verify',
  'close',
  'undo',
  'pages',
  'deliver',
  'slack',
  'command',
  'notify',
  'renew',
  'reconcile',
] as const;
export type FunctionName = (typeof functionNames)[number];

export function functionRole(name: FunctionName): string {
  return `Homeostat-${name}`;
}

const ownRoles = [
  readerRole,
  writerRole,
  ...functionNames.map(functionRole),
  'Homeostat-triage',
  'Homeostat-remediate',
];

/** What Homeostat never changes and whose calls it never judges: itself, by exact names, so that nobody hides behind a likeness. */
export const ownResources: readonly string[] = [
  ...ownRoles.map((name) => `arn:*:iam::*:role/${name}`),
  `arn:*:sts::*:assumed-role/${writerRole}/*`,
];
