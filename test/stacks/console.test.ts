import { describe, expect, test } from '@jest/globals';
import { consoleFunctionNames } from '../../stacks/names.ts';
import { listOf, resourcesOf, statementsOf, synthesized, twoAccounts } from './app.ts';

const without = synthesized(twoAccounts).hub;
const { hub } = synthesized({ ...twoAccounts, console: {} });
const byProvider = synthesized({
  ...twoAccounts,
  console: {
    signIn: { issuer: 'https://id.example.com', clientId: 'homeostat', clientSecretName: 'homeostat/console' },
    url: 'https://homeostat.example.com',
  },
}).hub;
const ofType = (type: string, template = hub) =>
  resourcesOf(template)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, Properties as Record<string, unknown>] as const);
const inConsole = (type: string) => ofType(type).filter(([id]) => id.startsWith('Console'));
const environmentOf = (name: string, template = hub) =>
  ofType('AWS::Lambda::Function', template).flatMap(([, { FunctionName, Environment }]) =>
    FunctionName === `Homeostat-${name}` ? [(Environment as { Variables: Record<string, unknown> }).Variables] : [],
  )[0] ?? {};
const actionsOf = (name: string, template = hub) =>
  statementsOf(template)
    .filter(({ role }) => role === `Homeostat-${name}`)
    .flatMap(({ statement }) => listOf(statement.Action));

test('without a console in the configuration, nothing of it is made', () => {
  const made = resourcesOf(without).filter(
    ([id, { Type }]) => id.startsWith('Console') || Type.startsWith('AWS::Cognito'),
  );
  expect(made).toEqual([]);
  expect(ofType('AWS::Lambda::Function', without).map(([, { FunctionName }]) => FunctionName)).not.toContain(
    'Homeostat-api',
  );
});

test('its functions are there', () => {
  const names = ofType('AWS::Lambda::Function').map(([, { FunctionName }]) => FunctionName);
  expect(names).toEqual(expect.arrayContaining(consoleFunctionNames.map((name) => `Homeostat-${name}`)));
});

