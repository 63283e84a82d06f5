/**
 * The keys that personal fields are sealed and searched with: random, kept in the database, wrapped with a
 * key-encryption key that only processes have. Every process learns a new one before the first value is sealed with it.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Services } from '../services.ts';
import { type FieldKeys, KEY_BYTES, type KeyRing, unwrapKey, wrapKey } from './field-keys.ts';
import { KeyProblem, type KeySource, loadKeyRing } from './key-file.ts';

/** Between two looks for new keys. */
const LOOK_EVERY_MS = 10_000;

interface KeyRow {
  id: number;
  wrapped: Buffer;
  kek_id: number;
  active: boolean;
}

/** Keeps a process's field keys up with the database. */
export class DataKeys {
  readonly #services: Pick<Services, 'db' | 'config' | 'keys' | 'log'>;
  readonly #stopping = new AbortController();
  #looking: Promise<void> = Promise.resolve();

  constructor(services: Pick<Services, 'db' | 'config' | 'keys' | 'log'>) {
    this.#services = services;
  }

  /** @throws Error where the keys in the database can't be had with those of the source */
  async start(): Promise<void> {
    const { db, config, keys } = this.#services;
    await makeFirstKey(db, await loadKeyRing(config.keySource));
    await learnKeys(db, config.keySource, keys);
    this.#looking = this.#look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { db, config, keys, log } = this.#services;
    const { signal } = this.#stopping;
    for (;;) {
      await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await learnKeys(db, config.keySource, keys).catch((error: unknown) => {
        // What is known goes on serving.
        log.error({ err: error }, 'field keys were not read again');
      });
    }
  }
}

/** A database without any citizen begins with a key of its own; an older one waits for `lockdesk rotate-keys`. */
async function makeFirstKey(db: Kysely<Database>, ring: KeyRing): Promise<void> {
  const { rows } = await sql<{ empty: boolean }>`
    SELECT NOT EXISTS (SELECT FROM data_keys) AND NOT EXISTS (SELECT FROM accounts) AS empty`.execute(db);
  if (rows[0]?.empty) await insertKey(db, ring, { settleSeconds: 0, done: true });
}

/** Learns the keys of the database. The source is asked again, for it may hold a newer key-encryption key by now. */
export async function learnKeys(db: Kysely<Database>, source: KeySource, keys: FieldKeys): Promise<void> {
  const { rows } = await sql<KeyRow>`
    SELECT id, wrapped, kek_id, active_from <= now() AS active FROM data_keys ORDER BY id`.execute(db);
  const current = rows.findLast(({ active }) => active);
  if (!current) return;
  const unknown = rows.some(({ id }) => !keys.hasLearned(id));
  const ring = unknown ? unwrapAll(rows, await loadKeyRing(source)) : new Map<number, Buffer>();
  keys.learn(ring, current.id);
}

function unwrapAll(rows: readonly KeyRow[], ring: KeyRing): Map<number, Buffer> {
  return new Map(rows.map((row) => [row.id, unwrap(row, ring)]));
}

function unwrap({ id, kek_id, wrapped }: Omit<KeyRow, 'active'>, ring: KeyRing): Buffer {
  const kek = kekOf(ring, kek_id);
  try {
    return unwrapKey(kek, id, wrapped);
  } catch {
    throw new KeyProblem(`key-encryption key ${kek_id} of the key source is not the one that wrapped data key ${id}`);
  }
}

function kekOf(ring: KeyRing, id: number): Uint8Array {
  const kek = ring.get(id);
  if (!kek) throw new KeyProblem(`key-encryption key ${id} is needed, and the key source does not hold it`);
  return kek;
}

const newest = (ring: KeyRing): number => Math.max(...ring.keys());

interface NewKey {
  /** Before anything is sealed with it. */
  settleSeconds: number;
  /** Nothing stands under another. */
  done: boolean;
}

/** Its id is beyond all others, those of the source included: values may stand under these. */
export async function insertKey(db: Kysely<Database>, ring: KeyRing, { settleSeconds, done }: NewKey): Promise<void> {
  const kek = newest(ring);
  const { rows } = await sql<{ id: number }>`
    SELECT greatest(max(id), ${kek}::integer) + 1 AS id FROM data_keys`.execute(db);
  const id = rows[0]?.id ?? 0;
  await sql`
    INSERT INTO data_keys (id, wrapped, kek_id, active_from, rotated_at)
    VALUES (${id}, ${wrapKey(kekOf(ring, kek), id, randomBytes(KEY_BYTES))}, ${kek},
            now() + make_interval(secs => ${settleSeconds}), CASE WHEN ${done}::boolean THEN now() END)
    ON CONFLICT DO NOTHING`.execute(db);
}

/** Wraps all data keys with the newest key-encryption key. The values they sealed stay as they are. */
export async function rewrapKeys(db: Kysely<Database>, ring: KeyRing): Promise<number> {
  const kek = newest(ring);
  const { rows } = await sql<KeyRow>`SELECT id, wrapped, kek_id FROM data_keys WHERE kek_id <> ${kek}`.execute(db);
  for (const row of rows) {
    const { id } = row;
    const again = wrapKey(kekOf(ring, kek), id, unwrap(row, ring));
    await sql`UPDATE data_keys SET wrapped = ${again}, kek_id = ${kek} WHERE id = ${id}`.execute(db);
  }
  return rows.length;
}
