import { errorIn, readAnswer } from './answer.ts';
import type { Answer, Request } from './exchange.ts';
import { KeycloakFault } from './fault.ts';
import { AccessTokenAnswer } from './shapes.ts';

/** A token is not used within this time of its end: it must last until it is read. */
const MARGIN_MS = 10_000;
const CALL = 'get a token';

export interface ServiceClient {
  tokenUrl: string;
  clientId: string;
  /** Asked for each token: a secret that was changed is found without a restart. */
  secret: () => Promise<string>;
}

/** The access token of a service account, by client credentials (RFC 6749 §4.4): one at a time, kept until near its end. */
export class ServiceToken {
  readonly #client: ServiceClient;
  readonly #send: (request: Request) => Promise<Answer>;
  #kept: { token: string; until: number } | null = null;
  #coming: Promise<string> | null = null;

  constructor(client: ServiceClient, send: (request: Request) => Promise<Answer>) {
    this.#client = client;
    this.#send = send;
  }

  /** @throws KeycloakFault */
  async get(): Promise<string> {
    if (this.#kept && performance.now() < this.#kept.until) return this.#kept.token;
    this.#coming ??= this.#fetch().finally(() => {
      this.#coming = null;
    });
    return this.#coming;
  }

  /** Another than one that was refused. @throws KeycloakFault */
  async after(refused: string): Promise<string> {
    if (this.#kept?.token === refused) this.#kept = null;
    return this.get();
  }

  async #fetch(): Promise<string> {
    const asked = performance.now();
    const answer = await this.#send({
      name: CALL,
      method: 'POST',
      url: this.#client.tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: this.#client.clientId,
        client_secret: await this.#secret(),
      }).toString(),
    });
    if (answer.status !== 200) throw tokenFault(answer);
    const { access_token: token, expires_in } = readAnswer(CALL, answer, AccessTokenAnswer);
    const lifetime = expires_in * 1000;
    this.#kept = { token, until: asked + lifetime - Math.min(MARGIN_MS, lifetime / 4) };
    return token;
  }

  async #secret(): Promise<string> {
    try {
      return await this.#client.secret();
    } catch (error) {
      const seen = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new KeycloakFault('no_secret', CALL, { seen });
    }
  }
}

/** Errors of RFC 6749 §5.2, and of a Keycloak that has no such realm. */
function tokenFault(answer: Answer): KeycloakFault {
  const { status, retryAfterMs } = answer;
  const details = { seen: status, ...(retryAfterMs !== null && { retryAfterMs }) };
  if (status === 429 || status === 503) return new KeycloakFault('busy', CALL, details);
  if (status >= 500) return new KeycloakFault('server_error', CALL, details);
  const error = errorIn(answer)?.error ?? null;
  if (error === null) return new KeycloakFault('not_keycloak', CALL, details);
  if (/^(invalid|unauthorized)_client$/.test(error)) return new KeycloakFault('wrong_secret', CALL, details);
  const realm = /realm/i.test(`${error} ${errorIn(answer)?.error_description ?? ''}`);
  return new KeycloakFault(realm ? 'no_realm' : status === 404 ? 'not_keycloak' : 'refused', CALL, details);
}
