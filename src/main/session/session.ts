import type { Language } from '../../contract/common.ts';
import type { SessionState, SignedOutReason, SignInFailure } from '../../contract/console.ts';
import type { Me } from '../../contract/staff.ts';
import { Listeners } from '../listeners.ts';
import { note } from '../log.ts';
import type { FormerStaffStore } from '../store/former-staff.ts';
import type { Provider, Tokens } from './provider.ts';
import { SessionTokens, SignedOutError } from './session-tokens.ts';
import { SignInError, signIn } from './sign-in.ts';
import { type SessionLimits, sessionTimes } from './times.ts';
import type { Vault } from './vault.ts';

export interface SessionOptions {
  provider: Provider;
  vault: Vault;
  formerStaff: FormerStaffStore;
  limits: SessionLimits & { signInMs: number };
  language: () => Language;
  openBrowser: (url: URL) => Promise<void>;
  /** Reads from the API who signed in. @throws SignInError */
  readStaff: (signal: AbortSignal) => Promise<Me>;
  /** How many acts have no definite answer now. */
  unknownActs: () => number;
}

interface Current {
  tokens: SessionTokens;
  signedInAt: number;
  lastActiveAt: number;
  /** Aborts whatever the session has under way, when it ends. */
  abort: AbortController;
}

/** A machine that slept must not stay signed in for the rest of a long timer. */
const LONGEST_WAIT_MS = 15_000;
/** The sealed file need not be written for every key. */
const KEEP_EVERY_MS = 60_000;

/** Who is signed in, from the browser's answer to the last trace. Holds the tokens; tells others facts only. */
export class Session {
  readonly changed = new Listeners<SessionState>();
  readonly signedIn = new Listeners<Me>();
  readonly #options: SessionOptions;
  #state: SessionState = { state: 'signed_out', reason: 'started', failure: null, hand_over: null };
  #attempt: { abort: AbortController; url: URL | null } | null = null;
  #current: Current | null = null;
  #limitTimer: NodeJS.Timeout | undefined;
  #keptAt = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Aborted when the session ends. */
  get signal(): AbortSignal {
    return this.#signedIn().abort.signal;
  }

  // ── Signing in ─────────────────────────────────────────────────────────────────────────────────────────────────

