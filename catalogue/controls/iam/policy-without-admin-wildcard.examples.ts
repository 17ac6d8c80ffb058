import { type Example, type NonEmpty, outputOf, type Plan, type Undo } from '../../control.ts';
import type { Call } from '../../iam/calls.ts';
import { type Grants, Kind, type Managed, type Principal, type Use } from '../../iam/grants.ts';
import { wayIn } from '../../iam/plan-grants.ts';
import { spelling } from '../../iam/spelling.ts';
import { createVersion, deleteVersion, setDefault } from '../../iam/versions.ts';
import { nothingMore } from '../../policy/admin.ts';

const admin = '{"Effect":"Allow","Action":"*","Resource":"*"}';
const readLogs = '{"Sid":"ReadLogs","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*"}';
const withMfa =
  '{"Sid":"WithMfa","Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}';
const allButIam = '{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}';
const allButLogs = '{"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::logs/*"}';
const power = 'arn:aws:iam::111122223333:policy/power';

export const examples: NonEmpty<Example<Grants, Call>> = [
  {
    name: 'a role whose policies name what they grant',
    state: principal('role', { logs: policy(readLogs) }),
    plan: { outcome: 'compliant' },
  },
  ...Kind.options.flatMap(driftOf),
  drift({
    name: 'a role with two policies that grant administration, and one of them administration under a condition too',
    state: principal('role', { mixed: policy(readLogs, admin, withMfa), wide: policy(admin, readLogs) }),
    because:
      'role app loses administration of the whole account (inline policy mixed, inline policy wide); what else the policies grant stays; left to a person: in inline policy mixed, a condition limits the administration that statement WithMfa grants',
    apply: [
      spelling.role.put(
        'app',
        { name: 'mixed', document: policy(readLogs, withMfa) },
        'Take the blanket administration out of inline policy mixed of role app; 2 other statements stay',
      ),
      spelling.role.put(
        'app',
        { name: 'wide', document: policy(readLogs) },
        'Take the blanket administration out of inline policy wide of role app; 1 other statement stays',
      ),
    ],
    undo: [
      {
        ...spelling.role.put(
          'app',
          { name: 'mixed', document: policy(readLogs, admin, withMfa) },
          'Give inline policy mixed of role app its earlier text back',
        ),
        undoes: 0,
      },
      {
        ...spelling.role.put(
          'app',
          { name: 'wide', document: policy(admin, readLogs) },
          'Give inline policy wide of role app its earlier text back',
        ),
        undoes: 1,
      },
    ],
    after: principal('role', { mixed: policy(readLogs, withMfa), wide: policy(readLogs) }),
  }),
  {
    name: 'a managed policy that names what it grants',
    state: managed(policy(readLogs)),
    plan: { outcome: 'compliant' },
  },
  drift({
    name: 'a managed policy that two principals hold',
    state: managed(policy(admin, readLogs), { holders: ['role app', 'user bob'] }),
    because: 'role app, user bob lose administration of the whole account (policy power); what else it grants stays',
    affects: ['arn:aws:iam::111122223333:role/app', 'arn:aws:iam::111122223333:user/bob'],
    apply: [
      createVersion(power, {
        document: policy(readLogs),
        isDefault: true,
        says: 'Take the blanket administration out of policy power with a new default version; 1 other statement stays',
      }),
    ],
    undo: [
      { ...setDefault(power, 'v7', 'Make version v7 the default of policy power again'), undoes: 0 },
      {
        ...deleteVersion(power, outputOf(0, 'PolicyVersion.VersionId'), 'Delete the new version of policy power'),
        undoes: 0,
      },
    ],
    after: managed(policy(readLogs)),
  }),
  drift({
    name: 'a managed policy that has as many versions as it can',
    state: managed(policy(admin, readLogs), {
      holders: ['role app'],
      oldest: { id: 'v3', document: policy(readLogs) },
    }),
    because: 'role app loses administration of the whole account (policy power); what else it grants stays',
    affects: ['arn:aws:iam::111122223333:role/app'],
    apply: [
      deleteVersion(
        power,
        'v3',
        'Delete version v3 of policy power, its oldest, to make room: a policy holds 5 versions',
      ),
      createVersion(power, {
        document: policy(readLogs),
        isDefault: true,
        says: 'Take the blanket administration out of policy power with a new default version; 1 other statement stays',
      }),
    ],
    undo: [
      { ...setDefault(power, 'v7', 'Make version v7 the default of policy power again'), undoes: 1 },
      {
        ...deleteVersion(power, outputOf(1, 'PolicyVersion.VersionId'), 'Delete the new version of policy power'),
        undoes: 1,
      },
      {
        ...createVersion(power, {
          document: policy(readLogs),
          isDefault: false,
          says: 'Put the text of version v3 of policy power back, under a new number',
        }),
        undoes: 0,
      },
    ],
    after: managed(policy(readLogs)),
  }),
  drift({
    name: 'a managed policy that grants nothing else and that nobody holds',
    state: managed(policy(admin), {}),
    because:
      'policy power is attached to nobody today; whatever else names it loses administration of the whole account',
    apply: [
      createVersion(power, {
        document: nothingMore,
        isDefault: true,
        says: 'Empty policy power with a new default version: it grants nothing but blanket administration',
      }),
    ],
    undo: [
      { ...setDefault(power, 'v7', 'Make version v7 the default of policy power again'), undoes: 0 },
      {
        ...deleteVersion(power, outputOf(0, 'PolicyVersion.VersionId'), 'Delete the new version of policy power'),
        undoes: 0,
      },
    ],
    after: managed(nothingMore),
  }),
  left(
    'a managed policy that the organization’s own role holds',
    managed(policy(admin), { holders: ['role app', 'role OrganizationAccountAccessRole'] }),
    'role OrganizationAccountAccessRole, the organization’s own way into the account, holds policy power, so a person decides',
  ),
  left(
    'a managed policy that bounds a principal',
    managed(policy(admin), { boundary: true }),
    'policy power is the permissions boundary of a principal, so a person decides',
  ),
  left(
    'a managed policy that grants everything on all but some resources',
    managed(policy(allButLogs)),
    'policy power: statement 1 grants every action on every resource except the ones it names; so a person decides',
  ),
  left(
    'a managed policy of AWS',
    { kind: 'aws-managed', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    'policy AdministratorAccess is kept by AWS, which alone can change it',
  ),
  left(
    'a user who may do everything with MFA',
    principal('user', { mfa: policy(withMfa) }),
    'user app: in inline policy mfa, a condition limits the administration that statement WithMfa grants; so a person decides',
  ),
  left(
    'a group that may do everything but some actions',
    principal('group', { wide: policy(allButIam) }),
    'group app: in inline policy wide, statement 1 grants every action except the ones it names; so a person decides',
  ),
  left(
    'a role with a policy that cannot be read',
    principal('role', { odd: '{' }),
    'role app: in inline policy odd, the text could not be read: not JSON; so a person decides',
  ),
  left(
    'a role of an AWS service',
    { ...principal('role', { admin: policy(admin) }), path: '/aws-service-role/x.amazonaws.com/' },
    'role app is kept by AWS (path /aws-service-role/x.amazonaws.com/), which alone can change it',
  ),
  left(
    'a role of IAM Identity Center',
    { ...principal('role', { admin: policy(admin) }), path: '/aws-reserved/sso.amazonaws.com/' },
    'role app is kept by AWS (path /aws-reserved/sso.amazonaws.com/), which alone can change it',
  ),
  left(
    'the role through which the organization gets in',
    { ...principal('role', { admin: policy(admin) }), name: wayIn },
    'role OrganizationAccountAccessRole is the organization’s own way into the account, so a person decides',
  ),
];

type Drift = Pick<Extract<Plan<Grants, Call>, { outcome: 'change' }>, 'apply' | 'after' | 'affects'> & {
  readonly name: string;
  readonly state: Grants;
  readonly because: string;
  readonly undo: NonEmpty<Undo<Call>>;
};

function drift({ name, state, because, ...way }: Drift): Example<Grants, Call> {
  return { name, state, plan: { outcome: 'change', risk: { level: 'disruptive', because }, ...way } };
}

function left(name: string, state: Grants, because: string): Example<Grants, Call> {
  return { name, state, plan: { outcome: 'leave', because } };
}

/** The two ways an inline policy of any kind of principal is mended. */
function driftOf(type: Kind): readonly Example<Grants, Call>[] {
  const whole = { name: 'admin', document: `{"Version":"2012-10-17","Statement":${admin}}` };
  const more = { name: 'wide', document: policy(admin, readLogs) };
  const less = { name: 'wide', document: policy(readLogs) };
  const because = `${type === 'group' ? 'everybody in group app' : `${type} app`} loses administration of the whole account`;
  return [
    drift({
      name: `a ${type} with an inline policy that grants nothing else`,
      state: principal(type, { admin: whole.document }),
      because: `${because} (inline policy admin); what else the policies grant stays`,
      apply: [
        spelling[type].remove(
          'app',
          'admin',
          `Delete inline policy admin of ${type} app: it grants nothing but blanket administration`,
        ),
      ],
      undo: [
        {
          ...spelling[type].put('app', whole, `Give inline policy admin of ${type} app its earlier text back`),
          undoes: 0,
        },
      ],
      after: principal(type, {}),
    }),
    drift({
      name: `a ${type} with an inline policy that grants more`,
      state: principal(type, { wide: more.document }),
      because: `${because} (inline policy wide); what else the policies grant stays`,
      apply: [
        spelling[type].put(
          'app',
          less,
          `Take the blanket administration out of inline policy wide of ${type} app; 1 other statement stays`,
        ),
      ],
      undo: [
        {
          ...spelling[type].put('app', more, `Give inline policy wide of ${type} app its earlier text back`),
          undoes: 0,
        },
      ],
      after: principal(type, { wide: less.document }),
    }),
  ];
}

function principal(type: Kind, inline: Readonly<Record<string, string>>): Principal {
  const policies = Object.entries(inline).map(([name, document]) => ({ name, document }));
  return { kind: 'principal', type, name: 'app', path: '/', inline: policies };
}

function managed(document: string, use?: Partial<Use>): Managed {
  const all = use === undefined ? null : { version: 'v7', boundary: false, holders: [], oldest: null, ...use };
  return { kind: 'managed', arn: power, document, use: all };
}

function policy(...statements: readonly string[]): string {
  return `{"Version":"2012-10-17","Statement":[${statements.join(',')}]}`;
}
