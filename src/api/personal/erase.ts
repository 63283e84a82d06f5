/**
 * Removing a citizen's personal data, and holds that forbid it. What the ledger has signed stays: ids, codes and commitments to
 * what is gone. For the owner of the tables: the API itself may not take anything out of the ledger.
 */
import { sql, type Transaction } from 'kysely';
import type { HOLD_CHANGES } from '../../contract/index.ts';
import type { Db } from '../db/database.ts';
import type { Database } from '../db/schema.ts';
import type { SystemActor } from '../http/actor.ts';
import { recordEntries, recordEntry } from '../ledger/record.ts';
import { eraseNotes, eraseUnknown, FIRST_NOTE, type NotePosition } from './erase-elsewhere.ts';
import { readTraces } from './traces.ts';

export interface AccountCommand {
  /** Our id of the account, or its id in the register. */
  account: string;
  /** Whoever runs the command. */
  actor: SystemActor;
  /** Number of the request or of the order. */
  ticket: string | null;
}

export type Refusal = 'no_such_account' | 'held' | 'locked' | 'erased_already' | 'nothing_to_change';

/** `elsewhere`: how many entries of others kept something of the citizen, too. */
export type Outcome = { done: true; entryId: string; elsewhere: number } | { done: false; why: Refusal };

interface AccountRow {
  id: string;
  division: string;
  held: boolean;
  erased: boolean;
  locked: boolean;
}

/** Shown where a name or number was. */
const ERASED = '*';
/** Of the staff, whose name stands in the entry itself. */
const STAFF_FIELDS = ['actor_name', 'staff_number'];
/** Whose rows are about one citizen and nobody else, by `account_id`. */
const OF_THE_CITIZEN = [
  'attempts',
  'account_networks',
  'account_devices',
  'account_marks',
  'reset_codes',
  'outbox',
  'report_waiting',
  'orders',
];
/** Entries that are written by one statement. */
const WRITTEN_AT_ONCE = 500;
/** Attempts, and notes, that one transaction goes through: a part of a second. */
const ATTEMPTS_AT_ONCE = 5_000;
const NOTES_AT_ONCE = 20_000;

/** What erasing has gone through so far. */
export interface ErasureProgress {
  attempts: number;
  notes: number;
}

/**
 * Takes name, numbers, attempts, devices, networks, messages and whatever was written about the citizen apart from the ledger's
 * leaves. The account stays as an empty, disabled shell: the ledger names it. What is found of the citizen in entries that are
 * not of the account goes as well, each with an `erase` entry that refers to it. Every column of the database, and what becomes
 * of it here: `holdings.ts`.
 *
 * What there may be much of goes first, in short transactions; the account keeps by what the rest is found until the last one,
 * which takes it away with whatever came meanwhile and writes the `erase` entry. Broken off, the same command goes on. Each step
 * looks anew whether it may: a legal hold stops it.
 */
export async function eraseAccount(
  db: Db,
  command: AccountCommand,
  onProgress: (progress: ErasureProgress) => void = () => {},
): Promise<Outcome> {
  const progress = { attempts: 0, notes: 0 };
  let elsewhere = 0;
  let id = '';
  const started = await clock(db);
  const step = async (work: (trx: Transaction<Database>, found: AccountRow) => Promise<void>) => {
    const why = await db.inTransaction(async (trx) => {
      const found = await holdAccount(trx, command.account);
      const why = whyNot(found);
      if (why === null && found) {
        ({ id } = found);
        await work(trx, found);
      }
      return why;
    });
    onProgress(progress);
    return why;
  };

  for (let deleted = ATTEMPTS_AT_ONCE; deleted === ATTEMPTS_AT_ONCE; progress.attempts += deleted) {
    const why = await step(async (trx, { id }) => {
      deleted = await deleteAttempts(trx, id);
    });
    if (why !== null) return refused(why);
  }
  let next: NotePosition | null = FIRST_NOTE;
  while (next !== null) {
    const from: NotePosition = next;
    const why = await step(async (trx, found) => {
      const part = await eraseNotes(trx, found.id, await readTraces(trx, found.id), from, NOTES_AT_ONCE);
      await recordElsewhere(trx, command.actor, found, part.touched);
      progress.notes += part.read;
      elsewhere += part.touched.length;
      next = part.next;
    });
    if (why !== null) return refused(why);
  }
  // Reads all attempts, and holds nobody up.
  await db.inTransaction(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx);
    await eraseUnknown(trx, id, await readTraces(trx, id), '-infinity');
  });
  return db.inTransaction(async (trx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(trx);
    const found = await holdAccount(trx, command.account);
    const why = whyNot(found);
    if (why !== null || !found) return refused(why ?? 'no_such_account');
    return eraseRest(trx, command, found, { elsewhere, since: started });
  });
}

