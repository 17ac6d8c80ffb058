import { mostPolicies } from '../catalogue/derive/statements.ts';

/** The roles of Homeostat, by the names they have in every account. */
export const readerRole = 'HomeostatReader';
export const writerRole = 'HomeostatWriter';
/** Where Security Hub is told of findings, by a role of its own. */
export const findingsRole = 'HomeostatFindings';
/** What `homeostat doctor` looks around with. */
export const doctorRole = 'HomeostatDoctor';

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
  'watch',
  'reconcile',
  'sweep',
  'tally',
  'archive',
  'export',
  'report',
  'findings',
] as const;
/** Those that only a configuration with a console has. */
export const consoleFunctionNames = ['api', 'authorize', 'site'] as const;
export type FunctionName = (typeof functionNames)[number] | (typeof consoleFunctionNames)[number];

export function functionRole(name: FunctionName): string {
  return `Homeostat-${name}`;
}

/** The policies of one of the two roles: numbered, because what its controls declare may not fit into one. */
export function policyName(roleName: string, index: number): string {
  return `${roleName}-${index + 1}`;
}

const ownRoles = [
  readerRole,
  writerRole,
  findingsRole,
  doctorRole,
  ...[...functionNames, ...consoleFunctionNames].map(functionRole),
  'Homeostat-triage',
  'Homeostat-remediate',
  'Homeostat-evidence',
  'Homeostat-examine',
];

/** What Homeostat never changes and whose calls it never judges: itself, by exact names, so that nobody hides behind a likeness. */
export const ownResources: readonly string[] = [
  ...ownRoles.map((name) => `arn:*:iam::*:role/${name}`),
  ...[readerRole, writerRole].flatMap((role) =>
    Array.from({ length: mostPolicies }, (_, index) => `arn:*:iam::*:policy/${policyName(role, index)}`),
  ),
  `arn:*:sts::*:assumed-role/${writerRole}/*`,
];
