import { randomInt } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { Services } from '../services.ts';
import { firstDesk, presentReviewers } from './desk.ts';
import { readFacts } from './facts.ts';
import { isOutOfHours, localTime } from './office-hours.ts';
import { assess, REVIEWED_FROM } from './rules.ts';
import { bandOf, nextCheckAt } from './times.ts';

/** Entries of the ledger that one transaction goes through. */
const BATCH = 500;

interface SequencedRow {
  index: number;
  id: string;
  recorded_at: Date;
  action: string;
  outcome: string;
  actor_kind: string;
  actor_subject: string;
  office_code: string | null;
  workstation: string | null;
  account_id: string | null;
  verification_method: string | null;
  verification_reading: string | null;
}

/**
 * Looks at what has come into the ledger since the last round, in the ledger's order, and weighs every act of the staff.
 * Each entry exactly once: where it stands and what it has brought about are one transaction.
 */
export function assessActs({
  inTransaction,
  config,
}: Pick<Services, 'inTransaction' | 'config'>): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const cursor = await sql<{ next_index: number }>`
      SELECT next_index FROM review_cursor FOR UPDATE SKIP LOCKED`.execute(trx);
    const from = cursor.rows[0]?.next_index;
    // Another process is at it, at a change of leaders.
    if (from === undefined) return { more: false };
    const { rows } = await sql<SequencedRow>`
      SELECT leaf.index, e.id, e.recorded_at, e.action, e.outcome, e.actor_kind, e.actor_subject, e.office_code,
             e.workstation, e.account_id, e.verification_method, e.verification_reading
        FROM (SELECT index, entry_id, recorded_at FROM leaves WHERE index >= ${from} ORDER BY index LIMIT ${sql.lit(BATCH)}) AS leaf
        JOIN entries AS e ON e.recorded_at = leaf.recorded_at AND e.id = leaf.entry_id
       ORDER BY leaf.index`.execute(trx);
    const last = rows.at(-1);
    if (!last) return { more: false };
    const done = rows.filter(({ outcome }) => outcome === 'done');
    await noteReaders(trx, done);
    await countActs(trx, done, config);
    await addReviews(trx, done.filter(isStaffAct), config);
    await checkAgain(trx, done);
    await sql`UPDATE review_cursor SET next_index = ${last.index + 1}`.execute(trx);
    return { more: rows.length === BATCH };
  });
}

const isChange = ({ action }: SequencedRow): boolean => action === 'unlock' || action === 'reset';
const isStaffAct = (row: SequencedRow): boolean =>
  row.actor_kind === 'staff' && row.account_id !== null && (row.action === 'open' || isChange(row));

/** A workstation where a document was scanned has a reader: no setting of its own is believed. */
async function noteReaders(trx: Transaction<Database>, rows: readonly SequencedRow[]): Promise<void> {
  const scans = new Map(
    rows.flatMap(({ workstation, verification_reading: reading, recorded_at }) =>
      workstation !== null && reading === 'scanned' ? [[workstation, recorded_at] as const] : [],
    ),
  );
  if (scans.size === 0) return;
  await sql`
    INSERT INTO workstation_readers (workstation, scanned_at)
    SELECT * FROM unnest(${[...scans.keys()]}::text[], ${[...scans.values()]}::timestamptz[])
    ON CONFLICT (workstation) DO UPDATE SET scanned_at = greatest(workstation_readers.scanned_at, excluded.scanned_at)`.execute(
    trx,
  );
}

async function countActs(trx: Transaction<Database>, rows: readonly SequencedRow[], config: Config): Promise<void> {
  const days = rows.flatMap((row) => {
    if (!isStaffAct(row) || !isChange(row) || row.office_code === null) return [];
    return {
      office: row.office_code,
      day: localTime(row.recorded_at, config.TIME_ZONE).day,
      actor: row.actor_subject,
      other_document: row.verification_method === 'other_document' ? 1 : 0,
      out_of_hours: isOutOfHours(row.recorded_at, config) ? 1 : 0,
    };
  });
  if (days.length === 0) return;
  await sql`
    INSERT INTO clerk_days (office_code, day, actor_subject, acts, other_document, out_of_hours)
    SELECT office, day, actor, count(*), sum(other_document), sum(out_of_hours)
      FROM jsonb_to_recordset(${JSON.stringify(days)}::jsonb)
             AS given (office text, day date, actor text, other_document integer, out_of_hours integer)
     GROUP BY office, day, actor
    ON CONFLICT (office_code, day, actor_subject) DO UPDATE
       SET acts = clerk_days.acts + excluded.acts,
           other_document = clerk_days.other_document + excluded.other_document,
           out_of_hours = clerk_days.out_of_hours + excluded.out_of_hours`.execute(trx);
}

async function addReviews(trx: Transaction<Database>, rows: readonly SequencedRow[], config: Config): Promise<void> {
  const acts = await readFacts(trx, rows, config);
  if (acts.length === 0) return;
  const reviewers = await presentReviewers(trx, config);
  const items = acts.map(({ facts, ...act }) => {
    const sampled = isSampled(config.REVIEW_SAMPLE_PERCENT);
    const { risk, reasons } = assess({ ...facts, sampled });
    return {
      entry_id: act.id,
      recorded_at: act.recorded_at,
      action: act.action,
      actor_subject: act.actor_subject,
      account_id: act.account_id,
      division: act.division,
      desk: firstDesk({ division: act.division, actor: act.actor_subject }, reviewers),
      risk,
      reasons,
      sampled,
      state: sampled || risk >= REVIEWED_FROM ? 'waiting' : 'watched',
      hours: bandOf(risk).hours,
      next_check_at: nextCheckAt(act.action, act.recorded_at, act.recorded_at),
    };
  });
  await sql`
    INSERT INTO reviews (entry_id, recorded_at, action, actor_subject, account_id, division, desk, risk, reasons,
        sampled, state, due_at, next_check_at)
    SELECT entry_id, recorded_at, action, actor_subject, account_id, division, desk, risk, reasons, sampled, state,
           recorded_at + make_interval(hours => hours), next_check_at
      FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS given (entry_id uuid, recorded_at timestamptz,
             action text, actor_subject text, account_id uuid, division text, desk text, risk smallint, reasons jsonb,
             sampled boolean, state text, hours integer, next_check_at timestamptz)
    ON CONFLICT (entry_id) DO NOTHING`.execute(trx);
}

/** Nobody can foresee it, and it is kept: looked at again, an act stays in the sample or out of it. */
function isSampled(percent: number): boolean {
  return randomInt(10_000) < percent * 100;
}

/** A new phone number makes an act on the account suspicious now, not when it would be looked at anyway. */
async function checkAgain(trx: Transaction<Database>, rows: readonly SequencedRow[]): Promise<void> {
  const accounts = rows.flatMap(({ action, account_id }) => (action === 'change_phone' ? (account_id ?? []) : []));
  if (accounts.length === 0) return;
  await sql`
    UPDATE reviews SET next_check_at = now()
     WHERE account_id = ANY (${accounts}::uuid[]) AND next_check_at IS NOT NULL`.execute(trx);
}
