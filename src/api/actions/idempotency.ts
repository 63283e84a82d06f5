import { hash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { ActResult } from '../../contract/index.ts';
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

const RETRY_AFTER_S = 1;

/** The input comes from its schema, which fixes the order of its fields: the same content is the same text. */
export const hashBody = (input: object): Buffer => hash('sha256', JSON.stringify(input), 'buffer');

/**
 * Takes the key for this transaction, and answers what it already did, if it did. A second request meanwhile is turned
 * away at once: one that waited would hold a connection, and a thousand of them all.
 *
 * @throws ApiError `in_progress`, `idempotency_key_reused`
 */
export async function takeKey(trx: Transaction<Database>, request: Request): Promise<ActResult | null> {
  const { subject, key, operation, bodyHash } = request;
  const { rows: turns } = await sql<{ mine: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${subject} ${key}`}, 0)) AS mine`.execute(trx);
  if (!turns[0]?.mine) throw new ApiError('in_progress', { retry_after_s: RETRY_AFTER_S });

  // A statement of its own: its snapshot, unlike that of the one that took the lock, surely has what the last holder did.
  const { rows } = await sql<{ operation: string; body_hash: Buffer; answer: ActResult }>`
    SELECT operation, body_hash, answer FROM idempotency_keys
     WHERE actor_subject = ${subject} AND key = ${key}`.execute(trx);
  const [done] = rows;
  if (!done) return null;
  if (done.operation !== operation || !done.body_hash.equals(bodyHash)) {
    throw new ApiError('idempotency_key_reused', {});
  }
  return done.answer;
}

/** Keeps the answer beside the effect: whoever lost it asks again with the same key. */
export async function rememberAnswer(
  trx: Transaction<Database>,
  { subject, key, operation, bodyHash }: Request,
  answer: ActResult,
): Promise<void> {
  await sql`
    INSERT INTO idempotency_keys (actor_subject, key, operation, body_hash, entry_id, answer)
    VALUES (${subject}, ${key}, ${operation}, ${bodyHash}, ${answer.entry_id}, ${JSON.stringify(answer)})`.execute(trx);
}
