import { type Kysely, sql } from 'kysely';
import {
  ACCOUNT_FILE_DAYS,
  ACCOUNT_FILE_MAX,
  type AccountFileDocument,
  type FiledEntry,
  type Lock,
} from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import { LOCK_COLUMNS, type LockColumns, toLock } from '../queries/account-row.ts';
import { readAttempts, toAttempt } from '../queries/attempts.ts';
import { readNotes } from '../queries/entry-notes.ts';
import { type EntryPageRead, entryQuestion, periodOf, readEntryPage } from '../queries/entry-reading.ts';
import { type EntryRow, toEntrySummary } from '../queries/entry-rows.ts';

type History = Omit<AccountFileDocument, 'export_id' | 'recorded_at' | 'detail'>;

const DAY_MS = 86_400_000;

/** What happened to an account and who looked at it, as far as the reader may see it; the newest of each. */
export async function readHistory(db: Kysely<Database>, actor: StaffActor, accountId: string): Promise<History> {
  const most = ACCOUNT_FILE_MAX;
  const from = new Date(Date.now() - ACCOUNT_FILE_DAYS * DAY_MS).toISOString();
  const attempts = await readAttempts(db, { accountId, onlyFailures: false, from: null, limit: most.attempts + 1 });
  const locks = await readLocks(db, accountId, most.locks + 1);
  const entries = await readEntries(db, actor, { account_id: accountId, from }, most.entries + 1);
  const notes = await readNotes(db, entries);
  const filed = (row: EntryRow): FiledEntry => {
    const { note, document_note, ticket } = notes.get(row.id) ?? {};
    return {
      ...toEntrySummary(row),
      note: note?.value ?? null,
      document_note: document_note?.value ?? null,
      ticket: ticket?.value ?? null,
    };
  };
  return {
    attempts: attempts.slice(0, most.attempts).map(toAttempt),
    more_attempts: attempts.length > most.attempts,
    locks: locks.slice(0, most.locks),
    more_locks: locks.length > most.locks,
    entries: entries.slice(0, most.entries).map(filed),
    more_entries: entries.length > most.entries,
    entries_from: from,
  };
}

async function readLocks(db: Kysely<Database>, accountId: string, limit: number): Promise<Lock[]> {
  const { rows } = await sql<LockColumns>`
    SELECT ${LOCK_COLUMNS} FROM locks AS lock
     WHERE lock.account_id = ${accountId} ORDER BY lock.started_at DESC, lock.id DESC LIMIT ${limit}`.execute(db);
  return rows.map(toLock).filter((lock) => lock !== null);
}

/** Pages may be short where much of what was done lies outside the reader's scope. */
async function readEntries(
  db: Kysely<Database>,
  actor: StaffActor,
  asked: { account_id: string; from: string },
  limit: number,
): Promise<EntryRow[]> {
  const found: EntryRow[] = [];
  let next = entryQuestion(actor, asked, periodOf(asked));
  while (next !== null && found.length < limit) {
    const { rows, end }: EntryPageRead = await readEntryPage(db, next, limit - found.length);
    found.push(...rows);
    next = end && { ...next, start: end };
  }
  return found;
}
