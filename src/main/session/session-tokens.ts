import { note } from '../log.ts';
import { type Provider, SessionOver, type Tokens } from './provider.ts';

export class SignedOutError extends Error {}

export interface SessionTokensOptions {
  provider: Pick<Provider, 'renew' | 'revoke'>;
  tokens: Tokens;
  /** Told of each renewal. */
  renewed: () => void;
  /** The provider no longer accepts the session. */
  refused: () => void;
}

/** An access token is renewed when less than this is left, so that none expires on its way. */
const RENEW_BEFORE_MS = 30_000;
/** After a renewal that failed, while nobody asks for a token. */
const RENEW_AGAIN_MS = 15_000;
/** The sign-in screen shows within this time what became of the session before. */
const REVOKE_WITHIN_MS = 4_000;

/** The tokens of one session, renewed in time, from its beginning until they are given back. */
export class SessionTokens {
  readonly #options: SessionTokensOptions;
  #tokens: Tokens;
  #renewing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(options: SessionTokensOptions) {
    this.#options = options;
    this.#tokens = options.tokens;
    this.#renewInTime();
  }

  get current(): Tokens {
    return this.#tokens;
  }

  /** @throws SignedOutError, or what kept the token from being renewed. */
  async access(): Promise<string> {
    if (this.#tokens.accessEndsAt - Date.now() < RENEW_BEFORE_MS) await this.#renew();
    return this.#tokens.access;
  }

  /** A token other than the one that the API has just refused. */
  async accessAfter(refused: string): Promise<string> {
    if (this.#tokens.access === refused) await this.#renew();
    return this.#tokens.access;
  }

  /** Gives them back. Whether the provider confirmed in time; from the call on they serve nobody here. */
  revoke(): Promise<boolean> {
    this.#over = true;
    clearTimeout(this.#timer);
    return this.#tellProvider(this.#tokens);
  }

  #renew(): Promise<void> {
    // One at a time: a refresh token serves once, a second use looks like theft and ends the session.
    this.#renewing ??= this.#renewNow().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renewNow(): Promise<void> {
    if (this.#over) throw new SignedOutError();
    const { provider, renewed, refused } = this.#options;
    const tokens = await provider.renew(this.#tokens).catch((error: unknown) => {
      if (error instanceof SessionOver && !this.#over) refused();
      throw error;
    });
    if (this.#over) {
      // The session ended meanwhile: these are the ones to give back now.
      void this.#tellProvider(tokens);
      throw new SignedOutError();
    }
    this.#tokens = tokens;
    this.#renewInTime();
    renewed();
  }

  /** Also while nobody asks anything: a clerk whose session was taken away hears of it within a token's life. */
  #renewInTime(leastMs = 1000): void {
    clearTimeout(this.#timer);
    const wait = Math.max(this.#tokens.accessEndsAt - Date.now() - RENEW_BEFORE_MS, leastMs);
    this.#timer = setTimeout(() => {
      this.#renew().catch(() => {
        note('renewal_failed');
        if (!this.#over) this.#renewInTime(RENEW_AGAIN_MS);
      });
    }, wait);
  }

  #tellProvider(tokens: Tokens): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), REVOKE_WITHIN_MS);
    const revoked = this.#options.provider.revoke(tokens).then(
      () => true,
      () => false,
    );
    return Promise.race([revoked, late.promise]).finally(() => clearTimeout(timer));
  }
}
