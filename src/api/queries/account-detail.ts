/** Everything about one account that its screen shows, apart from the list of attempts. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { AccountDetail, EntryAction, EntrySummary, Lock, Verdict } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { ACCOUNT_COLUMNS, type AccountRow, LOCK_COLUMNS, type LockColumns, toAccount, toLock } from './account-row.ts';
import { ENTRY_COLUMNS, NEWEST_FIRST, toEntrySummary, withNames } from './entry-rows.ts';
import { FAILURES, SUCCESSES } from './outcomes.ts';
import { decideAdvice, decideVerdict, RECENT_DAYS } from './verdict.ts';

/** Days of the strip of sign-ins, today included. */
const STRIP_DAYS = 30;
/** Successes, and failures, that the strip counts; it leaves out the days that would need more. */
const STRIP_MAX = 500;
/** Wrong passwords that a verdict looks at: as many as a lock keeps. */
const FAILURES_MAX = 200;
const ACTS_MAX = 10;
/** What changed an account by somebody's hand; locks stand in the account itself, looks are for reviewers. */
const ACTS: readonly EntryAction[] = ['unlock', 'reset', 'disable', 'enable', 'move', 'change_phone'];

type StateRow = AccountRow &
  LockColumns & {
    now: Date;
    has_phone: boolean;
    last_success_at: Date | null;
    password_changed_at: Date | null;
    code_waiting: boolean;
  };

interface FailureFacts {
  failures: number;
  counted: number;
  repeated: number;
  first_failure_at: Date | null;
  last_failure_at: Date | null;
  networks: number;
  unfamiliar_networks: number;
  known_device: boolean;
}

/** All that is read about one account, and not yet what it means. */
export interface AccountFacts {
  account: StateRow;
  /** The lock in force or else the latest, and the one before; of the same moment as the account and its version. */
  locks: readonly (Lock | null)[];
  failures: FailureFacts;
  days: AccountDetail['sign_in_days'];
  acts: readonly EntrySummary[];
}

/** Sends its statements together. @returns null where there is no such account */
export async function readFacts(
  trx: Transaction<Database>,
  id: string,
  { RESET_CODE_MINUTES, TIME_ZONE }: Config,
): Promise<AccountFacts | null> {
  const [rows, failures, days, acts] = await Promise.all([
    readState(trx, id, RESET_CODE_MINUTES),
    readFailures(trx, id),
    readDays(trx, id, TIME_ZONE),
    readActs(trx, id),
  ]);
  const [account] = rows;
  return account ? { account, locks: rows.map(toLock), failures, days, acts } : null;
}

/** What the facts mean, and what to do. */
export function toDetail(facts: AccountFacts, scope: readonly string[]): Omit<AccountDetail, 'opening_id'> {
  const { account, locks, failures, days, acts } = facts;
  const lock = locks.find((candidate) => candidate?.ended === null) ?? null;
  const lastLock = locks.find((candidate) => candidate?.ended) ?? null;
  const code = decideVerdict({
    now: account.now,
    disabled: account.disabled,
    lockCause: lock?.cause ?? null,
    resetPending: account.reset_pending_since !== null,
    failures: failures.failures,
    repeated: failures.repeated,
    knownDevice: failures.known_device,
    lastFailureAt: failures.last_failure_at,
    lastSuccessAt: account.last_success_at,
    lockEndedAt: lastLock?.ended ? new Date(lastLock.ended.at) : null,
  });
  return {
    account: toAccount(account, scope),
    lock,
    last_lock: lastLock,
    verdict: toVerdict(code, failures, account, lock?.failures ?? 0),
    sign_in_days: days,
    acts: acts.slice(0, ACTS_MAX),
    more_acts: acts.length > ACTS_MAX,
    advice: decideAdvice(code, { hasPhone: account.has_phone, codeWaiting: account.code_waiting }),
  };
}

function toVerdict(code: Verdict['code'], facts: FailureFacts, account: StateRow, frozen: number): Verdict {
  return {
    code,
    failures: Math.max(facts.failures, frozen),
    counted: Math.max(facts.counted, frozen),
    first_failure_at: facts.first_failure_at?.toISOString() ?? null,
    last_failure_at: facts.last_failure_at?.toISOString() ?? null,
    last_success_at: account.last_success_at?.toISOString() ?? null,
    password_changed_at: account.password_changed_at?.toISOString() ?? null,
    networks: facts.networks,
    unfamiliar_networks: facts.unfamiliar_networks,
    known_device: facts.known_device,
  };
}

async function readState(trx: Transaction<Database>, id: string, codeMinutes: number): Promise<StateRow[]> {
  const { rows } = await sql<StateRow>`
    SELECT ${ACCOUNT_COLUMNS}, ${LOCK_COLUMNS}, now() AS now, account.phone_hash IS NOT NULL AS has_phone,
           account.last_success_at, account.password_changed_at,
           EXISTS (
             SELECT FROM reset_codes
              WHERE account_id = account.id AND replaced_at IS NULL
                AND CASE WHEN redeemed_at IS NULL THEN tries_left > 0 AND expires_at > now()
                         ELSE redeemed_at > now() - make_interval(mins => ${codeMinutes}) END
           ) AS code_waiting
      FROM accounts AS account
      LEFT JOIN LATERAL (
        SELECT * FROM locks WHERE account_id = account.id ORDER BY started_at DESC LIMIT 2
      ) AS lock ON true
     WHERE account.id = ${id}
     ORDER BY lock.started_at DESC`.execute(trx);
  return rows;
}

