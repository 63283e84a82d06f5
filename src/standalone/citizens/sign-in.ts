import { plainNumber } from '../../api/personal/documents.ts';
import type { Client } from '../../client/index.ts';
import { ResetCode, type SignInState } from '../../contract/index.ts';
import { sameText } from '../same-text.ts';
import { uuidFrom } from '../uuid-from.ts';
import type { Origin } from './origin.ts';
import type { AttemptOutbox, NewReport } from './outbox.ts';
import { demoPassword, hashPassword, matchesHash } from './passwords.ts';
import { RecentFailures } from './recent-failures.ts';
import type { Citizen, CitizenStore } from './store.ts';
import { type Strength, strengthOf } from './strength.ts';

/** How long a wrong password's answer waits to hear from the API whether it was the one too many. */
const ANSWER_MS = 1_000;
/** Asked for where no account has the name, so that the API's part takes the same time. */
const NOBODY = 'nobody';
/** Of a sign-in name, in the contract. */
const LONGEST_NAME = 128;

/**
 * What the page says. Locked, disabled, waiting for a code, or nobody's name tried too often: all of them are `paused`, so
 * that a thief learns nothing.
 */
export type SignInResult = { kind: 'signed_in'; session: string } | { kind: 'wrong' } | { kind: 'paused' };
export type RedeemResult = { kind: 'redeemed'; choosing: string } | { kind: 'refused' };
export type ChooseResult =
  | { kind: 'signed_in'; session: string }
  | { kind: 'weak'; strength: Strength }
  | { kind: 'over' };

interface Parts {
  store: CitizenStore;
  client: Client;
  outbox: AttemptOutbox;
}

/**
 * How citizens sign in: the reference for an agency's own sign-in system. Each method throws what the client throws where
 * the API cannot be asked; then nobody is let in, and nothing is counted.
 */
export class SignIn {
  readonly #store: CitizenStore;
  readonly #client: Client;
  readonly #outbox: AttemptOutbox;
  readonly #failures = new RecentFailures();

  constructor({ store, client, outbox }: Parts) {
    this.#store = store;
    this.#client = client;
    this.#outbox = outbox;
  }

  async signIn(name: string, password: string, origin: Origin): Promise<SignInResult> {
    if (name === '' || password === '') return { kind: 'wrong' };
    const citizen = await this.#store.findByName(name);
    // Before the password is looked at: a locked account tells nobody whether it was right.
    const state = await this.#state(citizen?.externalId ?? NOBODY);
    if (citizen === null) return this.#unknown(name, password, origin);

    const report = { ...reportOf(citizen, name, origin), factor: 'password' } as const;
    const refusal = refusalOf(state);
    if (refusal) {
      await this.#outbox.report({ ...report, outcome: refusal });
      return { kind: 'paused' };
    }
    if (!(await this.#checkPassword(citizen, password))) {
      const { repeated } = this.#failures.note(citizen.externalId, password);
      const { answer } = await this.#outbox.report({
        ...report,
        outcome: 'wrong_password',
        password_repeated: repeated,
      });
      return (await soon(answer))?.locked ? { kind: 'paused' } : { kind: 'wrong' };
    }
    this.#failures.clear(citizen.externalId);
    await this.#outbox.report({ ...report, outcome: 'success' });
    return { kind: 'signed_in', session: await this.#store.beginSession(citizen.externalId) };
  }

  /** Whose session it is, or null where it is over: by itself, or because the account's sessions were ended. */
  async whoIs(sessionToken: string): Promise<Citizen | null> {
    const session = await this.#store.session(sessionToken);
    if (!session) return null;
    const { sessions_valid_after, disabled } = await this.#state(session.externalId);
    const ended = sessions_valid_after !== null && session.beganAt.getTime() <= Date.parse(sessions_valid_after);
    if (!ended && !disabled) return this.#store.find(session.externalId);
    await this.#store.endSession(sessionToken);
    return null;
  }

