import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { SystemActor } from '../http/actor.ts';
import { type EntryDraft, recordEntries } from '../ledger/record.ts';
import type { Services } from '../services.ts';
import { type RegisteredAccount, readAccounts, timeIssues, toColumns } from './account-rows.ts';
import type { RefusedRow } from './attempt-rows.ts';
import { expireLocks } from './expiry.ts';
import { entryState, type HeldAccount, holdAccounts, type LatestLock, latestLocks } from './held-accounts.ts';

export type AccountResult =
  | { row: number; status: 'created' | 'updated' | 'unchanged' | 'older'; account_id: string }
  | RefusedRow;

type RegisterServices = Pick<Services, 'inTransaction' | 'keys'>;
type Columns = ReturnType<typeof toColumns>;

/** Who told of which directory, in which request. */
export interface Reporter {
  directory: string;
  actor: SystemActor;
  /** Null where nobody asked. */
  requestId: string | null;
}

/** Somebody else registered an account between our look and our insert: look again. */
class Overtaken extends Error {}
const TRIES = 3;

/**
 * Takes over what the agency's register says of accounts: creates and updates them. A row is the whole state of an account
 * at its `updated_at`; what is older than the state known changes nothing, and of several rows for one account in a call
 * only the newest counts.
 *
 * Disabling, enabling, a new division and a new phone are entries, and raise the version; a name or number put right is
 * not. Disabling ends a lock: there is nothing left to lock. A move takes the lock along. Only the register enables what
 * the administrators disabled, by a newer row of its own.
 *
 * @returns an answer for each row, in their order
 */
export async function registerAccounts(
  services: RegisterServices,
  reporter: Reporter,
  rows: readonly unknown[],
): Promise<AccountResult[]> {
  const { accounts, refused } = readAccounts(rows);
  const taken =
    accounts.length === 0
      ? []
      : await registering(() => services.inTransaction((trx) => takeOver(trx, services, reporter, accounts)));
  return [...refused, ...taken].sort((a, b) => a.row - b.row);
}

/** Does a transaction that takes accounts over, and does it again where somebody else registered one meanwhile. */
export async function registering<T>(transaction: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left--) {
    try {
      return await transaction();
    } catch (error) {
      if (!(error instanceof Overtaken) || left === 1) throw error;
    }
  }
}

/**
 * As {@link registerAccounts}, within a transaction of {@link registering} and of rows that were read.
 */
export async function takeOver(
  trx: Transaction<Database>,
  { keys }: Pick<Services, 'keys'>,
  reporter: Reporter,
  given: readonly RegisteredAccount[],
): Promise<AccountResult[]> {
  const [{ now, byExternalId }, ids] = await Promise.all([
    holdAccounts(
      trx,
      reporter.directory,
      given.map(({ externalId }) => externalId),
    ),
    newIds(trx, given.length),
  ]);
  const timed = given.map((account) => ({ account, issues: timeIssues(account, now) }));
  const refused = timed.flatMap(({ account: { row }, issues }): RefusedRow[] =>
    issues.length > 0 ? [{ row, status: 'refused', issues }] : [],
  );
  const accounts = timed.filter(({ issues }) => issues.length === 0).map(({ account }) => account);
  const newest = newestOfEach(accounts);
  const created = [...newest.values()]
    .filter(({ externalId }) => !byExternalId.has(externalId))
    .sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
    .map((account, at) => toColumns(account, ids[at] ?? '', keys));
  const changes = [...newest.values()].flatMap((account) => {
    const held = byExternalId.get(account.externalId);
    return held && account.updatedAt > held.register_updated_at ? [{ account, held }] : [];
  });

  await insertAccounts(trx, reporter.directory, created);
  if (changes.length > 0) await changeAccounts(trx, keys, reporter, now, changes);

  const createdIds = new Map(created.map((columns) => [columns.external_id, columns.id]));
  const results = accounts.map(({ row, externalId, updatedAt }): AccountResult => {
    const held = byExternalId.get(externalId);
    const account_id = held?.id ?? createdIds.get(externalId) ?? '';
    const best = newest.get(externalId);
    const before = held?.register_updated_at ?? null;
    if (best?.row === row && before === null) return { row, status: 'created', account_id };
    if (best?.row === row && before !== null && updatedAt > before) return { row, status: 'updated', account_id };
    const known = Math.max(before?.getTime() ?? 0, best?.updatedAt.getTime() ?? 0);
    return { row, status: updatedAt.getTime() === known ? 'unchanged' : 'older', account_id };
  });
  return [...refused, ...results];
}

