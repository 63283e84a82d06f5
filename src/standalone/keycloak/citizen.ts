/** A citizen who signs in at Keycloak: by its own pages as a browser would, or by the password grant, which is quicker. */
import { createHash, randomBytes } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';

const CALL_MS = 30_000;
const MOST_REDIRECTS = 10;

export interface PublicClient {
  /** A public client that {@link Realm.addPublicClient} made. */
  clientId: string;
  redirectUri: string;
}

/** What came of a sign-in, and what the citizen was told. Keycloak's page tells a wrong password and a temporary lock alike: its events know better. */
export type Outcome =
  | { kind: 'signed_in'; accessToken: string }
  | { kind: 'refused'; message: string }
  /** The right password; something is to be done before it counts. */
  | { kind: 'required_action'; action: string; page: Page };

/** A page of Keycloak's with its form, in a browser of its own. */
export interface Page {
  html: string;
  /** Fills in the form and sends it. */
  send(fields: Record<string, string>): Promise<Outcome>;
}

/** Signs in by Keycloak's own page: authorization code with PKCE, cookies, a form. */
export async function signInByPage(
  issuer: string,
  client: PublicClient,
  person: { username: string; password: string },
): Promise<Outcome> {
  const page = await openSignIn(issuer, client);
  return page.send({ ...person, credentialId: '' });
}

/** The same in one request, for a client to which Keycloak grants that. */
export async function signInByGrant(
  issuer: string,
  { clientId }: Pick<PublicClient, 'clientId'>,
  person: { username: string; password: string },
): Promise<Exclude<Outcome, { kind: 'required_action' }>> {
  const form = new URLSearchParams({ grant_type: 'password', client_id: clientId, scope: 'openid', ...person });
  return tokenFor(issuer, form);
}

async function openSignIn(issuer: string, { clientId, redirectUri }: PublicClient): Promise<Page> {
  const verifier = randomBytes(32).toString('base64url');
  const begin = new URL(`${issuer}/protocol/openid-connect/auth`);
  begin.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: randomBytes(8).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const finish = (code: string) =>
    tokenFor(
      issuer,
      new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: redirectUri,
        code,
        code_verifier: verifier,
      }),
    );
  const browser = new Browser(redirectUri, finish);
  return browser.page(begin.href);
}

/** Follows the link of one of Keycloak's e-mails, up to the form that it leads to. */
export async function openLink(link: string): Promise<Page> {
  const browser = new Browser(null, null);
  const page = await browser.page(link);
  const [, proceed] = /<a href="([^"]*\/login-actions\/[^"]*)"/.exec(page.html) ?? [];
  return proceed === undefined ? page : browser.page(plain(proceed));
}

async function tokenFor(issuer: string, form: URLSearchParams): Promise<Exclude<Outcome, { kind: 'required_action' }>> {
  const { status, data } = await axios.post(`${issuer}/protocol/openid-connect/token`, form, {
    timeout: CALL_MS,
    validateStatus: () => true,
  });
  if (status === 200) return { kind: 'signed_in', accessToken: data.access_token };
  return { kind: 'refused', message: String(data.error_description ?? data.error) };
}

type Landed = { html: string; url: URL } | { code: string };

/** As much of a browser as Keycloak's pages need: it keeps cookies and follows redirects, up to the client's own address. */
class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #redirectUri: string | null;
  readonly #finish: ((code: string) => Promise<Outcome>) | null;

  /** @param finish takes the code that comes to the client's address */
  constructor(redirectUri: string | null, finish: ((code: string) => Promise<Outcome>) | null) {
    this.#redirectUri = redirectUri;
    this.#finish = finish;
  }

  async page(address: string): Promise<Page> {
    const landed = await this.#open(new URL(address));
    if ('code' in landed) throw new Error('A new browser was signed in already');
    return this.#pageOf(landed.html);
  }

  #pageOf(html: string): Page {
    return {
      html,
      send: async (fields) => this.#read(await this.#open(formOf(html), new URLSearchParams(fields))),
    };
  }

  #read(landed: Landed): Promise<Outcome> | Outcome {
    if ('code' in landed) {
      if (this.#finish === null) throw new Error('Nobody asked for a code');
      return this.#finish(landed.code);
    }
    const { html, url } = landed;
    const action = url.searchParams.get('execution');
    const required = url.pathname.endsWith('/login-actions/required-action');
    if (required && action !== null) return { kind: 'required_action', action, page: this.#pageOf(html) };
    return { kind: 'refused', message: messageIn(html) };
  }

  async #open(address: URL, form?: URLSearchParams): Promise<Landed> {
    let url = address;
    let answer = await this.#ask(url, form);
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects += 1) {
      const { location } = answer.headers;
      if (typeof location !== 'string') return { html: String(answer.data), url };
      url = new URL(location, url);
      if (this.#redirectUri !== null && url.href.startsWith(this.#redirectUri)) {
        return { code: url.searchParams.get('code') ?? '' };
      }
      answer = await this.#ask(url);
    }
    throw new Error(`Keycloak redirects without end: ${url.pathname}`);
  }

  async #ask(url: URL, form?: URLSearchParams): Promise<AxiosResponse> {
    const answer = await axios.request({
      url: url.href,
      method: form === undefined ? 'GET' : 'POST',
      data: form,
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      maxRedirects: 0,
      timeout: CALL_MS,
      responseType: 'text',
      validateStatus: () => true,
    });
    for (const cookie of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return answer;
  }
}

/** Where a page's form is sent. */
function formOf(html: string): URL {
  const [, action] = /<form[^>]*\saction="([^"]+)"/.exec(html) ?? [];
  if (action === undefined) throw new Error('Keycloak’s page has no form');
  return new URL(plain(action));
}

/** What the page says went wrong. */
function messageIn(html: string): string {
  const [, message = ''] = /kc-feedback-text[^>]*>\s*([^<\s][^<]*)</.exec(html) ?? [];
  return plain(message).trim();
}

const plain = (html: string): string =>
  html.replaceAll('&amp;', '&').replaceAll('&#39;', '’').replaceAll('&quot;', '"');
