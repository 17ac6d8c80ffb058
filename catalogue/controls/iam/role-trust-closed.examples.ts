import type { Example, NonEmpty } from '../../control.ts';
import { type Role, setTrust } from '../../iam/trust.ts';

const anyone = '{"Sid":"Anyone","Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}';
const ec2 = '{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}';
const ownAccount = '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}';
const ownAndAnyone = ownAccount.replace('"arn:aws:iam::111122223333:root"', '["arn:aws:iam::111122223333:root","*"]');
const onlyOwn = ownAccount.replace('"arn:aws:iam::111122223333:root"', '["arn:aws:iam::111122223333:root"]');
const partner = '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"sts:AssumeRole"}';
const agreed = partner.replace(/\}$/, ',"Condition":{"StringEquals":{"sts:ExternalId":"f3b1c2"}}}');
const github = (...conditions: readonly string[]) =>
  `{"Sid":"GitHub","Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{${conditions.join(',')}}}`;
const audience = '"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}';
const repository = '"StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org/octo-repo:*"}';
const partOfAName = '"StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo*"}';
const keptByAws = 'role app is kept by AWS, which alone can change it';

export const examples: NonEmpty<Example<Role, 'iam:UpdateAssumeRolePolicy'>> = [
  { name: 'a role that a service of the account takes', state: of(trust(ec2)), plan: { outcome: 'compliant' } },
  {
    name: 'a role that GitHub takes for one repository, and another account with an external id',
    state: of(trust(github(audience, repository), agreed)),
    plan: { outcome: 'compliant' },
  },
  drift('a role that everybody may take besides a service', {
    before: trust(ec2, anyone),
    after: trust(ec2),
    statement: 'Anyone',
    because: 'statement Anyone lets in everybody (it names everybody)',
  }),
  drift('a role that everybody may take besides the own account, in one statement', {
    before: trust(ownAndAnyone),
    after: trust(onlyOwn),
    statement: '1',
    because: 'statement 1 lets in everybody (it names everybody)',
  }),
  drift('a role that every repository of GitHub may take', {
    before: trust(ec2, github(audience)),
    after: trust(ec2),
    statement: 'GitHub',
    because:
      'statement GitHub lets in arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com (token.actions.githubusercontent.com:aud is the same for every customer)',
  }),
  drift('a role that everybody may take, and another account without an external id', {
    before: trust(partner, anyone),
    after: trust(partner),
    statement: 'Anyone',
    because: 'statement Anyone lets in everybody (it names everybody)',
  }),
  leave('a role that nobody but everybody may take', {
    state: of(trust(anyone)),
    because:
      'the trust policy of role app is left to a person: statement Anyone lets in everybody (it names everybody), but without it nobody could take the role any more',
  }),
  leave('a role that another account may take without an external id', {
    state: of(trust(partner)),
    because:
      'role app trusts somebody outside: statement 1 lets in arn:aws:iam::999988887777:root (999988887777 is another account)',
  }),
  leave('a role of which it is not clear whose repositories of GitHub may take it', {
    state: of(trust(github(audience, partOfAName))),
    because:
      'the trust policy of role app is left to a person: statement GitHub lets in arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com (repo:octo* does not name the owner of the repository)',
  }),
  leave('a role whose trust policy cannot be read', {
    state: of(''),
    because: 'the trust policy of role app is left to a person: the policy could not be read: not JSON',
  }),
  leave('a role that is linked to a service', {
    state: of(trust(ec2, anyone), '/aws-service-role/autoscaling.amazonaws.com/'),
    because: keptByAws,
  }),
  leave('a role of IAM Identity Center', {
    state: of(trust(ec2, anyone), '/aws-reserved/sso.amazonaws.com/'),
    because: keptByAws,
  }),
];

function of(text: string, path = '/'): Role {
  return { name: 'app', account: '111122223333', path, trust: text };
}

function trust(...statements: readonly string[]): string {
  return `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;
}

interface Drift {
  readonly before: string;
  readonly after: string;
  readonly statement: string;
  readonly because: string;
}

function drift(name: string, { before, after, statement, because }: Drift): (typeof examples)[number] {
  return {
    name,
    state: of(before),
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: `whoever takes role app through it no longer can: ${because}` },
      apply: [
        setTrust('app', after, `Take whoever is unknown out of the trust policy of role app: statement ${statement}`),
      ],
      undo: [setTrust('app', before, 'Give role app the earlier text of its trust policy back')],
      after: of(after),
    },
  };
}

function leave(name: string, { state, because }: { state: Role; because: string }): (typeof examples)[number] {
  return { name, state, plan: { outcome: 'leave', because } };
}
