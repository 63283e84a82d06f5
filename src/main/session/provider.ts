import * as oidc from 'openid-client';
import type { Language } from '../../contract/common.ts';

/** Secrets of one session. They never leave main. */
export interface Tokens {
  subject: string;
  access: string;
  /** Milliseconds since the epoch. */
  accessEndsAt: number;
  refresh: string | null;
  /** Names the session when it is ended at the provider. */
  id: string;
}

/** What was sent with an authorization request, and what its answer must therefore show. */
export interface SignInRequest {
  url: URL;
  state: string;
  nonce: string;
  verifier: string;
  startedAt: number;
}

/** A moment's clock difference between workstation and provider. */
const CLOCK_TOLERANCE_S = 30;
const REQUEST_TIMEOUT_S = 10;

/** The staff's OpenID provider, as a public native client sees it (RFC 8252, RFC 9700). */
export class Provider {
  readonly #issuer: URL;
  readonly #clientId: string;
  readonly #fetch: oidc.CustomFetch;
  #configuration: Promise<oidc.Configuration> | null = null;

  constructor(options: { issuer: string; clientId: string; fetch: oidc.CustomFetch }) {
    this.#issuer = new URL(options.issuer);
    this.#clientId = options.clientId;
    this.#fetch = (input, init) =>
      options.fetch(input, init).then(
        (response) => {
          if (response.status >= 500) throw new ProviderUnreachable();
          return response;
        },
        () => {
          throw new ProviderUnreachable();
        },
      );
  }

  async begin(redirectUri: string, who: string | null, language: Language): Promise<SignInRequest> {
    const configuration = await this.#discover();
    const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      // A shared workstation: the browser may still know the clerk before. Both, as providers honour one or the other.
      prompt: 'login',
      max_age: '0',
      ui_locales: language,
      ...(who && { login_hint: who }),
    });
    return { url, state, nonce, verifier, startedAt: Date.now() };
  }

  /** Checks the answer that the browser brought (state, issuer), exchanges the code, checks the ID token. */
  async finish(request: SignInRequest, answer: URL): Promise<Tokens> {
    const granted = await oidc.authorizationCodeGrant(await this.#discover(), answer, {
      expectedState: request.state,
      expectedNonce: request.nonce,
      pkceCodeVerifier: request.verifier,
      // Signed in anew since we asked: `max_age=0` itself would refuse everyone who takes a moment for the second factor.
      maxAge: Math.ceil((Date.now() - request.startedAt) / 1000),
    });
    const id = granted.id_token ?? '';
    return tokensOf(granted, { subject: granted.claims()?.sub ?? '', id, refresh: null });
  }

  /** Each refresh token serves once; the answer brings its successor. */
  async renew(tokens: Tokens): Promise<Tokens> {
    if (tokens.refresh === null) throw new SessionOver();
    const granted = await oidc.refreshTokenGrant(await this.#discover(), tokens.refresh).catch((error: unknown) => {
      throw error instanceof oidc.ResponseBodyError ? new SessionOver() : error;
    });
    const subject = granted.claims()?.sub;
    if (subject !== undefined && subject !== tokens.subject) throw new SessionOver();
    return tokensOf(granted, { ...tokens, id: granted.id_token ?? tokens.id });
  }

  /** Takes back the refresh token and with it the session's access tokens (RFC 7009 §2.1). */
  async revoke(tokens: Tokens): Promise<void> {
    await oidc.tokenRevocation(await this.#discover(), tokens.refresh ?? tokens.access);
  }

  /** Where the browser ends its own session (OpenID Connect RP-Initiated Logout 1.0); null where not offered. */
  async endSessionUrl(tokens: Tokens, language: Language): Promise<URL | null> {
    const configuration = await this.#discover();
    if (!configuration.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(configuration, { id_token_hint: tokens.id, ui_locales: language });
  }

  #discover(): Promise<oidc.Configuration> {
    this.#configuration ??= this.#discoverAnew().catch((error: unknown) => {
      this.#configuration = null;
      throw error;
    });
    return this.#configuration;
  }

  #discoverAnew(): Promise<oidc.Configuration> {
    const execute = [oidc.enableNonRepudiationChecks];
    // Loopback only: the configuration refuses any other address in clear.
    if (this.#issuer.protocol === 'http:') execute.push(oidc.allowInsecureRequests);
    return oidc.discovery(this.#issuer, this.#clientId, { [oidc.clockTolerance]: CLOCK_TOLERANCE_S }, oidc.None(), {
      execute,
      timeout: REQUEST_TIMEOUT_S,
      [oidc.customFetch]: this.#fetch,
    });
  }
}

/** No answer, or the provider's own failure: as good as none. A TypeError because openid-client passes those on as they are. */
export class ProviderUnreachable extends TypeError {}

/** The provider no longer accepts this session. */
export class SessionOver extends Error {}

type Granted = Awaited<ReturnType<typeof oidc.refreshTokenGrant>>;

function tokensOf(granted: Granted, known: Pick<Tokens, 'subject' | 'id' | 'refresh'>): Tokens {
  return {
    subject: known.subject,
    access: granted.access_token,
    accessEndsAt: Date.now() + (granted.expiresIn() ?? 0) * 1000,
    refresh: granted.refresh_token ?? known.refresh,
    id: known.id,
  };
}
