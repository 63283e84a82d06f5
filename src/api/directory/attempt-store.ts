/** What reports read and write, each by one statement however many rows a call has. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database, LockEvidence } from '../db/schema.ts';
import { keyOf, type ReportedAttempt } from './attempt-rows.ts';

/**
 * Wrong passwords of one account that are looked at; a lock's evidence holds no more either. Those that count have a limit
 * of their own, far above what the policy lets come together: a thousand repeats of one must not hide four others.
 */
const RECENT_MAX = 200;

/** An attempt with what its account's history makes of it. */
export interface JudgedAttempt extends ReportedAttempt {
  /** Null where no account is known. */
  accountId: string | null;
  counted: boolean;
  familiar: boolean | null;
}

/** When accounts last signed in from networks, by account and network. */
export async function knownNetworks(
  trx: Transaction<Database>,
  accountIds: readonly string[],
): Promise<Map<string, Map<string, Date>>> {
  const known = new Map(accountIds.map((id) => [id, new Map<string, Date>()]));
  if (accountIds.length === 0) return known;
  const { rows } = await sql<{ account_id: string; network: string; last_success_at: Date }>`
    SELECT account_id, network, last_success_at FROM account_networks
     WHERE account_id = ANY (${accountIds}::uuid[])`.execute(trx);
  for (const row of rows) known.get(row.account_id)?.set(row.network, row.last_success_at);
  return known;
}

export interface WrongPassword extends LockEvidence {
  account_id: string;
}

/** The wrong passwords of accounts within so many minutes back, counted or not; oldest first for each account. */
export async function recentWrongPasswords(
  trx: Transaction<Database>,
  accountIds: readonly string[],
  minutes: number,
): Promise<WrongPassword[]> {
  if (accountIds.length === 0) return [];
  const newest = (which: RawBuilder<boolean>) => sql`
    (SELECT account_id, occurred_at AS at, source, attempt_id, counted, password_repeated, host(ip) AS ip, province, city,
            operator, familiar_network, device_id, device, client
       FROM attempts
      WHERE account_id = account.id AND ${which} AND occurred_at > now() - make_interval(mins => ${minutes})
      ORDER BY occurred_at DESC LIMIT ${RECENT_MAX})`;
  const { rows } = await sql<WrongPassword & { at: Date }>`
    SELECT attempt.*
      FROM unnest(${accountIds}::uuid[]) AS account (id)
     CROSS JOIN LATERAL (
       ${newest(sql`counted`)} UNION ALL ${newest(sql`outcome = 'wrong_password' AND NOT counted`)}
     ) AS attempt
     ORDER BY at`.execute(trx);
  return rows.map(({ at, ...row }) => ({ ...row, occurred_at: at.toISOString() }));
}

/** When temporary locks for wrong passwords began within the last 24 hours, by account. */
export async function locksOfTheDay(
  trx: Transaction<Database>,
  accountIds: readonly string[],
): Promise<{ account_id: string; started_at: Date }[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<{ account_id: string; started_at: Date }>`
    SELECT account_id, started_at FROM locks
     WHERE account_id = ANY (${accountIds}::uuid[]) AND cause = 'many_wrong_passwords'
       AND started_at > now() - interval '24 hours'`.execute(trx);
  return rows;
}

/**
 * Stores attempts. A report is known again by source, id and time together: a month's partition can keep no id unique
 * beyond itself. The same id with another time is therefore stored as another attempt; the policy counts it once.
 *
 * @returns keys of those that were not there before
 */
