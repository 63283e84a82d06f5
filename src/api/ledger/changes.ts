/** What the ledger's latest entries mean to consoles: the messages of the stream, and who may see which. */
import { type Kysely, sql } from 'kysely';
import type { Lock, StreamEvent } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import { inScope } from '../http/scope.ts';
import { mayReadEntry } from '../queries/entry-access.ts';
import { type EntryRow, entryColumns, toEntrySummary } from '../queries/entry-rows.ts';
import { type LockedAccountRow, toLockedAccount } from '../queries/locked-account.ts';

export interface StreamMessage {
  event: StreamEvent['event'];
  /** JSON, made once for all who see it. */
  data: string;
  isFor(reader: StaffActor): boolean;
}

/** One entry of the ledger, as the stream tells it. */
export interface LedgerChange {
  index: number;
  /** The beginning of its leaf's hash: tells it from the entry that has its index after the ledger was set back. */
  mark: string;
  messages: readonly StreamMessage[];
}

interface ChangeRow extends EntryRow {
  index: number;
  mark: string;
  division: string | null;
  version_before: number | null;
  version_after: number | null;
  moved_from: string | null;
  moved_to: string | null;
  /** County of the account now. */
  account_division: string | null;
  lock: (Omit<LockedAccountRow, 'started_at' | 'ends_at'> & LockTimes) | null;
}

/** As JSON has them. */
interface LockTimes {
  started_at: string;
  ends_at: string | null;
  ended_at: string | null;
  ended_by: NonNullable<Lock['ended']>['by'] | null;
}

/** Entries with an index beyond this one, in their order, at most so many. */
export async function readChanges(db: Kysely<Database>, after: number, limit: number): Promise<LedgerChange[]> {
  const { rows } = await sql<ChangeRow>`
    SELECT leaf.index, ${leafMark}, ${entryColumns('entry')}, entry.division, (before->>'version')::integer AS version_before,
           (after->>'version')::integer AS version_after, before->>'division' AS moved_from,
           after->>'division' AS moved_to, account.name_masked, account.document_masked,
           account.division AS account_division, to_jsonb(lock) - 'evidence' AS lock
      -- So many and no more, said in the text: planned for an unknown number, all entries would be read for a few.
      FROM (SELECT index, leaf_hash, recorded_at, entry_id FROM leaves WHERE index > ${after}::bigint
             ORDER BY index LIMIT ${sql.lit(limit)}) AS leaf
      JOIN entries AS entry ON entry.recorded_at = leaf.recorded_at AND entry.id = leaf.entry_id
      LEFT JOIN accounts AS account ON account.id = entry.account_id
      LEFT JOIN locks AS lock ON lock.id = entry.lock_id
     ORDER BY leaf.index`.execute(db);
  return rows.map((row) => ({ index: row.index, mark: row.mark, messages: messagesOf(row) }));
}

const leafMark = sql`encode(substr(leaf_hash, 1, 4), 'hex') AS mark`;

/** The mark of the entry at an index; null where there is none yet. */
export async function readMark(db: Kysely<Database>, index: number): Promise<string | null> {
  const { rows } = await sql<{ mark: string }>`SELECT ${leafMark} FROM leaves WHERE index = ${index}::bigint`.execute(
    db,
  );
  return rows[0]?.mark ?? null;
}

function messagesOf(row: ChangeRow): StreamMessage[] {
  const { index } = row;
  const entry = message({ event: 'entry', data: { index, entry: toEntrySummary(row) } }, (reader) =>
    mayReadEntry(reader, row),
  );
  if (row.outcome !== 'done') return [entry];
  const ofLock = lockMessages(row);
  const { account_id, version_before, version_after: version } = row;
  const told = ofLock.length > 0 && !REGISTERED.includes(row.action);
  if (told || account_id === null || version === null || version === version_before) return [...ofLock, entry];
  const places = [row.account_division, row.moved_from];
  const changed = message({ event: 'account_changed', data: { index, account_id, version } }, (reader) =>
    places.some((place) => worksOn(reader, place)),
  );
  return [...ofLock, changed, entry];
}

/** What the register changes is told beside what it does to a lock. */
const REGISTERED: readonly string[] = ['disable', 'enable', 'move', 'change_phone'];

function lockMessages(row: ChangeRow): StreamMessage[] {
  const { index, id: entry_id, action, lock, division, moved_from, moved_to } = row;
  if (lock === null) return [];
  const began = (place: string) =>
    message({ event: 'locked', data: { index, row: lockRow(lock, place, null) } }, (reader) => worksOn(reader, place));
  const ended = (place: string, end: Lock['ended']) =>
    message({ event: 'lock_ended', data: { index, row: lockRow(lock, place, end), entry_id } }, (reader) =>
      worksOn(reader, place),
    );
  switch (action) {
    case 'lock':
      return division === null ? [] : [began(division)];
    case 'move': {
      // It leaves one place and comes to another: whoever sees both loses and gains a row, and totals stay right.
      const gone = { at: row.recorded_at.toISOString(), by: 'removed' } as const;
      return moved_from === null || moved_to === null ? [] : [ended(moved_from, gone), began(moved_to)];
    }
    default: {
      const { ended_at, ended_by } = lock;
      const end = ended_at && ended_by ? { at: new Date(ended_at).toISOString(), by: ended_by } : null;
      return [ended(lock.division, end)];
    }
  }
}

const lockRow = (lock: NonNullable<ChangeRow['lock']>, division: string, ended: Lock['ended']) =>
  toLockedAccount(
    {
      ...lock,
      division,
      started_at: new Date(lock.started_at),
      ends_at: lock.ends_at === null ? null : new Date(lock.ends_at),
    },
    ended,
  );

/** Locks and accounts are for those who work on them, within their scope; auditors read entries. */
const worksOn = ({ roles, scope }: StaffActor, place: string | null): boolean =>
  place !== null && (roles.includes('clerk') || roles.includes('supervisor')) && inScope(scope, place);

const message = ({ event, data }: StreamEvent, isFor: StreamMessage['isFor']): StreamMessage => ({
  event,
  data: JSON.stringify(data),
  isFor,
});
