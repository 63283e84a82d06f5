import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { plainNumber, plainPhone } from '../../api/personal/documents.ts';
import type { AccountRow } from '../../contract/index.ts';

/** Whoever can sign in to the citizens' site. */
export interface Citizen {
  externalId: string;
  name: string;
  documentNumber: string;
  phone: string | null;
  division: string;
  /** Null until the first sign-in: thousands of hashes at once would take minutes. */
  passwordHash: string | null;
  /** Chosen by the citizen; before that they have the demo's. */
  ownPassword: boolean;
}

export interface Session {
  externalId: string;
  beganAt: Date;
}

export interface TextMessage {
  id: string;
  type: string;
  text: string;
  receivedAt: Date;
}

/** A message on its way to a phone. */
export interface NewMessage {
  id: string;
  phone: string;
  type: string;
  text: string;
}

const SESSION_HOURS = 12;
/** How long a redeemed code lets its citizen choose a password. */
const CHOOSING_MINUTES = 15;
const MESSAGES_SHOWN = 12;

interface CitizenRow {
  external_id: string;
  name: string;
  document_number: string;
  phone: string | null;
  division: string;
  password_hash: string | null;
  own_password: boolean;
}

interface MessageRow {
  id: string;
  type: string;
  text: string;
  received_at: Date;
}

const CITIZEN =
  'external_id, name, document_number, phone, division, password_hash, password_changed_at IS NOT NULL AS own_password';

/** The site's own tables: people with their passwords, sessions, the messages that phones got. */
export class CitizenStore {
  readonly #pool: Pool;
  readonly #listeners = new Set<(message: NewMessage) => void>();

  private constructor(pool: Pool) {
    this.#pool = pool;
  }

  static async open(pool: Pool): Promise<CitizenStore> {
    await pool.query(`
      CREATE TABLE IF NOT EXISTS citizens (
        external_id text PRIMARY KEY,
        name text NOT NULL,
        document_number text NOT NULL UNIQUE,
        phone text UNIQUE,
        division text NOT NULL,
        password_hash text,
        password_changed_at timestamptz
      );
      CREATE TABLE IF NOT EXISTS citizen_sessions (
        token_hash bytea PRIMARY KEY,
        external_id text NOT NULL REFERENCES citizens,
        purpose text NOT NULL,
        began_at timestamptz NOT NULL DEFAULT now(),
        ends_at timestamptz NOT NULL
      );
      CREATE TABLE IF NOT EXISTS text_messages (
        id text PRIMARY KEY,
        phone text NOT NULL,
        type text NOT NULL,
        text text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX IF NOT EXISTS text_messages_phone ON text_messages (phone, received_at DESC);
      DELETE FROM citizen_sessions WHERE ends_at < now();
    `);
    return new CitizenStore(pool);
  }

  async count(): Promise<number> {
    const { rows } = await this.#pool.query<{ count: string }>('SELECT count(*) FROM citizens');
    return Number(rows[0]?.count);
  }