/** Of the evidence of the lock in force, which outlives the attempts; where there is none, the newest of the last days. */
async function readFailures(trx: Transaction<Database>, accountId: string): Promise<FailureFacts> {
  const locked = sql`FROM locks
    WHERE account_id = ${accountId} AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > now())`;
  const columns = sql.raw('occurred_at, counted, password_repeated, province, operator, familiar_network, device_id');
  const { rows } = await sql<FailureFacts>`
    WITH failure AS (
      SELECT ${columns}
        FROM (SELECT evidence ${locked}) AS lock
       CROSS JOIN LATERAL jsonb_to_recordset(evidence) AS copied (
         occurred_at timestamptz, counted boolean, password_repeated boolean, province text, operator text,
         familiar_network boolean, device_id text)
       UNION ALL
      (SELECT ${columns} FROM attempts
        WHERE account_id = ${accountId} AND outcome = 'wrong_password'
          AND occurred_at > now() - make_interval(days => ${RECENT_DAYS})
          AND NOT EXISTS (SELECT ${locked})
        ORDER BY occurred_at DESC LIMIT ${sql.lit(FAILURES_MAX)})
    ), facts AS (
      SELECT count(*)::integer AS failures,
             count(*) FILTER (WHERE counted)::integer AS counted,
             count(*) FILTER (WHERE password_repeated)::integer AS repeated,
             min(occurred_at) AS first_failure_at, max(occurred_at) AS last_failure_at,
             count(DISTINCT (province, operator)) FILTER (WHERE province IS NOT NULL OR operator IS NOT NULL)::integer
               AS networks,
             count(DISTINCT (province, operator)) FILTER (WHERE NOT familiar_network)::integer AS unfamiliar_networks,
             count(DISTINCT device_id) AS devices, max(device_id) AS a_device,
             coalesce(bool_and(device_id IS NOT NULL), false) AS all_with_device
        FROM failure
    )
    SELECT facts.*,
           devices = 1 AND all_with_device AND EXISTS (
             SELECT FROM account_devices
              WHERE account_id = ${accountId} AND device_id = a_device AND first_success_at < first_failure_at
           ) AS known_device
      FROM facts`.execute(trx);
  const [facts] = rows;
  if (!facts) throw new Error('an aggregate without a row');
  return facts;
}

/** Days of the strip's time zone: those that the newest attempts tell whole, and today. */
async function readDays(trx: Transaction<Database>, accountId: string, timeZone: string) {
  const midnightOf = (time: RawBuilder<Date>) => sql`date_trunc('day', ${time} AT TIME ZONE ${timeZone})`;
  const newest = (which: RawBuilder<boolean>) => sql`
    SELECT ${midnightOf(sql`occurred_at`)} AS midnight FROM attempts
     WHERE account_id = ${accountId} AND ${which} AND occurred_at >= (SELECT first FROM strip) AT TIME ZONE ${timeZone}
     ORDER BY occurred_at DESC LIMIT ${sql.lit(STRIP_MAX)}`;
  /** The day after the one at which counting stopped; null where it did not. */
  const cutOff = (counted: RawBuilder<unknown>) => sql`
    (SELECT min(midnight) + interval '1 day' FROM ${counted} HAVING count(*) = ${sql.lit(STRIP_MAX)})`;
  const { rows } = await sql<AccountDetail['sign_in_days'][number]>`
    WITH strip AS MATERIALIZED (
      SELECT today, today - make_interval(days => ${STRIP_DAYS - 1}) AS first
        FROM (SELECT ${midnightOf(sql`now()`)} AS today) AS clock
    ), success AS MATERIALIZED (${newest(SUCCESSES)}), failure AS MATERIALIZED (${newest(FAILURES)}),
    tried AS (
      SELECT midnight, count(*) FILTER (WHERE succeeded)::integer AS successes,
             count(*) FILTER (WHERE NOT succeeded)::integer AS failures
        FROM (SELECT midnight, true AS succeeded FROM success UNION ALL SELECT midnight, false FROM failure) AS counted
       GROUP BY midnight
    )
    SELECT to_char(day, 'YYYY-MM-DD') AS date, coalesce(successes, 0) AS successes, coalesce(failures, 0) AS failures
      FROM strip
     CROSS JOIN LATERAL generate_series(
       least(greatest(first, ${cutOff(sql`success`)}, ${cutOff(sql`failure`)}), today), today, '1 day') AS day
      LEFT JOIN tried ON midnight = day
     ORDER BY day`.execute(trx);
  return rows;
}

/** What is still under way is not among them. One more than is shown, so that it is known whether there are more. */
async function readActs(trx: Transaction<Database>, accountId: string) {
  const { rows } = await withNames(sql`
    SELECT ${ENTRY_COLUMNS} FROM entries
     WHERE account_id = ${accountId} AND action IN (${sql.join(ACTS.map((action) => sql.lit(action)))})
       AND outcome IN ('done', 'failed')
     ORDER BY ${NEWEST_FIRST} LIMIT ${sql.lit(ACTS_MAX + 1)}`).execute(trx);
  return rows.map(toEntrySummary);
}
