import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { ApiError } from '../problem.ts';

/** An entry, and whose it must be. */
export interface OwnEntry {
  id: string;
  subject: string;
}

/** One's own entry by its id, as a condition on `entries`. */
export function isOwnEntry({ id, subject }: OwnEntry): RawBuilder<boolean> {
  return sql`(${hasId(id)} AND entries.actor_subject = ${subject})`;
}

/**
 * An entry by its id, as a condition on `entries`. A UUIDv7 tells when it was made, so that one month's partition is read
 * and not all; any other UUID is no entry's.
 */
export function hasId(id: string): RawBuilder<boolean> {
  return sql`(entries.id = ${id}::uuid
          AND entries.recorded_at >= uuid_extract_timestamp(${id}::uuid) - interval '1 day'
          AND entries.recorded_at <= uuid_extract_timestamp(${id}::uuid) + interval '1 day')`;
}

/** Whoever has opened an account reads it again without a further entry, for so many hours. */
export interface Opening extends OwnEntry {
  accountId: string;
  hours: number;
}

/** Whether the opening still serves its reader. */
export function isOpened({ accountId, hours, ...entry }: Opening): RawBuilder<boolean> {
  return sql`EXISTS (
    SELECT FROM entries
     WHERE ${isOwnEntry(entry)} AND entries.account_id = ${accountId} AND action = 'open' AND outcome = 'done'
       AND recorded_at > now() - make_interval(hours => ${hours}))`;
}

/** @throws ApiError `account_not_found`, or `opening_required` where it is not the reader's own of this account */
export async function requireOpening(db: Kysely<Database>, opening: Opening): Promise<void> {
  const { rows } = await sql<{ opened: boolean }>`
    SELECT ${isOpened(opening)} AS opened FROM accounts WHERE id = ${opening.accountId}`.execute(db);
  const [account] = rows;
  if (!account) throw new ApiError('account_not_found', {});
  if (!account.opened) throw new ApiError('opening_required', {});
}
