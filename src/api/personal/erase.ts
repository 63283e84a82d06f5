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
import { eraseElsewhere } from './erase-elsewhere.ts';
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
];
/** Entries that are written by one statement. */
const WRITTEN_AT_ONCE = 500;

/**
 * Takes name, numbers, attempts, devices, networks, messages and whatever was written about the citizen apart from the ledger's
 * leaves, in one transaction with an `erase` entry. The account stays as an empty, disabled shell: the ledger names it. What is
 * found of the citizen in entries that are not of the account goes as well, each with an `erase` entry that refers to it. Every
 * column of the database, and what becomes of it here: `holdings.ts`.
 */
export function eraseAccount(db: Db, { account, actor, ticket }: AccountCommand): Promise<Outcome> {
  return db.inTransaction(async (trx) => {
    // An account that was hammered at has many attempts.
    await sql`SET LOCAL statement_timeout = 0`.execute(trx);
    const found = await holdAccount(trx, account);
    if (!found) return refused('no_such_account');
    if (found.erased) return refused('erased_already');
    if (found.held) return refused('held');
    if (found.locked) return refused('locked');
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
    for (const table of OF_THE_CITIZEN) {
      await sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${id}`.execute(trx);
    }
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
    const touched = await eraseElsewhere(trx, id, traces);
    for (let from = 0; from < touched.length; from += WRITTEN_AT_ONCE) {
      const part = touched.slice(from, from + WRITTEN_AT_ONCE);
      await recordEntries(
        trx,
        part.map((refersTo) => ({ action: 'erase', outcome: 'done', actor, account: found, refersTo })),
      );
    }
    return { done: true, entryId: entry.id, elsewhere: touched.length };
  });
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
