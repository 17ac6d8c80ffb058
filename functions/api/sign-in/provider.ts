import * as oauth from 'oauth4webapi';

/** Who signs people in, and what we are to them. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: () => Promise<string>;
  /** Where the provider sends people back to; nowhere else. */
  readonly redirectUri: string;
  /** Where the issuer really is, in a local cloud, where there is no TLS either; empty everywhere else. */
  readonly at: string;
}

export interface Begun {
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
}

/** An OpenID Connect provider: code flow with PKCE, for a client that has a secret. */
export class Provider {
  private readonly settings: ProviderSettings;
  private readonly client: oauth.Client;
  private readonly keys: oauth.JWKSCacheInput = {};
  private known: Promise<oauth.AuthorizationServer> | undefined;

  constructor(settings: ProviderSettings) {
    this.settings = settings;
    // A clock may be off by this much.
    this.client = { client_id: settings.clientId, [oauth.clockTolerance]: 30 };
  }

  /** Where a browser goes to sign in. */
  async authorizationUrl({ verifier, nonce, state }: Begun): Promise<URL> {
    const { authorization_endpoint: endpoint = '' } = await this.server();
    const url = new URL(endpoint);
    const parameters = {
      response_type: 'code',
      client_id: this.settings.clientId,
      redirect_uri: this.settings.redirectUri,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) {
      url.searchParams.set(name, value);
    }
    return url;
  }

  /**
   * The claims of the ID token that the provider gives for a code. Its tokens are forgotten here: nothing is done in anybody's name.
   * @throws where the answer is not one to what was begun, or the token is not from the issuer, for us, for this sign-in and for now.
   */
  async claimsFor(
    answer: URLSearchParams,
    { verifier, nonce, state }: Begun,
  ): Promise<Readonly<Record<string, unknown>>> {
    const server = await this.server();
    const code = oauth.validateAuthResponse(server, this.client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      this.client,
      proofOf(server, await this.settings.secret()),
      code,
      this.settings.redirectUri,
      verifier,
      this.options(),
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, this.client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(server, response, {
      ...this.options(),
      [oauth.jwksCache]: this.keys,
    });
    return oauth.getValidatedIdTokenClaims(tokens) ?? {};
  }

  /** Where a browser goes so that the provider, too, forgets who was signed in; `home` where it has no such place. */
  async endUrl(home: string): Promise<string> {
    const { end_session_endpoint: endpoint } = await this.server();
    if (endpoint === undefined) {
      return home;
    }
    const url = new URL(endpoint);
    url.searchParams.set('client_id', this.settings.clientId);
    url.searchParams.set('post_logout_redirect_uri', home);
    // Cognito's own name for it: https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
    url.searchParams.set('logout_uri', home);
    return url.href;
  }

  /** What the provider says of itself; asked once, and again where that failed. */
  private async server(): Promise<oauth.AuthorizationServer> {
    this.known ??= this.discover();
    try {
      return await this.known;
    } catch (error) {
      this.known = undefined;
      throw error;
    }
  }

  private async discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(this.settings.issuer);
    const response = await oauth.discoveryRequest(issuer, this.options());
    return oauth.processDiscoveryResponse(issuer, response);
  }

  private options() {
    const { issuer, at } = this.settings;
    const isLocal = at !== '';
    return {
      signal: () => AbortSignal.timeout(5_000),
      [oauth.allowInsecureRequests]: isLocal,
      [oauth.customFetch]: (url: string, options: oauth.CustomFetchOptions<string, unknown>) =>
        fetch(isLocal ? url.replace(new URL(issuer).origin, new URL(at).origin) : url, options as RequestInit),
    };
  }
}

/**
 * How a client proves itself: in the body where the provider takes that, because not every one reads a header as the standard has it
 * written; otherwise in the header, which all have to take.
 */
function proofOf(server: oauth.AuthorizationServer, secret: string): oauth.ClientAuth {
  const taken = server.token_endpoint_auth_methods_supported ?? [];
  return taken.includes('client_secret_post') ? oauth.ClientSecretPost(secret) : oauth.ClientSecretBasic(secret);
}