  async add(rows: readonly AccountRow[]): Promise<void> {
    await this.#pool.query(
      `INSERT INTO citizens (external_id, name, document_number, phone, division)
       SELECT external_id, name, document_number, phone, division
       FROM jsonb_to_recordset($1) AS row (external_id text, name text, document_number text, phone text, division text)
       ON CONFLICT (external_id) DO NOTHING`,
      [JSON.stringify(rows.map((row) => ({ ...row, document_number: plainNumber(row.document_number) })))],
    );
  }

  /** By what people sign in with: their document number, or their phone. */
  async findByName(typed: string): Promise<Citizen | null> {
    return this.#one('document_number = $1 OR phone = $2', [plainNumber(typed), plainPhone(typed)]);
  }

  async find(externalId: string): Promise<Citizen | null> {
    return this.#one('external_id = $1', [externalId]);
  }

  async list(first: number, count: number): Promise<Citizen[]> {
    const { rows } = await this.#pool.query<CitizenRow>(
      `SELECT ${CITIZEN} FROM citizens ORDER BY external_id OFFSET $1 LIMIT $2`,
      [first, count],
    );
    return rows.map(citizenOf);
  }

  /** `changed`: chosen by the citizen, not just hashed at the first sign-in with the demo's own. */
  async setPassword(externalId: string, hash: string, changed: boolean): Promise<void> {
    await this.#pool.query(
      `UPDATE citizens SET password_hash = $2, password_changed_at = CASE WHEN $3 THEN now() ELSE password_changed_at END
       WHERE external_id = $1`,
      [externalId, hash, changed],
    );
  }

  /** @returns the session's token, of which the store keeps a hash alone */
  async beginSession(externalId: string): Promise<string> {
    return this.#begin(externalId, 'signed_in', `${SESSION_HOURS} hours`);
  }

  async session(token: string): Promise<Session | null> {
    return this.#session(token, 'signed_in');
  }

  /** Lets the one who redeemed a code choose a password, for a few minutes and once. */
  async beginChoosing(externalId: string): Promise<string> {
    return this.#begin(externalId, 'choose_password', `${CHOOSING_MINUTES} minutes`);
  }

  async choosing(token: string): Promise<Session | null> {
    return this.#session(token, 'choose_password');
  }

  async endSession(token: string): Promise<void> {
    await this.#pool.query('DELETE FROM citizen_sessions WHERE token_hash = $1', [hashOf(token)]);
  }

  /** A webhook that is delivered twice is one message. */
  async receive(message: NewMessage): Promise<void> {
    const { id, phone, type, text } = message;
    const { rowCount } = await this.#pool.query(
      'INSERT INTO text_messages (id, phone, type, text) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING',
      [id, phone, type, text],
    );
    if (rowCount === 1) for (const listener of this.#listeners) listener(message);
  }

  /** Hears of each message that comes from now on, once. */
  onMessage(listener: (message: NewMessage) => void): void {
    this.#listeners.add(listener);
  }

  /** The latest messages of a phone, oldest first. */
  async messages(phone: string): Promise<TextMessage[]> {
    const { rows } = await this.#pool.query<MessageRow>(
      `SELECT id, type, text, received_at FROM text_messages WHERE phone = $1 ORDER BY received_at DESC, id DESC LIMIT $2`,
      [phone, MESSAGES_SHOWN],
    );
    return rows.reverse().map(messageOf);
  }

  async #one(condition: string, values: string[]): Promise<Citizen | null> {
    const { rows } = await this.#pool.query<CitizenRow>(
      `SELECT ${CITIZEN} FROM citizens WHERE ${condition} LIMIT 1`,
      values,
    );
    return rows[0] ? citizenOf(rows[0]) : null;
  }

  async #begin(externalId: string, purpose: string, lasts: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.#pool.query(
      `INSERT INTO citizen_sessions (token_hash, external_id, purpose, ends_at)
       VALUES ($1, $2, $3, now() + $4::interval)`,
      [hashOf(token), externalId, purpose, lasts],
    );
    return token;
  }

  async #session(token: string, purpose: string): Promise<Session | null> {
    const { rows } = await this.#pool.query<{ external_id: string; began_at: Date }>(
      `SELECT external_id, began_at FROM citizen_sessions WHERE token_hash = $1 AND purpose = $2 AND ends_at > now()`,
      [hashOf(token), purpose],
    );
    return rows[0] ? { externalId: rows[0].external_id, beganAt: rows[0].began_at } : null;
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest();

const messageOf = ({ id, type, text, received_at }: MessageRow): TextMessage => ({
  id,
  type,
  text,
  receivedAt: received_at,
});

const citizenOf = (row: CitizenRow): Citizen => ({
  externalId: row.external_id,
  name: row.name,
  documentNumber: row.document_number,
  phone: row.phone,
  division: row.division,
  passwordHash: row.password_hash,
  ownPassword: row.own_password,
});