/** Of several rows with one time the first: sent again in the same order, they change nothing. */
function newestOfEach(accounts: readonly RegisteredAccount[]): Map<string, RegisteredAccount> {
  const newest = new Map<string, RegisteredAccount>();
  for (const account of accounts) {
    const known = newest.get(account.externalId);
    if (!known || account.updatedAt > known.updatedAt) newest.set(account.externalId, account);
  }
  return newest;
}

/** Made by the database, for the sake of its indexes: new rows stand together. */
async function newIds(trx: Transaction<Database>, count: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT uuidv7() AS id FROM generate_series(1, ${count}::integer)`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

const GIVEN = sql.raw(`(
  id uuid, version integer, external_id text, name text, name_pinyin text, name_initials text, name_masked text, document_kind text,
  document_cipher text, document_hash text, document_masked text, phone_cipher text, phone_hash text, phone_masked text,
  licence_file_cipher text, licence_file_hash text, licence_file_masked text, key_id smallint, licence_classes text,
  division text, disabled boolean, disabled_at timestamptz, registered_at timestamptz, register_updated_at timestamptz)`);

/** @throws Overtaken */
async function insertAccounts(
  trx: Transaction<Database>,
  directory: string,
  columns: readonly Columns[],
): Promise<void> {
  if (columns.length === 0) return;
  const { numAffectedRows } = await sql`
    INSERT INTO accounts (id, directory, external_id, name, name_pinyin, name_initials, name_masked, document_kind,
        document_cipher, document_hash, document_masked, phone_cipher, phone_hash, phone_masked, licence_file_cipher,
        licence_file_hash, licence_file_masked, key_id, licence_classes, province, city, division, disabled, disabled_at,
        registered_at, register_updated_at)
    SELECT id, ${directory}, external_id, name, name_pinyin, name_initials, name_masked, document_kind,
           decode(document_cipher, 'hex'), decode(document_hash, 'hex'), document_masked, decode(phone_cipher, 'hex'),
           decode(phone_hash, 'hex'), phone_masked, decode(licence_file_cipher, 'hex'),
           decode(licence_file_hash, 'hex'), licence_file_masked, key_id, licence_classes, left(division, 2),
           left(division, 4), division, disabled, disabled_at, registered_at, register_updated_at
      FROM json_to_recordset(${JSON.stringify(columns)}::json) AS given ${GIVEN}
    ON CONFLICT (directory, external_id) DO NOTHING`.execute(trx);
  if (Number(numAffectedRows) !== columns.length) throw new Overtaken();
}

interface Change {
  account: RegisteredAccount;
  held: HeldAccount;
}

async function changeAccounts(
  trx: Transaction<Database>,
  keys: Services['keys'],
  reporter: Reporter,
  now: Date,
  changes: readonly Change[],
): Promise<void> {
  // A lock that has run out ends by itself, not by what the register says now.
  const expired = new Set(
    await expireLocks(
      trx,
      changes.map(({ held }) => held.id),
    ),
  );
  for (const { held } of changes) if (expired.has(held.id)) held.version += 1;
  const locks = await latestLocks(
    trx,
    changes.map(({ held }) => held.id),
  );

  const steps = changes.flatMap((change) => {
    const lock = locks.get(change.held.id);
    return stepsOf(change, lock?.ended_at === null ? lock : null, keys, reporter);
  });
  const entries = await recordEntries(
    trx,
    steps.map(({ draft }) => draft),
  );
  const ended = steps.flatMap(({ draft, endsLock }, at) =>
    endsLock ? [{ lock_id: draft.lockId, entry_id: entries[at]?.id, ended_at: now }] : [],
  );
  await Promise.all([
    endLocks(trx, ended),
    updateAccounts(
      trx,
      changes.map(({ account, held }) => ({ ...toColumns(account, held.id, keys), version: held.version })),
    ),
  ]);
}

interface Step {
  draft: EntryDraft;
  endsLock: boolean;
}

/** What of a change is an entry, in the order in which it comes about. Raises the version of `held` with each. */
function stepsOf(
  { account, held }: Change,
  lock: LatestLock | null,
  keys: Services['keys'],
  reporter: Reporter,
): Step[] {
  const steps: Step[] = [];
  let open = lock;
  const step = (action: EntryDraft['action'], change: () => void, division: string | null = null) => {
    const before = entryState(held, open);
    const touched = open;
    change();
    held.version += 1;
    steps.push({
      endsLock: touched !== null && open === null,
      draft: {
        action,
        outcome: 'done',
        actor: reporter.actor,
        requestId: reporter.requestId,
        account: { id: held.id, division: held.division },
        // A new phone or an enabling does not concern the lock.
        lockId: touched !== null && (open === null || division !== null) ? touched.id : null,
        before: division === null ? before : { ...before, division },
        after: division === null ? entryState(held, open) : { ...entryState(held, open), division: held.division },
      },
    });
  };

  if (account.disabled !== held.disabled) {
    step(account.disabled ? 'disable' : 'enable', () => {
      held.disabled = account.disabled;
      if (account.disabled) open = null;
    });
  }
  if (account.division !== held.division) {
    step(
      'move',
      () => {
        held.division = account.division;
      },
      held.division,
    );
  }
  if (!samePhone(account.phone, held, keys)) step('change_phone', () => {});
  return steps;
}

function samePhone(phone: string | null, { phone_hash, key_id }: HeldAccount, keys: Services['keys']): boolean {
  if (phone === null || phone_hash === null) return phone === phone_hash;
  return keys.searchHash('phone', phone, key_id).equals(phone_hash);
}

async function endLocks(trx: Transaction<Database>, ended: readonly object[]): Promise<void> {
  if (ended.length === 0) return;
  await sql`
    UPDATE locks SET ended_at = given.ended_at, ended_by = 'disabled', end_entry_id = given.entry_id
      FROM json_to_recordset(${JSON.stringify(ended)}::json) AS given (lock_id uuid, entry_id uuid, ended_at timestamptz)
     WHERE locks.id = given.lock_id`.execute(trx);
}

/** A lock in force goes where its account goes. */
async function updateAccounts(
  trx: Transaction<Database>,
  columns: readonly (Columns & { version: number })[],
): Promise<void> {
  await sql`
    WITH given AS MATERIALIZED (
      SELECT * FROM json_to_recordset(${JSON.stringify(columns)}::json) AS given ${GIVEN}
    ), moved AS (
      UPDATE locks SET province = left(given.division, 2), city = left(given.division, 4), division = given.division
        FROM given
       WHERE locks.account_id = given.id AND ended_at IS NULL AND locks.division <> given.division
    )
    UPDATE accounts
       SET version = given.version, name = given.name, name_pinyin = given.name_pinyin,
           name_initials = given.name_initials, name_masked = given.name_masked, document_kind = given.document_kind,
           document_cipher = decode(given.document_cipher, 'hex'), document_hash = decode(given.document_hash, 'hex'),
           document_masked = given.document_masked, phone_cipher = decode(given.phone_cipher, 'hex'),
           phone_hash = decode(given.phone_hash, 'hex'), phone_masked = given.phone_masked,
           licence_file_cipher = decode(given.licence_file_cipher, 'hex'),
           licence_file_hash = decode(given.licence_file_hash, 'hex'),
           licence_file_masked = given.licence_file_masked, key_id = given.key_id,
           licence_classes = given.licence_classes, province = left(given.division, 2),
           city = left(given.division, 4), division = given.division, disabled = given.disabled,
           disabled_at = given.disabled_at, registered_at = given.registered_at,
           register_updated_at = given.register_updated_at
      FROM given WHERE accounts.id = given.id`.execute(trx);
}
