/** A browser without scripts: it keeps cookies by host, and follows what it is told. */
export class Browser {
  private readonly cookies = new Map<string, Map<string, string>>();

  async get(url: string): Promise<Response> {
    return this.send(url, {});
  }

  /** One request, its redirect not followed. */
  async send(url: string, init: RequestInit): Promise<Response> {
    const { host } = new URL(url);
    const own = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, own);
    const cookie = [...own].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/max-age=0/i.test(set)) own.delete(name);
      else own.set(name, value);
    }
    return response;
  }

  cookieAt(url: string, name: string): string | undefined {
    return this.cookies.get(new URL(url).host)?.get(name);
  }

  setCookie(url: string, name: string, value: string): void {
    const { host } = new URL(url);
    this.cookies.set(host, (this.cookies.get(host) ?? new Map()).set(name, value));
  }
}

export interface SignIn {
  readonly user: string;
  readonly password: string;
}

/** Signs in through the provider's own form, as a person does; answers with what the console's callback says. */
export async function signIn(
  browser: Browser,
  console: string,
  { user, password }: SignIn,
  to = '/',
): Promise<Response> {
  const callback = await callbackFor(browser, console, { user, password }, to);
  return browser.get(callback);
}

/** Signs in up to where the provider sends the browser back to. */
export async function callbackFor(
  browser: Browser,
  console: string,
  { user, password }: SignIn,
  to = '/',
): Promise<string> {
  const begun = await browser.get(`${console}/auth/sign-in?return=${encodeURIComponent(to)}`);
  const authorize = begun.headers.get('location') ?? '';
  const form = await (await browser.get(authorize)).text();
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value.replaceAll('&amp;', '&')],
  );
  const body = new URLSearchParams([...hidden, ['username', user], ['password', password]]);
  const answer = await browser.send(new URL('/login', authorize).href, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: body.toString(),
  });
  return answer.headers.get('location') ?? '';
}
