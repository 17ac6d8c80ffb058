import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

export type CookieName = 'session' | 'sign-in';

/**
 * The cookies of the console. On https they bear the prefix that browsers bind to this very host; on http there is only our own
 * machine, where no browser takes that prefix.
 */
export class Cookies {
  private readonly isSecure: boolean;

  constructor(base: URL) {
    this.isSecure = base.protocol === 'https:';
    if (!this.isSecure && !['localhost', '127.0.0.1'].includes(base.hostname)) {
      throw new TypeError(`the console is served at ${base.origin}, where anybody could read its cookies`);
    }
  }

  nameOf(cookie: CookieName): string {
    const name = cookie === 'session' ? 'homeostat' : 'homeostat-sign-in';
    return this.isSecure ? `__Host-${name}` : name;
  }

  get(context: Context, cookie: CookieName): string | undefined {
    return getCookie(context, this.nameOf(cookie));
  }

  /** Strangers' pages cannot send it along save by a link; no script can read it. */
  set(context: Context, cookie: CookieName, value: string, seconds: number): void {
    setCookie(context, this.nameOf(cookie), value, { ...this.attributes, maxAge: Math.floor(seconds) });
  }

  clear(context: Context, cookie: CookieName): void {
    deleteCookie(context, this.nameOf(cookie), this.attributes);
  }

  private get attributes() {
    return { httpOnly: true, secure: this.isSecure, sameSite: 'Lax', path: '/' } as const;
  }
}
