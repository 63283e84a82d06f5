/**
 * Signs a demo person in as a browser would: through the provider's own pages, with the password. This is how
 * `npm run token` gets its tokens, so that no way in exists that a browser does not have.
 */
import * as oidc from 'openid-client';

/** Nobody listens there: the redirect's address itself holds the code. */
const CALLBACK = 'http://127.0.0.1/callback';

interface Visit {
  status: number;
  headers: Headers;
  /** Where the redirects led: the page shown, or an address of another origin, which is not visited. */
  url: URL;
}

/** As much of a browser as the provider's pages need: cookies, redirects within an origin, the form of the last page. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  #at = new URL('about:blank');
  /** The text of the page shown. */
  page = '';

  async visit(address: string | URL, init: RequestInit = {}): Promise<Visit> {
    const url = new URL(address);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    this.#at = url;
    this.page = await response.text();
    const location = response.headers.get('location');
    if (location === null) return { status: response.status, headers: response.headers, url };
    const next = new URL(location, url);
    if (next.origin === url.origin) return this.visit(next);
    return { status: response.status, headers: response.headers, url: next };
  }

  /** Sends the form of the page shown: its hidden fields, and these. */
  submit(fields: Record<string, string>): Promise<Visit> {
    const action = /<form[^>]*\saction="([^"]+)"/.exec(this.page)?.[1];
    if (!action) throw new Error('the page has no form');
    const body = new URLSearchParams();
    for (const [, name = '', value = ''] of this.page.matchAll(
      /<input type="hidden" name="([^"]+)" value="([^"]*)"/g,
    )) {
      body.set(name, value);
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.visit(new URL(action, this.#at), { method: 'POST', body });
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** The provider's page did not let the person in. */
export class SignInRefused extends Error {
  constructor(status: number) {
    super(`sign-in refused: ${status}`);
  }
}

/**
 * The authorization code flow with PKCE, from the first redirect to the tokens.
 *
 * @param fields what is filled into the provider's form: `username` and `password`, or `cancel`
 * @throws SignInRefused
 */
export async function signIn(
  client: oidc.Configuration,
  fields: Record<string, string>,
  browser = new Browser(),
): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const expectedState = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    prompt: 'login',
  });
  await browser.visit(url);
  const answer = await browser.submit(fields);
  if (answer.url.pathname !== '/callback') throw new SignInRefused(answer.status);
  return oidc.authorizationCodeGrant(client, answer.url, { pkceCodeVerifier, expectedState });
}
