import { hash } from 'node:crypto';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { ApiError } from '../problem.ts';

/** What makes two requests one: the same actor's same key on the same body. */
export interface Request {
  subject: string;
  key: string;
  operation: string;
  /** SHA-256 of the input. */
  bodyHash: Buffer;
}

/** What every action answers at the least. */
export interface Recorded {
  entry_id: string;
}

/** The input comes from its schema, which fixes the order of its fields: the same content is the same text. */
export const hashBody = (input: object): Buffer => hash('sha256', JSON.stringify(input), 'buffer');

/**
 * True where this transaction now holds the key, until it ends; false where another does. Nobody waits for it: a thousand
 * waiters would hold a connection each.
 */
export const tryToHold = ({ subject, key }: Request): RawBuilder<boolean> =>
  sql`pg_try_advisory_xact_lock(hashtextextended(${`${subject} ${key}`}, 0))`;

/** What a key did: its answer, or the order that it gave, whose end is the answer. */
export type Known<A> = { answer: A } | { order: string };

/**
 * What the key already did, if it did. To be asked after the key is held, by a statement of its own: its snapshot, unlike
 * that of the statement that took the key, surely has what the last holder committed.
 *
 * @throws ApiError `idempotency_key_reused`
 */
export async function recordedAnswer<A extends Recorded>(
  trx: Transaction<Database>,
  request: Request,
): Promise<Known<A> | null> {
  const { subject, key, operation, bodyHash } = request;
  const { rows } = await sql<{ operation: string; body_hash: Buffer; entry_id: string; answer: A | null }>`
    SELECT operation, body_hash, entry_id, answer FROM idempotency_keys
     WHERE actor_subject = ${subject} AND key = ${key}`.execute(trx);
  const [done] = rows;
  if (!done) return null;
  if (done.operation !== operation || !done.body_hash.equals(bodyHash)) {
    throw new ApiError('idempotency_key_reused', {});
  }
  // What was done may not have reached a standby yet. A transaction that writes waits for all that was written before it.
  await sql`SELECT pg_logical_emit_message(true, 'lockdesk', '')`.execute(trx);
  return done.answer === null ? { order: done.entry_id } : { answer: done.answer };
}

/** Keeps the answer, or the order, beside the effect: whoever lost it asks again with the same key. */
export async function rememberAnswer(
  trx: Transaction<Database>,
  { subject, key, operation, bodyHash }: Request,
  known: Known<Recorded>,
): Promise<void> {
  const [entryId, answer] =
    'order' in known ? [known.order, null] : [known.answer.entry_id, JSON.stringify(known.answer)];
  await sql`
    INSERT INTO idempotency_keys (actor_subject, key, operation, body_hash, entry_id, answer)
    VALUES (${subject}, ${key}, ${operation}, ${bodyHash}, ${entryId}, ${answer})`.execute(trx);
}
