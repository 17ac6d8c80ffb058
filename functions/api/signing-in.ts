import { clientSecret } from '../aws/client-secret.ts';
import { config } from '../config.ts';
import type { Console } from '../domain/console-config.ts';
import { environment } from '../environment.ts';
import type { SigningIn } from './sign-in/app.ts';
import { Cookies } from './sign-in/cookies.ts';
import { Provider } from './sign-in/provider.ts';

/** How people sign in here, by the configuration and what the stack says. */
export const signingIn: SigningIn = signingInFor(config.console);

function signingInFor(console: Console | undefined): SigningIn {
  if (console === undefined) {
    throw new TypeError('the configuration has no console');
  }
  const base = new URL(environment.consoleUrl);
  const provider = new Provider({
    issuer: environment.oidcIssuer,
    clientId: environment.oidcClientId,
    secret: () => clientSecret(console, Date.now()),
    redirectUri: new URL('auth/callback', base).href,
    at: environment.oidcAt,
  });
  return { console, provider, base, cookies: new Cookies(base) };
}