  /**
   * A one-time code. Whatever is wrong – the code, its age, the account – the answer is the same.
   *
   * @param formId of the page on which it was typed: sending the same form twice is one try
   */
  async redeem(name: string, code: string, formId: string, origin: Origin): Promise<RedeemResult> {
    if (!ResetCode.safeParse(code).success) return { kind: 'refused' };
    const citizen = await this.#store.findByName(name);
    const { result } = await this.#client.redeemCode({
      external_id: citizen?.externalId ?? NOBODY,
      code,
      redemption_id: uuidFrom(`${formId}\n${name}\n${code}`),
    });
    if (citizen === null) return { kind: 'refused' };
    const redeemed = result === 'redeemed';
    await this.#outbox.report({
      ...reportOf(citizen, name, origin),
      factor: 'reset_code',
      outcome: redeemed ? 'code_redeemed' : 'wrong_code',
    });
    if (!redeemed) return { kind: 'refused' };
    return { kind: 'redeemed', choosing: await this.#store.beginChoosing(citizen.externalId) };
  }

  /** Who may choose a password now, having redeemed a code. */
  async whoChooses(choosingToken: string): Promise<Citizen | null> {
    const session = await this.#store.choosing(choosingToken);
    return session && this.#store.find(session.externalId);
  }

  async choosePassword(choosingToken: string, password: string, origin: Origin): Promise<ChooseResult> {
    const citizen = await this.whoChooses(choosingToken);
    if (!citizen) return { kind: 'over' };
    const strength = strengthOf(password, citizen);
    if (!strength.accepted) return { kind: 'weak', strength };
    await this.#store.setPassword(citizen.externalId, await hashPassword(password), true);
    await this.#store.endSession(choosingToken);
    const report = reportOf(citizen, citizen.documentNumber, origin);
    const { answer } = await this.#outbox.report(
      { ...report, factor: 'reset_code', outcome: 'password_changed' },
      { ...report, factor: 'password', outcome: 'success' },
    );
    // The reset is over once the API knows of the new password; until then a sign-in would be turned away.
    await soon(answer);
    return { kind: 'signed_in', session: await this.#store.beginSession(citizen.externalId) };
  }

  /** Nobody's name is treated as somebody's would be, in what is said and in the time it takes. */
  async #unknown(typed: string, password: string, origin: Origin): Promise<SignInResult> {
    const name = plainNumber(typed);
    const paused = this.#failures.isPaused(name);
    if (!paused) {
      await hashPassword(password);
      this.#failures.note(name, password);
    }
    const report = { ...reportOf(null, typed, origin), factor: 'password', outcome: 'unknown_name' } as const;
    const { answer } = await this.#outbox.report(report);
    if (!paused) await soon(answer);
    return { kind: this.#failures.isPaused(name) ? 'paused' : 'wrong' };
  }

  /** A citizen of the demo has no hash until their own first sign-in; the check takes as long either way. */
  async #checkPassword({ externalId, passwordHash }: Citizen, password: string): Promise<boolean> {
    if (passwordHash !== null) return matchesHash(password, passwordHash);
    const hash = await hashPassword(password);
    if (!sameText(password, demoPassword(externalId))) return false;
    await this.#store.setPassword(externalId, hash, false);
    return true;
  }

  async #state(externalId: string): Promise<SignInState> {
    const { states } = await this.#client.accountState({ external_ids: [externalId] });
    const [state] = states;
    if (!state) throw new Error('no state for an account that was asked for');
    return state;
  }
}

function reportOf(citizen: Citizen | null, name: string, origin: Origin): Omit<NewReport, 'outcome'> {
  return {
    occurred_at: new Date().toISOString(),
    external_id: citizen?.externalId ?? null,
    sign_in_name: name.slice(0, LONGEST_NAME),
    ...origin,
  };
}

function refusalOf({ disabled, locked, reset_required }: SignInState) {
  if (disabled) return 'refused_disabled';
  if (locked) return 'refused_locked';
  return reset_required ? 'refused_reset_pending' : null;
}

/** The answer if it comes in time, else null: the page does not wait for an API that is away. */
async function soon(answer: Promise<SignInState | null>): Promise<SignInState | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ANSWER_MS);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
