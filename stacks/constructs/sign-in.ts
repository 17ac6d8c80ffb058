import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Console } from '../../functions/domain/console-config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { HandlerFunction } from './handler-function.ts';

export interface SignInProps {
  readonly console: Console;
  /** Where people open the console; ends with a slash. */
  readonly url: string;
}

/** Who signs people in to the console: a user pool of our own, or the provider that the configuration names. */
export class SignIn extends Construct {
  /** What the functions are told of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly pool: UserPool | undefined;
  private readonly console: Console;

  constructor(scope: Construct, id: string, { console, url }: SignInProps) {
    super(scope, id);
    this.console = console;
    if (console.signIn !== 'cognito') {
      this.environment = { OIDC_ISSUER: console.signIn.issuer, OIDC_CLIENT_ID: console.signIn.clientId };
      return;
    }
    this.pool = this.userPool();
    const client = this.client(this.pool, url);
    this.environment = {
      OIDC_ISSUER: `https://cognito-idp.${Stack.of(this).region}.${Stack.of(this).urlSuffix}/${this.pool.userPoolId}`,
      OIDC_CLIENT_ID: client.userPoolClientId,
      USER_POOL: this.pool.userPoolId,
    };
  }

  /** Lets a function prove itself as the client: the secret is read where it is kept, and lies in no template. */
  mayProve(proving: HandlerFunction): void {
    const { signIn } = this.console;
    if (signIn === 'cognito') {
      proving.may(['cognito-idp:DescribeUserPoolClient'], this.pool?.userPoolArn ?? '');
      return;
    }
    // Secrets Manager puts a dash and six characters behind a secret's name.
    const resourceName = `${signIn.clientSecretName}-??????`;
    const { COLON_RESOURCE_NAME: arnFormat } = ArnFormat;
    const stack = Stack.of(this);
    proving.may(
      ['secretsmanager:GetSecretValue'],
      stack.formatArn({ service: 'secretsmanager', resource: 'secret', arnFormat, resourceName }),
    );
    acknowledge(
      proving.role,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:${stack.region}:${stack.account}:secret:${resourceName}]`,
      'Secrets Manager ends the ARN of a secret in six characters of its own',
    );
  }

  /** Nobody signs themselves up; whoever is let in has a second factor. */
  private userPool(): UserPool {
    const pool = new UserPool(this, 'People', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      standardAttributes: { email: { required: true, mutable: true } },
      keepOriginal: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const group of new Set(this.console.access.map((one) => one.group))) {
      new CfnUserPoolGroup(this, `Group-${group}`, { userPoolId: pool.userPoolId, groupName: group });
    }
    return pool;
  }

  private client(pool: UserPool, url: string): UserPoolClient {
    pool.addDomain('Domain', { cognitoDomain: { domainPrefix: `homeostat-${Stack.of(this).account}` } });
    return pool.addClient('Console', {
      generateSecret: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${url}auth/callback`],
        logoutUrls: [url],
      },
      // The console looks at the ID token once, and throws all of them away.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    });
  }
}
