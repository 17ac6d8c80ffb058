import { type Raw, type Row, rows } from './row.ts';

const role = { service: 'iam', account: '123456789012' } as const;
const assume: Raw = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
const github = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
const audience = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };
const subject = 'token.actions.githubusercontent.com:sub';

export const trust: readonly Row[] = [
  ...rows('principal', role, [
    ['everyone', assume, 'open', 'open'],
    [
      'everyone of some addresses',
      { ...assume, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
      'closed',
      'unclear',
    ],
    [
      'a user of the account',
      { ...assume, Principal: { AWS: 'arn:aws:iam::123456789012:user/user-name' } },
      'closed',
      'closed',
    ],
    ['another account', { ...assume, Principal: { AWS: '555555555555' } }, 'closed', 'open'],
    [
      'a session of another account’s role',
      { ...assume, Principal: { AWS: 'arn:aws:sts::555555555555:assumed-role/role-name/role-session-name' } },
      'closed',
      'open',
    ],
    [
      'an identity of which only the id is left',
      { ...assume, Principal: { AWS: 'AROADBQP57FF2AEXAMPLE' } },
      'closed',
      'unclear',
    ],
    [
      'a wildcard within a principal, which AWS does not take',
      { ...assume, Principal: { AWS: 'arn:aws:iam::123456789012:user/*' } },
      'unclear',
      'unclear',
    ],
  ]),
  ...rows('passRole', role, [
    [
      'two services, to which only the account passes its roles',
      { ...assume, Principal: { Service: ['ecs.amazonaws.com', 'elasticloadbalancing.amazonaws.com'] } },
      'closed',
      'closed',
    ],
  ]),
  ...rows('principal', { ...role, trusted: ['555555555555'] }, [
    ['a trusted account', { ...assume, Principal: { AWS: '555555555555' } }, 'closed', 'closed'],
  ]),
  ...rows('deputy', role, [
    [
      'another account that shows the external id',
      {
        ...assume,
        Principal: { AWS: '555555555555' },
        Condition: { StringEquals: { 'sts:ExternalId': '12345' } },
      },
      'closed',
      'closed',
    ],
    [
      'another account that shows any external id',
      { ...assume, Principal: { AWS: '555555555555' }, Condition: { StringLike: { 'sts:ExternalId': '*' } } },
      'closed',
      'open',
    ],
    [
      'everybody who knows the external id, which is no secret',
      { ...assume, Condition: { StringEquals: { 'sts:ExternalId': '12345' } } },
      'unclear',
      'unclear',
    ],
  ]),
  ...rows('oidc', role, [
    ['Cognito, any pool of anybody', by('cognito-identity.amazonaws.com', {}), 'open', 'open'],
    [
      'Login with Amazon, one app',
      by('www.amazon.com', { app_id: 'amzn1.application-oa2-123456' }),
      'closed',
      'closed',
    ],
    ['Facebook, one app', by('graph.facebook.com', { app_id: '111222333444555' }), 'closed', 'closed'],
    ['Google, one app', by('accounts.google.com', { aud: '666777888999000' }), 'closed', 'closed'],
    ['Google, any app of anybody', by('accounts.google.com', {}), 'open', 'open'],
    [
      'a provider of which nothing is known, its audience only',
      {
        ...by('arn:aws:iam::123456789012:oidc-provider/server.example.com', {}),
        Condition: { StringEquals: { 'server.example.com:aud': 'appid_from_oidc_idp' } },
      },
      'unclear',
      'unclear',
    ],
  ]),
  ...rows('cognito', role, [
    [
      'Cognito, one pool, which may have guests',
      by('cognito-identity.amazonaws.com', { aud: 'us-east:12345678-ffff-ffff-ffff-123456' }),
      'unclear',
      'unclear',
    ],
    ['Cognito, users who signed in to one pool', cognito('authenticated'), 'closed', 'closed'],
    ['Cognito, the guests of one pool', cognito('unauthenticated'), 'unclear', 'unclear'],
  ]),
  ...rows('github', role, [
    [
      'one branch',
      of({ StringEquals: { ...audience, [subject]: 'repo:octo-org/octo-repo:ref:refs/heads/main' } }),
      'closed',
      'closed',
    ],
    [
      'one repository',
      of({ StringEquals: audience, StringLike: { [subject]: 'repo:octo-org/octo-repo:*' } }),
      'closed',
      'closed',
    ],
    [
      'one organization',
      of({ StringEquals: audience, StringLike: { [subject]: 'repo:octo-org/*' } }),
      'closed',
      'closed',
    ],
  ]),
  ...rows('sharedOidc', role, [
    [
      'GitHub, any repository of anybody: the audience is the same for all',
      of({ StringEquals: audience }),
      'open',
      'open',
    ],
    ['GitHub, without a condition', of({}), 'open', 'open'],
    ['GitHub, any subject', of({ StringLike: { [subject]: 'repo:*' } }), 'open', 'open'],
    ['GitHub, owners that begin alike', of({ StringLike: { [subject]: 'repo:octo-*/x:*' } }), 'unclear', 'unclear'],
    [
      'GitHub, ForAllValues, which also holds without the claim',
      of({ 'ForAllValues:StringEquals': { [subject]: 'repo:octo-org/octo-repo:ref:refs/heads/main' } }),
      'unclear',
      'unclear',
    ],
  ]),
  ...rows('saml', role, [
    [
      'the account’s own provider, for signing in to AWS',
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/PROVIDER-NAME' },
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      },
      'closed',
      'closed',
    ],
    [
      'the account’s own provider, without the condition that AWS asks for',
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithSAML',
        Principal: { Federated: 'arn:aws:iam::123456789012:saml-provider/PROVIDER-NAME' },
      },
      'unclear',
      'unclear',
    ],
  ]),
];

/** A web identity, with what the conditions ask of its claims. */
function by(provider: string, claims: Record<string, string>): Raw {
  const StringEquals = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${provider}:${claim}`, value]),
  );
  return {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(claims).length > 0 && { Condition: { StringEquals } }),
  };
}

function cognito(amr: string): Raw {
  return {
    ...by('cognito-identity.amazonaws.com', {}),
    Condition: {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-2:12345678-abcd-abcd-abcd-123456' },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
    },
  };
}

function of(Condition: Raw): Raw {
  return { ...by(github, {}), Condition };
}