  async signIn(expectedSubject: string | null): Promise<void> {
    const before = this.#state;
    if (before.state !== 'signed_out') return;
    const { provider, formerStaff, limits, language, openBrowser } = this.#options;
    const expected = expectedSubject === null ? null : formerStaff.find(expectedSubject);
    const attempt = { abort: new AbortController(), url: null as URL | null };
    this.#attempt = attempt;
    const timer = setTimeout(() => attempt.abort.abort(new SignInError('timeout')), limits.signInMs);
    const startedAt = Date.now();
    const step = (step: 'opening_browser' | 'waiting_for_browser' | 'reading_staff') =>
      this.#set({
        state: 'signing_in',
        step,
        expected,
        started_at: new Date(startedAt).toISOString(),
        ends_at: new Date(startedAt + limits.signInMs).toISOString(),
      });
    try {
      step('opening_browser');
      const tokens = await signIn({
        provider,
        language: language(),
        who: expectedSubject,
        openBrowser: async (url) => {
          attempt.url = url;
          await openBrowser(url);
          // The person may have been quicker, or have given up.
          const { state: now } = this;
          const waits = now.state === 'signing_in' && now.step === 'opening_browser';
          if (waits && this.#attempt === attempt) step('waiting_for_browser');
        },
        signal: attempt.abort.signal,
      });
      step('reading_staff');
      const now = Date.now();
      await this.#begin(tokens, { signedInAt: now, lastActiveAt: now }, attempt.abort.signal);
    } catch (thrown) {
      const error: unknown = attempt.abort.signal.aborted ? attempt.abort.signal.reason : thrown;
      const failure: SignInFailure = error instanceof SignInError ? error.failure : 'provider_answer_invalid';
      note('sign_in_failed', { failure });
      this.#set({ ...before, failure });
    } finally {
      clearTimeout(timer);
      this.#attempt = null;
    }
  }

  cancelSignIn(): void {
    this.#attempt?.abort.abort(new SignInError('cancelled'));
  }

  /** The address that the browser was opened with, while waiting for it. */
  get signInAddress(): URL | null {
    return this.#attempt?.url ?? null;
  }

  /** Goes on with the session that a crash or a power cut ended, if its limits still hold. */
  async resume(): Promise<void> {
    const { provider, vault, formerStaff, limits } = this.#options;
    const before = this.#state;
    const kept = vault.read();
    if (kept === null || before.state !== 'signed_out') return;
    const { subject, refresh, id, signed_in_at: signedInAt, last_active_at: lastActiveAt } = kept;
    const now = Date.now();
    if (sessionTimes(limits, { signedInAt, lastActiveAt, now }).over !== null) {
      vault.clear();
      return;
    }
    const attempt = { abort: new AbortController(), url: null };
    this.#attempt = attempt;
    this.#set({
      state: 'signing_in',
      step: 'reading_staff',
      expected: formerStaff.find(subject),
      started_at: new Date(now).toISOString(),
      ends_at: new Date(now + limits.signInMs).toISOString(),
    });
    try {
      const tokens = await provider.renew({ subject, refresh, id, access: '', accessEndsAt: 0 });
      await this.#begin(tokens, { signedInAt, lastActiveAt }, attempt.abort.signal);
    } catch {
      vault.clear();
      this.#set(before);
    } finally {
      this.#attempt = null;
    }
  }

  async #begin(
    granted: Tokens,
    times: Pick<Current, 'signedInAt' | 'lastActiveAt'>,
    signal: AbortSignal,
  ): Promise<void> {
    const tokens = new SessionTokens({
      provider: this.#options.provider,
      tokens: granted,
      renewed: () => this.#keep(),
      refused: () => void this.end('refused'),
    });
    const current = { ...times, tokens, abort: new AbortController() };
    this.#current = current;
    try {
      const staff = await this.#options.readStaff(signal);
      signal.throwIfAborted();
      this.#options.formerStaff.saw(staff);
      note('signed_in', { roles: staff.roles.join() });
      this.#keep();
      this.#set({
        state: 'signed_in',
        staff,
        signed_in_at: new Date(times.signedInAt).toISOString(),
        ending: null,
      });
      this.#watchLimits();
      this.signedIn.tell(staff);
    } catch (error) {
      void this.#drop();
      throw error;
    }
  }

  // ── Tokens ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** @throws SignedOutError, or what kept the token from being renewed. */
  async accessToken(): Promise<string> {
    return this.#signedIn().tokens.access();
  }

  /** A token other than the one that the API has just refused. */
  async accessTokenAfter(refused: string): Promise<string> {
    return this.#signedIn().tokens.accessAfter(refused);
  }

  #signedIn(): Current {
    if (this.#current === null) throw new SignedOutError();
    return this.#current;
  }

  #keep(): void {
    if (this.#current === null) return;
    const { tokens, signedInAt, lastActiveAt } = this.#current;
    const { subject, refresh, id } = tokens.current;
    this.#keptAt = Date.now();
    if (refresh === null) return;
    this.#options.vault.keep({ subject, refresh, id, signed_in_at: signedInAt, last_active_at: lastActiveAt });
  }

  // ── Limits ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A key or a click in the window. */
  active(): void {
    if (this.#current === null) return;
    const now = Date.now();
    // A machine that slept through the limit: this key is not the one that keeps the session.
    if (sessionTimes(this.#options.limits, { ...this.#current, now }).over === null) this.#current.lastActiveAt = now;
    if (now - this.#keptAt > KEEP_EVERY_MS) this.#keep();
    if (this.#state.state === 'signed_in' && this.#state.ending?.cause === 'idle') this.#watchLimits();
  }

  #watchLimits(): void {
    clearTimeout(this.#limitTimer);
    if (this.#current === null || this.#state.state !== 'signed_in') return;
    const now = Date.now();
    const { over, ending, nextAt } = sessionTimes(this.#options.limits, { ...this.#current, now });
    if (over !== null) {
      void this.end(over);
      return;
    }
    if (ending?.at !== this.#state.ending?.at) this.#set({ ...this.#state, ending });
    this.#limitTimer = setTimeout(() => this.#watchLimits(), Math.min(nextAt - now, LONGEST_WAIT_MS));
  }

  // ── The end ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Everything of the session is gone from here at once; the provider is told afterwards, whether it can hear or not. */
  async end(reason: Exclude<SignedOutReason, 'started'>): Promise<void> {
    if (this.#state.state !== 'signed_in' || this.#current === null) return;
    const { staff } = this.#state;
    const { tokens } = this.#current;
    const { provider, formerStaff, language, openBrowser, unknownActs } = this.#options;
    note('session_ended', { reason });
    formerStaff.saw(staff);
    const left = {
      name: staff.name,
      at: new Date().toISOString(),
      session_revoked: false,
      unknown_acts: unknownActs(),
    };
    const ended = { state: 'signed_out', reason, failure: null, hand_over: left } as const;
    const stillEnded = () => this.#state === ended;
    const givenBack = this.#drop();
    this.#set(ended);

    const revoked = await givenBack;
    if (revoked && stillEnded()) this.#set({ ...ended, hand_over: { ...left, session_revoked: true } });
    // Someone asked for it and sees the browser. Where a limit ran out nobody may be there; the next to sign in is asked
    // for their password in any case.
    if (reason === 'signed_out' || reason === 'hand_over') {
      const url = await provider.endSessionUrl(tokens.current, language()).catch(() => null);
      if (url !== null) await openBrowser(url).catch(() => note('logout_page_not_opened'));
    }
  }

  /** The console is being closed: on a shared workstation that is leaving. */
  async close(): Promise<void> {
    this.cancelSignIn();
    if (this.#state.state === 'signed_in') this.#options.formerStaff.saw(this.#state.staff);
    await this.#drop();
  }

  /** Nothing of the session is left here once this is called. Resolves with whether the provider confirmed in time. */
  async #drop(): Promise<boolean> {
    clearTimeout(this.#limitTimer);
    const current = this.#current;
    this.#current = null;
    this.#options.vault.clear();
    current?.abort.abort();
    return (await current?.tokens.revoke()) ?? false;
  }

  #set(state: SessionState): void {
    this.#state = state;
    this.changed.tell(state);
  }
}
