import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Each is read within a minute: nothing tells that one has ended. */
const TURN_MS = 60_000;
const READ_MAX = 25;
const HURRIED_MAX = 150;

/** Locks of ours in force, in turn: failures that Keycloak forgot, and locks that its own console ended, are found by them. */
export class LocksInTurn {
  readonly #db: Kysely<Database>;
  readonly #directory: string;
  #after: string | null = null;
  #turnBegan = Number.NEGATIVE_INFINITY;
  #hurried = false;

  constructor(db: Kysely<Database>, directory: string) {
    this.#db = db;
    this.#directory = directory;
  }

  /** Reads them all at once, beginning anew: many seem to have ended together. */
  hurry(): void {
    if (this.#hurried) return;
    this.#hurried = true;
    this.#after = null;
    this.#turnBegan = Number.NEGATIVE_INFINITY;
  }

  /** The users who are next, none where all have had their turn lately. */
  async next(nowMs: number): Promise<string[]> {
    if (this.#after === null) {
      if (nowMs - this.#turnBegan < TURN_MS) return [];
      this.#turnBegan = nowMs;
    }
    const max = this.#hurried ? HURRIED_MAX : READ_MAX;
    const { rows } = await sql<{ account_id: string; external_id: string }>`
      SELECT account_id, external_id
        FROM locks JOIN accounts ON accounts.id = account_id
       WHERE ended_at IS NULL AND locks.directory = ${this.#directory}
         AND account_id > ${this.#after ?? '00000000-0000-0000-0000-000000000000'}::uuid
       ORDER BY account_id LIMIT ${max}`.execute(this.#db);
    this.#after = rows.length < max ? null : (rows.at(-1)?.account_id ?? null);
    if (this.#after === null) this.#hurried = false;
    return rows.map(({ external_id }) => external_id);
  }
}
