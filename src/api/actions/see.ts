import { sql, type Transaction } from 'kysely';
import type { AccountState, ErrorDetails } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { ApiError } from '../problem.ts';
import { isOpened, type Opening } from '../queries/openings.ts';
import { type Request, tryToHold } from './idempotency.ts';

/** An account as an act finds it, held until the act's transaction ends. */
export interface Seen {
  /** Of the entry to be written. */
  entryId: string;
  /** The transaction's time. */
  now: Date;
  id: string;
  directory: string;
  division: string;
  disabledAt: Date | null;
  phone: { masked: string; cipher: Buffer } | null;
  keyId: number;
  /** The lock in force. */
  lockId: string | null;
  /** A lock's time is over, but its end stands in no entry yet: within half a second the leader writes it. */
  lockRunOut: boolean;
  state: AccountState;
  /** The actor has opened it, and not too long ago. */
  opened: boolean;
}

export interface Wanted {
  /** The actor's own, of the account that is meant. */
  opening: Opening;
  /** The version that the actor saw. */
  version: number;
}

interface Row extends Pick<AccountState, 'version' | 'disabled' | 'reset_pending'> {
  mine: boolean;
  entry_id: string;
  now: Date;
  id: string | null;
  directory: string;
  division: string;
  disabled_at: Date | null;
  phone_masked: string | null;
  phone_cipher: Buffer | null;
  key_id: number;
  opened: boolean;
}

interface OpenLock {
  id: string;
  kind: string;
  /** Its time is over, and the leader has not closed it yet. */
  over: boolean | null;
}

/** Something that is over within a second stands in the act's way. */
export const inProgress = () => new ApiError('in_progress', { retry_after_s: 1 });

/**
 * Holds the request's key and the account, and reads what an act on it needs. Null where there is no such account.
 *
 * @throws ApiError `in_progress`
 */
export async function see(trx: Transaction<Database>, request: Request, opening: Opening): Promise<Seen | null> {
  const held = sql<Row>`
    WITH turn AS MATERIALIZED (
      SELECT ${tryToHold(request)} AS mine
    ), account AS MATERIALIZED (
      SELECT id, directory, version, division, disabled, disabled_at, reset_pending_since, phone_masked, phone_cipher, key_id
        FROM accounts WHERE id = ${opening.accountId} AND (SELECT mine FROM turn) FOR NO KEY UPDATE
    )
    SELECT turn.mine, uuidv7() AS entry_id, now()::timestamptz(3) AS now, account.id, directory, account.division,
           disabled_at, phone_masked, phone_cipher, key_id, version, disabled, reset_pending_since IS NOT NULL AS reset_pending,
           ${isOpened(opening)} AS opened
      FROM turn
      LEFT JOIN account ON true`;
  // By a statement of its own: one that waited for the account has the account as it is, and all else as it was before.
  const open = sql<OpenLock>`
    SELECT id, kind, ends_at <= now() AS over FROM locks WHERE account_id = ${opening.accountId} AND ended_at IS NULL`;
  const [accounts, locks] = await Promise.all([held.execute(trx), open.execute(trx)]);
  const [row] = accounts.rows;
  if (!row?.mine) throw inProgress();
  return row.id === null ? null : toSeen(row, row.id, locks.rows[0] ?? null);
}

function toSeen(row: Row, id: string, open: OpenLock | null): Seen {
  const { phone_masked: masked, phone_cipher: cipher } = row;
  const lock = open?.over ? null : open;
  return {
    entryId: row.entry_id,
    now: row.now,
    id,
    directory: row.directory,
    division: row.division,
    disabledAt: row.disabled_at,
    phone: masked !== null && cipher !== null ? { masked, cipher } : null,
    keyId: row.key_id,
    lockId: lock?.id ?? null,
    lockRunOut: open?.over ?? false,
    state: {
      version: row.version,
      locked: lock !== null,
      lock_kind: lock?.kind ?? null,
      disabled: row.disabled,
      reset_pending: row.reset_pending,
    },
    opened: row.opened,
  };
}

/**
 * Nobody acts on what they have not looked at, or on what has changed since.
 *
 * @throws ApiError `account_not_found`, `opening_required`, `stale_version`, `account_disabled`
 */
export async function checkSeen(trx: Transaction<Database>, seen: Seen | null, wanted: Wanted): Promise<Seen> {
  if (!seen) throw new ApiError('account_not_found', {});
  if (!seen.opened) throw new ApiError('opening_required', {});
  const { version, disabled } = seen.state;
  if (version !== wanted.version) {
    throw new ApiError('stale_version', { version, last_change: await lastChange(trx, wanted.opening) });
  }
  if (disabled) throw new ApiError('account_disabled', { since: seen.disabledAt?.toISOString() ?? null });
  return seen;
}

/** What moved the account on since it was opened. */
async function lastChange(
  trx: Transaction<Database>,
  { accountId, hours }: Opening,
): Promise<ErrorDetails<'stale_version'>['last_change']> {
  const { rows } = await sql<{ action: string; at: Date; actor: string | null; office: string | null }>`
    SELECT action, recorded_at AS at, actor_name AS actor, office_name AS office
      FROM entries
     WHERE account_id = ${accountId} AND outcome = 'done' AND action NOT IN ('open', 'search', 'reveal', 'export', 'review', 'hold')
       AND recorded_at > now() - make_interval(hours => ${hours})
     ORDER BY recorded_at DESC, id DESC
     LIMIT 1`.execute(trx);
  const [change] = rows;
  return change ? { ...change, at: change.at.toISOString() } : null;
}

/** How the latest lock came to its end, where none is in force. */
export async function lastLockEnd(trx: Transaction<Database>, accountId: string): Promise<ErrorDetails<'not_locked'>> {
  // One whose time is over counts as ended, also before it is closed.
  const { rows } = await sql<{ ended_at: Date; ended_by: string }>`
    SELECT coalesce(ended_at, ends_at) AS ended_at, coalesce(ended_by, 'expired') AS ended_by
      FROM locks WHERE account_id = ${accountId}
     ORDER BY started_at DESC LIMIT 1`.execute(trx);
  const [lock] = rows;
  return { ended_at: lock?.ended_at.toISOString() ?? null, ended_by: lock?.ended_by ?? null };
}
