import { createHash, randomUUID } from 'node:crypto';
import { LockdeskError } from '../../client/failure.ts';
import type { ActionOptions } from '../../client/index.ts';
import type { PendingAct } from '../../contract/console.ts';
import type { Answer } from '../../contract/failure.ts';
import type { ConsoleAction, ConsoleOperation } from '../../contract/operations.ts';
import { Listeners } from '../listeners.ts';
import { note } from '../log.ts';
import type { Session } from '../session/session.ts';
import { pause } from './backoff.ts';
import { hasPerhapsBegun, isDefinite, waitOf } from './definite.ts';

/** Carries one operation with checked input to the API. @throws LockdeskError */
export type Send = (
  name: ConsoleOperation,
  input: Record<string, unknown>,
  options: Partial<ActionOptions>,
) => Promise<unknown>;

interface Act {
  pending: PendingAct;
  answer: Promise<Answer<unknown>>;
}

/**
 * Sends actions so that each takes effect at most once and none is given up half-way. The idempotency key belongs to the
 * exact content: it is minted when that content is first sent and stays, in main, until another person signs in. While
 * no definite answer has come, the same content is asked again with the same key.
 */
export class Acts {
  readonly changed = new Listeners<PendingAct[]>();
  readonly #send: Send;
  readonly #session: Pick<Session, 'state' | 'signal'>;
  readonly #ledgerRefused: () => boolean;
  readonly #acts = new Map<string, Act>();
  #keys = new Map<string, string>();
  #keysOf: string | null = null;

  /** @param ledgerRefused whether the ledger is not the one that this workstation knows: no act is begun meanwhile */
  constructor(send: Send, session: Pick<Session, 'state' | 'signal'>, ledgerRefused: () => boolean) {
    this.#send = send;
    this.#session = session;
    this.#ledgerRefused = ledgerRefused;
  }

  pending(): PendingAct[] {
    return [...this.#acts.values()].map((act) => act.pending);
  }

  /** How many have been asked without a definite answer. */
  unknown(): number {
    return this.pending().filter((act) => act.unknown).length;
  }

  /** A second call with the same content while the first is under way gets the answer of the first. */
  run(operation: ConsoleAction, input: Record<string, unknown>): Promise<Answer<unknown>> {
    const content = createHash('sha256')
      .update(JSON.stringify([operation, input]))
      .digest('hex');
    const running = this.#acts.get(content);
    if (running) return running.answer;
    const pending: PendingAct = {
      id: randomUUID(),
      operation,
      account_id: typeof input.account_id === 'string' ? input.account_id : null,
      submitted_at: new Date().toISOString(),
      asked: 0,
      next_ask_at: null,
      unknown: false,
    };
    const keys = this.#ownKeys();
    // What was sent before may have been done: only the answer to its key can tell.
    if (this.#ledgerRefused() && !keys.has(content)) return Promise.resolve(LEDGER_REFUSED);
    const key = keys.get(content) ?? randomUUID();
    keys.set(content, key);
    // Begins once it is listed, so that the page hears of it from the start.
    const answer = Promise.resolve()
      .then(() => this.#ask(operation, input, pending, key))
      .finally(() => {
        this.#acts.delete(content);
        this.#tell();
      });
    this.#acts.set(content, { pending, answer });
    return answer;
  }

  async #ask(
    operation: ConsoleAction,
    input: Record<string, unknown>,
    pending: PendingAct,
    idempotencyKey: string,
  ): Promise<Answer<unknown>> {
    const { signal } = this.#session;
    for (;;) {
      pending.asked += 1;
      pending.next_ask_at = null;
      this.#tell();
      try {
        return { ok: true, value: await this.#send(operation, input, { idempotencyKey, signal }) };
      } catch (error) {
        if (!(error instanceof LockdeskError)) throw error;
        const { failure } = error;
        note('act_not_answered', {
          operation,
          code: failure.code,
          request_id: failure.request_id,
          asked: pending.asked,
        });
        if (signal.aborted || isDefinite(failure)) return { ok: false, failure };
        const wait = waitOf(failure, pending.asked);
        pending.unknown ||= hasPerhapsBegun(failure);
        pending.next_ask_at = new Date(Date.now() + wait).toISOString();
        this.#tell();
        await pause(wait, signal);
      }
    }
  }

  /** Keys outlive a session that ran out, for the same person to go on; they never serve another person. */
  #ownKeys(): Map<string, string> {
    const { state } = this.#session;
    const subject = state.state === 'signed_in' ? state.staff.subject : null;
    if (subject !== this.#keysOf) {
      this.#keys = new Map();
      this.#keysOf = subject;
    }
    return this.#keys;
  }

  #tell(): void {
    this.changed.tell(this.pending());
  }
}

const LEDGER_REFUSED: Answer<never> = {
  ok: false,
  failure: {
    code: 'ledger_refused',
    status: null,
    request_id: null,
    details: {},
    title: 'The ledger is not the one that this workstation knows',
  },
};