async function deleteAttempts(trx: Transaction<Database>, id: string): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM attempts USING (
      SELECT occurred_at, source, attempt_id FROM attempts
       WHERE account_id = ${id} ORDER BY occurred_at DESC LIMIT ${ATTEMPTS_AT_ONCE}) AS part
     WHERE attempts.occurred_at = part.occurred_at AND attempts.source = part.source
       AND attempts.attempt_id = part.attempt_id`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

async function eraseRest(
  trx: Transaction<Database>,
  { actor, ticket }: AccountCommand,
  found: AccountRow,
  before: { elsewhere: number; since: string },
): Promise<Outcome> {
  const { id } = found;
  const traces = await readTraces(trx, id);
  const entry = await recordEntry(trx, {
    action: 'erase',
    outcome: 'done',
    actor,
    account: found,
    private: { ticket },
  });
  await sql`
    UPDATE accounts SET
           external_id = 'erased:' || id, name = '', name_pinyin = '', name_initials = '', name_masked = ${ERASED},
           document_cipher = '', document_hash = uuid_send(gen_random_uuid()), document_masked = ${ERASED},
           phone_cipher = NULL, phone_hash = NULL, phone_masked = NULL,
           licence_file_cipher = NULL, licence_file_hash = NULL, licence_file_masked = NULL, licence_classes = NULL,
           disabled = true, disabled_at = now(), reset_pending_since = NULL, reset_entry_id = NULL,
           cleared_at = NULL, last_success_at = NULL, password_changed_at = NULL,
           registered_at = now(), register_updated_at = now(),
           version = version + 1, erased_at = now()
     WHERE id = ${id}`.execute(trx);
  await sql`
    UPDATE locks SET name_masked = ${ERASED}, document_masked = ${ERASED}, evidence = '[]'
     WHERE account_id = ${id}`.execute(trx);
  await sql`
    DELETE FROM idempotency_keys WHERE entry_id IN (SELECT id FROM entries WHERE account_id = ${id})`.execute(trx);
  // The number of an order is the authority's, not the citizen's.
  await sql`
    UPDATE entry_private AS kept
       SET fields = coalesce((SELECT jsonb_object_agg(name, field) FROM jsonb_each(fields) AS one (name, field)
                               WHERE name = ANY (${STAFF_FIELDS})), '{}')
      FROM entries
     WHERE entries.account_id = ${id} AND action NOT IN ('erase', 'hold')
       AND kept.recorded_at = entries.recorded_at AND kept.entry_id = entries.id`.execute(trx);
  const { touched } = await eraseNotes(trx, id, traces, { ...FIRST_NOTE, at: before.since }, null);
  await recordElsewhere(trx, actor, found, touched);
  await eraseUnknown(trx, id, traces, before.since);
  // Reports wait with it for citizens to sign in again: nobody counts an entry of this one into it from here on.
  await sql`SELECT FROM report_state FOR SHARE`.execute(trx);
  for (const table of OF_THE_CITIZEN) {
    await sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${id}`.execute(trx);
  }
  return { done: true, entryId: entry.id, elsewhere: before.elsewhere + touched.length };
}

/** An hour ago: whatever was written at a time before that can be seen now. */
async function clock(db: Db): Promise<string> {
  const { rows } = await db.inTransaction((trx) =>
    sql<{ at: Date }>`SELECT now() - interval '1 hour' AS at`.execute(trx),
  );
  const [now] = rows;
  if (!now) throw new Error('a clock without a row');
  return now.at.toISOString();
}

async function recordElsewhere(
  trx: Transaction<Database>,
  actor: SystemActor,
  account: AccountRow,
  touched: readonly string[],
): Promise<void> {
  for (let from = 0; from < touched.length; from += WRITTEN_AT_ONCE) {
    const part = touched.slice(from, from + WRITTEN_AT_ONCE);
    await recordEntries(
      trx,
      part.map((refersTo) => ({ action: 'erase', outcome: 'done', actor, account, refersTo })),
    );
  }
}

function whyNot(found: AccountRow | null): Refusal | null {
  if (!found) return 'no_such_account';
  if (found.erased) return 'erased_already';
  if (found.held) return 'held';
  return found.locked ? 'locked' : null;
}

/** A legal hold: until it is lifted, nothing of the account may go. */
export function changeHold(
  db: Db,
  { account, actor, ticket }: AccountCommand,
  change: (typeof HOLD_CHANGES)[number],
): Promise<Outcome> {
  return db.inTransaction(async (trx) => {
    const found = await holdAccount(trx, account);
    if (!found) return refused('no_such_account');
    if (found.erased) return refused('erased_already');
    if (found.held === (change === 'placed')) return refused('nothing_to_change');
    const entry = await recordEntry(trx, {
      action: 'hold',
      outcome: 'done',
      actor,
      account: found,
      reason: change,
      private: { ticket },
    });
    await sql`
      UPDATE accounts SET held_at = CASE WHEN ${change === 'placed'}::boolean THEN now() END
       WHERE id = ${found.id}`.execute(trx);
    return { done: true, entryId: entry.id, elsewhere: 0 };
  });
}

const refused = (why: Refusal): Outcome => ({ done: false, why });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Keeps everybody else from the account until the transaction ends. */
async function holdAccount(trx: Transaction<Database>, account: string): Promise<AccountRow | null> {
  const { rows } = await sql<AccountRow>`
    SELECT id, division, held_at IS NOT NULL AS held, erased_at IS NOT NULL AS erased,
           EXISTS (SELECT FROM locks WHERE account_id = accounts.id AND ended_at IS NULL) AS locked
      FROM accounts
     WHERE ${UUID.test(account) ? sql`id = ${account}` : sql`external_id = ${account}`}
     ORDER BY directory LIMIT 1 FOR UPDATE`.execute(trx);
  return rows[0] ?? null;
}
