import * as z from 'zod';
import { defineControl, type Plan } from '../../control.ts';
import { partsOf } from '../../iam/arn.ts';
import { roleArn, roleReads, roles } from '../../iam/role.ts';
import { isKeptByAws, Role, setTrust } from '../../iam/trust.ts';
import { leaveForeigners, planClosing } from '../../policy/closing.ts';
import { type Mend, withoutOutsiders } from '../../policy/mend.ts';
import { ownerSettings, placeOf } from '../../policy/owner.ts';
import { examples } from './role-trust-closed.examples.ts';

const Settings = z.object(ownerSettings('Other accounts whose principals may take roles without an external id'));

export const roleTrustClosed = defineControl({
  id: 'iam.role-trust-closed',
  title: 'Roles trust nobody unknown',
  practice: 'least privilege',
  severity: 'critical',
  standards: { Prowler: ['iam_role_github_oidc_trust_subject_restricted'] },
  why: 'A role that trusts everybody, or every repository of GitHub, hands what it may do to whoever learns its name.',
  impact:
    'Whoever took the role through a statement for everybody can no longer take it; sessions that are open last until they end. Every other statement stays byte for byte. Accounts that are trusted without an external id are only named, never shut out.',
  triggers: [
    {
      kind: 'api-call',
      service: 'iam',
      events: ['CreateRole', 'UpdateAssumeRolePolicy'],
      target: 'arn:{partition}:iam::{account}:role/{roleName}',
    },
  ],
  settings: Settings,
  ...roles,
  reads: roleReads,
  writes: [{ call: 'iam:UpdateAssumeRolePolicy', on: roleArn }],
  state: Role,

  async read({ arn, account }, aws) {
    const { name } = partsOf(arn);
    const role = (await aws('iam:GetRole', { RoleName: name }))?.Role;
    return {
      name,
      account,
      path: role?.Path ?? '/',
      trust: decodeURIComponent(role?.AssumeRolePolicyDocument ?? ''),
    };
  },

  plan(role, settings) {
    const { name, account, trust } = role;
    const place = placeOf({ service: 'iam', account }, settings);
    return planClosing(withoutOutsiders(trust, place, 'public'), {
      policy: `the trust policy of role ${name}`,
      closed: () => leaveForeigners(trust, place, `role ${name} trusts somebody outside`),
      close: (mend) => close(role, mend),
    });
  },

  examples,
});

function close(role: Role, { document, removed, because }: Mend): Plan<Role, 'iam:UpdateAssumeRolePolicy'> {
  const { name } = role;
  if (isKeptByAws(role)) {
    return { outcome: 'leave', because: `role ${name} is kept by AWS, which alone can change it` };
  }
  if (document === null) {
    return { outcome: 'leave', because: `nobody would be left in the trust policy of role ${name}: ${because}` };
  }
  const statements = removed.map(({ sid, index }) => sid ?? index + 1).join(', ');
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever takes role ${name} through it no longer can: ${because}` },
    apply: [
      setTrust(
        name,
        document,
        `Take whoever is unknown out of the trust policy of role ${name}: statement ${statements}`,
      ),
    ],
    undo: [setTrust(name, role.trust, `Give role ${name} the earlier text of its trust policy back`)],
    after: { ...role, trust: document },
  };
}
