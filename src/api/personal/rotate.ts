/**
 * Brings all that is sealed under a new data key, while everything goes on: rows are read under whichever key they stand.
 * What was done stays done: after a kill the same goes on where it stopped.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { insertKey, learnKeys, rewrapKeys } from './data-keys.ts';
import { FieldKeys, type SearchField } from './field-keys.ts';
import { type KeySource, loadKeyRing } from './key-file.ts';

/** Rows of one transaction: whoever acts on one of them waits for some tens of milliseconds. */
const BATCH = 200;
/** Processes look for new keys every 10 s; each has this long until the new one is used. */
const SETTLE_SECONDS = 60;
/** Held while a rotation runs. */
const TURN = sql.lit(0x6b657973);
const LEAST_ID = '00000000-0000-0000-0000-000000000000';

export interface Rotation {
  db: Kysely<Database>;
  source: KeySource;
  /** Between two batches, once it is aborted, the rotation stops; the next one goes on. */
  signal: AbortSignal;
  onProgress(rows: { done: number; total: number }): void;
  settleSeconds?: number;
}

export interface Rotated {
  /** The data key under which everything stands, or is to stand. */
  key: number;
  /** It had been begun before. */
  resumed: boolean;
  finished: boolean;
  rows: number;
}

/** Two at once would each make a key. */
export class RotationRunning extends Error {}

/** @throws RotationRunning; Error where a key cannot be had */
export function rotateKeys(rotation: Rotation): Promise<Rotated> {
  return rotation.db.connection().execute(async (db) => {
    const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_lock(${TURN}) AS mine`.execute(db);
    if (!rows[0]?.mine) throw new RotationRunning();
    try {
      // Counting a register takes its time, and an act may hold an account for a while.
      await sql`SET statement_timeout = 0`.execute(db);
      await sql`SET lock_timeout = '1min'`.execute(db);
      return await rotate({ ...rotation, db });
    } finally {
      await sql`SELECT pg_advisory_unlock(${TURN})`.execute(db);
    }
  });
}

async function rotate({ db, source, signal, onProgress, settleSeconds = SETTLE_SECONDS }: Rotation): Promise<Rotated> {
  const ring = await loadKeyRing(source);
  await rewrapKeys(db, ring);
  const begun = await unfinished(db);
  if (begun === null) await insertKey(db, ring, { settleSeconds, done: false });
  const key = begun ?? (await unfinished(db));
  if (key === null) throw new Error('the new data key was not kept');
  const stop = (rows: number, finished: boolean): Rotated => ({ key, resumed: begun !== null, rows, finished });

  await settled(db, key, signal);
  if (signal.aborted) return stop(0, false);
  const keys = new FieldKeys(ring);
  await learnKeys(db, source, keys);
  const total = await countStale(db, key);
  let done = 0;
  // Again until nothing is left: a transaction that was under way may have written with the key before.
  for (let found = true; found; ) {
    found = false;
    for (const sealAgain of [ACCOUNTS, OUTBOX]) {
      for (let after: string | null = LEAST_ID; after !== null; ) {
        const last: string = after;
        const batch = await db.transaction().execute((trx) => sealAgain(trx, keys, last));
        done += batch.rows;
        found ||= batch.rows > 0;
        after = batch.last;
        onProgress({ done: Math.min(done, total), total });
        if (signal.aborted) return stop(done, false);
      }
    }
  }
  await sql`UPDATE data_keys SET rotated_at = now() WHERE id = ${key}`.execute(db);
  return stop(done, true);
}

/** The newest key, where not everything stands under it yet. */
async function unfinished(db: Kysely<Database>): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM data_keys WHERE rotated_at IS NULL ORDER BY id DESC LIMIT 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** Until every process knows it, by the database's clock. */
async function settled(db: Kysely<Database>, key: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await sql<{ seconds: number }>`
      SELECT extract(epoch FROM active_from - now())::float8 AS seconds FROM data_keys WHERE id = ${key}`.execute(db);
    const wait = rows[0]?.seconds ?? 0;
    if (wait <= 0) return;
    await pause(wait * 1000, undefined, { signal }).catch(() => {});
  }
}

async function countStale(db: Kysely<Database>, key: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT (SELECT count(*) FROM accounts WHERE key_id <> ${key} AND erased_at IS NULL)
         + (SELECT count(*) FROM outbox WHERE key_id <> ${key} AND payload_cipher IS NOT NULL) AS count`.execute(db);
  return rows[0]?.count ?? 0;
}

interface Batch {
  rows: number;
  /** Id of its last row; null where there was none. */
  last: string | null;
}

type SealAgain = (trx: Transaction<Database>, keys: FieldKeys, after: string) => Promise<Batch>;

const FIELDS = ['document', 'phone', 'licence_file'] as const satisfies readonly SearchField[];

type AccountRow = { id: string; key_id: number } & { [F in (typeof FIELDS)[number] as `${F}_cipher`]: Buffer | null };

const ACCOUNTS: SealAgain = async (trx, keys, after) => {
  const { rows } = await sql<AccountRow>`
    SELECT id, key_id, document_cipher, phone_cipher, licence_file_cipher FROM accounts
     WHERE id > ${after} AND key_id <> ${keys.current} AND erased_at IS NULL
     ORDER BY id LIMIT ${sql.lit(BATCH)} FOR NO KEY UPDATE`.execute(trx);
  const column = (field: (typeof FIELDS)[number], make: (plain: string, id: string) => Buffer) =>
    rows.map((row) => {
      const sealed = row[`${field}_cipher`];
      return sealed && make(keys.open({ table: 'accounts', id: row.id, column: field }, row.key_id, sealed), row.id);
    });
  const ciphers = FIELDS.map((field) =>
    column(field, (plain, id) => keys.seal({ table: 'accounts', id, column: field }, plain)),
  );
  const hashes = FIELDS.map((field) => column(field, (plain) => keys.searchHash(field, plain)));
  await sql`
    UPDATE accounts SET
           document_cipher = again.c1, phone_cipher = again.c2, licence_file_cipher = again.c3,
           document_hash = again.h1, phone_hash = again.h2, licence_file_hash = again.h3, key_id = ${keys.current}
      FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${sql.join([...ciphers, ...hashes].map(byteas))})
           AS again (id, c1, c2, c3, h1, h2, h3)
     WHERE accounts.id = again.id`.execute(trx);
  return { rows: rows.length, last: rows.at(-1)?.id ?? null };
};

const byteas = (values: (Buffer | null)[]) => sql`${values}::bytea[]`;

interface OutboxRow {
  id: string;
  entry_id: string;
  kind: string;
  key_id: number;
  payload_cipher: Buffer;
}

const OUTBOX: SealAgain = async (trx, keys, after) => {
  const { rows } = await sql<OutboxRow>`
    SELECT id, entry_id, kind, key_id, payload_cipher FROM outbox
     WHERE id > ${after} AND key_id <> ${keys.current} AND payload_cipher IS NOT NULL
     ORDER BY id LIMIT ${sql.lit(BATCH)} FOR NO KEY UPDATE`.execute(trx);
  const again = rows.map(({ entry_id, kind, key_id, payload_cipher }) => {
    const place = { table: 'outbox', id: entry_id, column: kind } as const;
    return keys.seal(place, keys.open(place, key_id, payload_cipher));
  });
  await sql`
    UPDATE outbox SET payload_cipher = again.cipher, key_id = ${keys.current}
      FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${byteas(again)}) AS again (id, cipher)
     WHERE outbox.id = again.id`.execute(trx);
  return { rows: rows.length, last: rows.at(-1)?.id ?? null };
};
