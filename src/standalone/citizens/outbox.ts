import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type * as z from 'zod';
import type { Client } from '../../client/index.ts';
import { type AttemptReport, ROWS_MAX, type SignInState } from '../../contract/index.ts';
import type { Trouble } from '../trouble.ts';

/** Which of the agency's systems reports. */
const SOURCE = 'web';
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

export type NewReport = Omit<z.input<typeof AttemptReport>, 'attempt_id' | 'source'>;

interface StoredReport {
  seq: string;
  report: z.input<typeof AttemptReport>;
}

/**
 * Reports sign-in attempts to the Account API so that none is lost: each is on the disk before the citizen gets their
 * answer, goes out at once together with whatever else waits, and is tried until the API has taken it. Its id makes a
 * second delivery harmless.
 */
export class AttemptOutbox {
  readonly #pool: Pool;
  readonly #client: Client;
  readonly #trouble: Trouble;
  /** Who waits for the API's answer to a report, by its id. */
  readonly #waiting = new Map<string, (state: SignInState | null) => void>();
  readonly #stopped = new AbortController();
  #wake = Promise.withResolvers<void>();
  #sending: Promise<void> = Promise.resolve();

  private constructor(pool: Pool, client: Client, trouble: Trouble) {
    this.#pool = pool;
    this.#client = client;
    this.#trouble = trouble;
  }

  static async open(pool: Pool, client: Client, trouble: Trouble): Promise<AttemptOutbox> {
    await pool.query(`
      CREATE TABLE IF NOT EXISTS attempt_outbox (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        report jsonb NOT NULL
      );
    `);
    const outbox = new AttemptOutbox(pool, client, trouble);
    outbox.#sending = outbox.#send();
    return outbox;
  }

  /**
   * Settles once the report is safe. `answer` settles when the API has taken it, with the account's state after it; a
   * caller that cannot wait leaves it.
   */
  async report(...reports: NewReport[]): Promise<{ answer: Promise<SignInState | null> }> {
    const rows = reports.map((report) => ({ ...report, attempt_id: randomUUID(), source: SOURCE }));
    const last = rows.at(-1)?.attempt_id ?? '';
    const answer = new Promise<SignInState | null>((resolve) => this.#waiting.set(last, resolve));
    await this.#pool.query(`INSERT INTO attempt_outbox (report) SELECT value FROM jsonb_array_elements($1)`, [
      JSON.stringify(rows),
    ]);
    this.#wake.resolve();
    return { answer };
  }

  /** Sends what waits, unless the API is away: then it waits on the disk for the next start. */
  async close(): Promise<void> {
    this.#stopped.abort();
    this.#wake.resolve();
    await this.#sending;
  }

  async #send(): Promise<void> {
    let pause = FIRST_RETRY_MS;
    for (;;) {
      this.#wake = Promise.withResolvers<void>();
      const outcome = await this.#deliverNext().catch((error: unknown) => {
        this.#trouble(error);
        return 'failed';
      });
      if (outcome === 'delivered') {
        pause = FIRST_RETRY_MS;
        continue;
      }
      if (this.#stopped.signal.aborted) return;
      if (outcome === 'nothing') {
        await this.#wake.promise;
      } else {
        await delay(pause, undefined, { signal: this.#stopped.signal }).catch(() => {});
        pause = Math.min(pause * 2, LAST_RETRY_MS);
      }
    }
  }

  async #deliverNext(): Promise<'delivered' | 'nothing'> {
    const { rows } = await this.#pool.query<StoredReport>(
      'SELECT seq, report FROM attempt_outbox ORDER BY seq LIMIT $1',
      [ROWS_MAX],
    );
    if (rows.length === 0) return 'nothing';
    const { results } = await this.#client.reportAttempts({ attempts: rows.map(({ report }) => report) });
    for (const result of results) {
      const id = rows[result.row]?.report.attempt_id ?? '';
      // Nothing of ours should be refused; if it is, sending it again would not help.
      if (result.status === 'refused') this.#trouble(`attempt ${id} refused: ${JSON.stringify(result.issues)}`);
      this.#waiting.get(id)?.(result.status === 'refused' ? null : result.state);
      this.#waiting.delete(id);
    }
    await this.#pool.query('DELETE FROM attempt_outbox WHERE seq = ANY($1)', [rows.map(({ seq }) => seq)]);
    return 'delivered';
  }
}