export async function storeAttempts(
  trx: Transaction<Database>,
  attempts: readonly JudgedAttempt[],
): Promise<Set<string>> {
  if (attempts.length === 0) return new Set();
  // In one order for all: two calls that bring the same attempts don't wait for each other in a circle.
  const ordered = attempts
    .map((attempt) => ({ key: keyOf(attempt), attempt }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const { rows } = await sql<{ at: Date; source: string; attempt_id: string }>`
    INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
        factor, password_repeated, counted, ip, province, city, operator, familiar_network, device_id, device, client)
    SELECT occurred_at, source, attempt_id, account_id, decode(name_hash, 'hex'), name_masked, outcome, factor,
           password_repeated, counted, ip, province, city, operator, familiar, device_id, device, client
      FROM json_to_recordset(${JSON.stringify(ordered.map(({ attempt }) => toRow(attempt)))}::json) AS given (
        occurred_at timestamptz, source text, attempt_id text, account_id uuid, name_hash text, name_masked text,
        outcome text, factor text, password_repeated boolean, counted boolean, ip inet, province text, city text,
        operator text, familiar boolean, device_id text, device text, client text)
    ON CONFLICT DO NOTHING
    RETURNING occurred_at AS at, source, attempt_id`.execute(trx);
  return new Set(rows.map(({ at, source, attempt_id }) => keyOf({ at, source, attemptId: attempt_id })));
}

const toRow = (attempt: JudgedAttempt) => ({
  occurred_at: attempt.at,
  source: attempt.source,
  attempt_id: attempt.attemptId,
  account_id: attempt.accountId,
  name_hash: attempt.nameHash.toString('hex'),
  name_masked: attempt.nameMasked,
  outcome: attempt.outcome,
  factor: attempt.factor,
  password_repeated: attempt.passwordRepeated,
  counted: attempt.counted,
  ip: attempt.ip,
  province: attempt.place.province,
  city: attempt.place.city,
  operator: attempt.place.operator,
  familiar: attempt.familiar,
  device_id: attempt.deviceId,
  device: attempt.device,
  client: attempt.client,
});

/** What sign-ins and changed passwords do to an account. */
export interface AccountNews {
  id: string;
  lastSuccessAt: Date | null;
  passwordChangedAt: Date | null;
}

/**
 * Takes over what successes tell; late ones change nothing that a later one has told. A new password ends the forced reset
 * if it was chosen after the reset, by whoever had redeemed its code.
 *
 * @returns accounts whose forced reset is over with this
 */
export async function updateAccounts(trx: Transaction<Database>, news: readonly AccountNews[]): Promise<Set<string>> {
  if (news.length === 0) return new Set();
  const { rows } = await sql<{ id: string; reset_pending: boolean }>`
    UPDATE accounts
       SET last_success_at = greatest(last_success_at, success),
           cleared_at = greatest(cleared_at, success),
           password_changed_at = greatest(password_changed_at, changed),
           reset_pending_since = CASE WHEN ${resetOver} THEN NULL ELSE reset_pending_since END,
           reset_entry_id = CASE WHEN ${resetOver} THEN NULL ELSE reset_entry_id END
      FROM unnest(${news.map(({ id }) => id)}::uuid[], ${news.map(({ lastSuccessAt }) => lastSuccessAt)}::timestamptz[],
                  ${news.map(({ passwordChangedAt }) => passwordChangedAt)}::timestamptz[])
           AS given (account_id, success, changed)
     WHERE accounts.id = account_id
    RETURNING id, reset_pending_since IS NOT NULL AS reset_pending`.execute(trx);
  return new Set(rows.filter((row) => !row.reset_pending).map((row) => row.id));
}

const resetOver = sql<boolean>`(changed > reset_pending_since AND EXISTS (
  SELECT FROM reset_codes WHERE entry_id = reset_entry_id AND redeemed_at IS NOT NULL))`;

/** Remembers where, and on which device, accounts have signed in. */
export async function rememberSources(trx: Transaction<Database>, successes: readonly JudgedAttempt[]): Promise<void> {
  const networks = new Map<string, { account_id: string; network: string; last: Date }>();
  const devices = new Map<string, { account_id: string; device_id: string; first: Date; last: Date }>();
  for (const { accountId, network, deviceId, at } of successes) {
    if (accountId === null) continue;
    if (network !== null) networks.set(`${accountId} ${network}`, { account_id: accountId, network, last: at });
    if (deviceId !== null) {
      const first = devices.get(`${accountId} ${deviceId}`)?.first ?? at;
      devices.set(`${accountId} ${deviceId}`, { account_id: accountId, device_id: deviceId, first, last: at });
    }
  }
  if (networks.size === 0 && devices.size === 0) return;
  await sql`
    WITH network AS (
      INSERT INTO account_networks (account_id, network, last_success_at)
      SELECT account_id, network, last
        FROM json_to_recordset(${JSON.stringify([...networks.values()])}::json)
             AS given (account_id uuid, network text, last timestamptz)
      ON CONFLICT (account_id, network)
        DO UPDATE SET last_success_at = greatest(account_networks.last_success_at, excluded.last_success_at)
    )
    INSERT INTO account_devices (account_id, device_id, first_success_at, last_success_at)
    SELECT account_id, device_id, first, last
      FROM json_to_recordset(${JSON.stringify([...devices.values()])}::json)
           AS given (account_id uuid, device_id text, first timestamptz, last timestamptz)
    ON CONFLICT (account_id, device_id)
      DO UPDATE SET first_success_at = least(account_devices.first_success_at, excluded.first_success_at),
                    last_success_at = greatest(account_devices.last_success_at, excluded.last_success_at)`.execute(trx);
}