describe('its API', () => {
  const methods = inConsole('AWS::ApiGateway::Method');
  const paths = new Map(
    inConsole('AWS::ApiGateway::Resource').map(([id, { PathPart, ParentId }]) => [id, { PathPart, ParentId }]),
  );
  const pathOf = (id: unknown): string => {
    const found = paths.get(String((id as { Ref?: string } | undefined)?.Ref));
    return found ? `${pathOf(found.ParentId)}/${found.PathPart}` : '';
  };

  test('asks on every method of the API who calls, and nowhere else', () => {
    const authorized = methods.map(([, { HttpMethod, ResourceId, AuthorizationType }]) => [
      `${HttpMethod} ${pathOf(ResourceId) || '/'}`,
      AuthorizationType,
    ]);
    expect(Object.fromEntries(authorized)).toEqual({
      'ANY /api/{proxy+}': 'CUSTOM',
      'ANY /auth/{proxy+}': 'NONE',
      'ANY /': 'NONE',
      'ANY /{proxy+}': 'NONE',
    });
  });

  test('knows a session by its cookie, anew for each request', () => {
    expect(inConsole('AWS::ApiGateway::Authorizer').map(([, properties]) => properties)).toEqual([
      expect.objectContaining({
        Type: 'REQUEST',
        IdentitySource: 'method.request.header.Cookie',
        AuthorizerResultTtlInSeconds: 0,
      }),
    ]);
  });

  test('is throttled, traced, behind a Web ACL of its own, and logged without query, cookie or body', () => {
    const [[, stage] = ['', {}]] = inConsole('AWS::ApiGateway::Stage');
    expect(stage).toMatchObject({
      TracingEnabled: true,
      MethodSettings: [expect.objectContaining({ DataTraceEnabled: false, ThrottlingRateLimit: 50 })],
    });
    const format = String((stage as { AccessLogSetting?: { Format: string } }).AccessLogSetting?.Format);
    expect([...format.matchAll(/\$context\.([\w.]+)/g)].map(([, name]) => name)).toEqual([
      'requestId',
      'identity.sourceIp',
      'authorizer.principalId',
      'httpMethod',
      'path',
      'status',
      'responseLatency',
    ]);
    expect(inConsole('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
  });

  test('tells whoever has no session so, in its own words', () => {
    const refusals = inConsole('AWS::ApiGateway::GatewayResponse').map(([, properties]) => properties);
    expect(refusals.map(({ ResponseType, StatusCode }) => [ResponseType, StatusCode])).toEqual([
      ['UNAUTHORIZED', '401'],
      ['ACCESS_DENIED', '401'],
    ]);
    expect(JSON.stringify(refusals)).not.toMatch(/context\./);
  });
});

describe('what it may do', () => {
  test('is to look at a session, for who lets requests in', () => {
    expect(actionsOf('authorize').filter((action) => action.startsWith('dynamodb:'))).toEqual(['dynamodb:GetItem']);
    expect(actionsOf('authorize').filter((action) => !/^(dynamodb|logs|xray):/.test(action))).toEqual([]);
  });

  test('is nothing, for who serves the page', () => {
    expect(actionsOf('site').filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
  });

  test('is to read, to record, to start and to hand on, for who answers', () => {
    const actions = [...new Set(actionsOf('api'))].filter((action) => !/^(logs|xray):/.test(action)).toSorted();
    expect(actions).toEqual([
      'cognito-idp:DescribeUserPoolClient',
      'dynamodb:ConditionCheckItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'events:PutEvents',
      'lambda:InvokeFunction',
      's3:GetObject',
      'states:SendTaskSuccess',
      'states:StartExecution',
      'sts:AssumeRole',
    ]);
    const assumed = statementsOf(hub).filter(
      ({ role, statement }) => role === 'Homeostat-api' && listOf(statement.Action).includes('sts:AssumeRole'),
    );
    expect(JSON.stringify(assumed)).not.toContain('HomeostatWriter');
  });
});

describe('who signs people in', () => {
  test('is a user pool that nobody enters by themselves or without a second factor', () => {
    expect(ofType('AWS::Cognito::UserPool').map(([, properties]) => properties)).toEqual([
      expect.objectContaining({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        DeletionProtection: 'ACTIVE',
        UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
        UserPoolTier: 'PLUS',
        Policies: {
          PasswordPolicy: expect.objectContaining({
            MinimumLength: 14,
            RequireLowercase: true,
            RequireNumbers: true,
            RequireSymbols: true,
            RequireUppercase: true,
          }),
        },
      }),
    ]);
    const groups = ofType('AWS::Cognito::UserPoolGroup').map(([, { GroupName }]) => GroupName);
    expect(groups).toEqual(['viewer', 'operator', 'approver', 'admin'].map((role) => `homeostat-${role}`));
  });

  test('sends people back to the console only, by the code flow only, and to a client with a secret', () => {
    const [[, client] = ['', {}]] = ofType('AWS::Cognito::UserPoolClient');
    expect(client).toMatchObject({
      GenerateSecret: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      PreventUserExistenceErrors: 'ENABLED',
    });
    expect(JSON.stringify((client as Record<string, unknown>)['CallbackURLs'])).toMatch(
      /^\[.*\/prod\/auth\/callback"\]\]\}\]$/,
    );
  });

  test('keeps the client’s secret out of every template', () => {
    expect(JSON.stringify([hub.toJSON(), byProvider.toJSON()])).not.toMatch(
      /ClientSecret"|client_secret|resolve:secretsmanager/,
    );
  });

  test('may be any other provider, whose secret is read where it is kept', () => {
    expect(ofType('AWS::Cognito::UserPool', byProvider)).toEqual([]);
    expect(environmentOf('api', byProvider)).toMatchObject({
      OIDC_ISSUER: 'https://id.example.com',
      OIDC_CLIENT_ID: 'homeostat',
      CONSOLE_URL: 'https://homeostat.example.com/',
    });
    expect(actionsOf('api', byProvider)).toContain('secretsmanager:GetSecretValue');
    expect(actionsOf('api', byProvider)).not.toContain('cognito-idp:DescribeUserPoolClient');
  });

  test('is where it says: nothing tells the functions of an account that it is anywhere else', () => {
    expect(Object.keys({ ...environmentOf('api'), ...environmentOf('authorize') })).not.toContain('OIDC_AT');
  });
});
