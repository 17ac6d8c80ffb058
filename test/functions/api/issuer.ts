import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

export const issuer = 'https://id.example.com';
export const clientId = 'console';
export const clientSecret = 'the-client-secret';
export const tokens = { access_token: 'an-access-token', refresh_token: 'a-refresh-token' };

const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
const jwk = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };

interface Grant {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
}

/** What a sign-in service may do otherwise than it should. */
export interface Misdeed {
  readonly claims?: JWTPayload;
  readonly signedBy?: 'own' | 'foreign' | 'nobody';
}

/** A sign-in service that does as the standard says, unless it is told otherwise for one sign-in. */
export class Issuer {
  private readonly grants = new Map<string, Grant & Misdeed>();
  readonly asked: string[] = [];

  /** Ann signs in: the code with which her browser is sent back. */
  approve(authorize: URL, misdeed: Misdeed = {}): URLSearchParams {
    const parameter = (name: string) => authorize.searchParams.get(name) ?? '';
    const code = randomBytes(8).toString('hex');
    const grant = {
      challenge: parameter('code_challenge'),
      redirectUri: parameter('redirect_uri'),
      nonce: parameter('nonce'),
    };
    this.grants.set(code, { ...grant, ...misdeed });
    return new URLSearchParams({ code, state: parameter('state') });
  }

  readonly fetch = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(String(input));
    this.asked.push(pathname);
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return Response.json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          end_session_endpoint: `${issuer}/end`,
          authorization_response_iss_parameter_supported: false,
        });
      case '/keys':
        return Response.json({ keys: [jwk] });
      case '/token':
        return this.token(new Headers(init?.headers), new URLSearchParams(String(init?.body)));
      default:
        return new Response('', { status: 404 });
    }
  };

  private async token(headers: Headers, form: URLSearchParams): Promise<Response> {
    const grant = this.grants.get(form.get('code') ?? '');
    const [user, password] = atob(headers.get('authorization')?.replace('Basic ', '') ?? '').split(':');
    const isClient =
      [user, password].map((part = '') => decodeURIComponent(part)).join() === `${clientId},${clientSecret}`;
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!isClient || grant?.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri')) {
      return Response.json({ error: isClient ? 'invalid_grant' : 'invalid_client' }, { status: 400 });
    }
    this.grants.delete(form.get('code') ?? '');
    return Response.json({ ...tokens, token_type: 'Bearer', expires_in: 300, id_token: await idToken(grant) });
  }
}

async function idToken({ nonce, claims = {}, signedBy = 'own' }: Grant & Misdeed): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const whole = {
    iss: issuer,
    aud: clientId,
    sub: 'ann-1',
    iat: now,
    exp: now + 300,
    nonce,
    email: 'Ann@example.com',
    email_verified: true,
    name: 'Ann',
    groups: ['homeostat-viewer', 'homeostat-approver', 'somebody-elses'],
    ...claims,
  };
  if (signedBy === 'nobody') {
    return new UnsecuredJWT(whole).encode();
  }
  const { privateKey } = signedBy === 'own' ? own : foreign;
  return new SignJWT(whole).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey);
}
