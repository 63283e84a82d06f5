/** What the table of alerts keeps of what is watched. Any number of processes may tell it the same at once. */
import { type Kysely, sql } from 'kysely';
import type { SystemAlertKind } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { recordEntry } from '../ledger/record.ts';
import type { Finding, WatchServices } from './watches.ts';

/** Who raises alerts, in the ledger. */
const WATCH = { kind: 'policy', subject: 'watch' } as const;
const OWED_MAX = 20;

/** @returns whether it was told of before and goes on; it is then brought up to date */
export async function goesOn(
  db: Kysely<Database>,
  kind: SystemAlertKind,
  { cause, figure }: Finding,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE alerts SET last_at = now(), figure = ${figure}
     WHERE kind = ${kind} AND cause = ${cause} AND over_at IS NULL
    RETURNING id`.execute(db);
  return rows.length > 0;
}

export async function causesGoingOn(db: Kysely<Database>, kind: SystemAlertKind): Promise<string[]> {
  const { rows } = await sql<{ cause: string }>`
    SELECT cause FROM alerts WHERE kind = ${kind} AND over_at IS NULL`.execute(db);
  return rows.map(({ cause }) => cause);
}

/** Tells of it: by a new alert, or by the one that was over and that nobody has acknowledged. Its entry is owed. */
export async function begin(
  db: Kysely<Database>,
  kind: SystemAlertKind,
  { cause, about, figure }: Finding,
): Promise<void> {
  await sql`
    INSERT INTO alerts (kind, cause, about, figure, entry_owed) VALUES (${kind}, ${cause}, ${about}, ${figure}, true)
    ON CONFLICT (kind, cause) WHERE acknowledged_at IS NULL DO UPDATE
       SET last_at = now(), over_at = NULL, times = alerts.times + 1, about = excluded.about, figure = excluded.figure,
           entry_owed = true
     WHERE alerts.over_at IS NOT NULL`.execute(db);
}

/** What was not found any more for so many seconds is over since it was seen last. */
export async function end(
  db: Kysely<Database>,
  kind: SystemAlertKind,
  calmS: number,
  still: readonly Finding[],
): Promise<void> {
  await sql`
    UPDATE alerts SET over_at = last_at
     WHERE kind = ${kind} AND over_at IS NULL AND cause <> ALL (${still.map(({ cause }) => cause)}::text[])
       AND last_at < now() - make_interval(secs => ${calmS})`.execute(db);
}

/** Writes the entries of alerts that have none yet. @throws ApiError `ledger_unavailable` */
export async function payEntries({ db, inTransaction }: WatchServices): Promise<void> {
  const { rows } = await sql`SELECT FROM alerts WHERE entry_owed LIMIT 1`.execute(db);
  if (rows.length === 0) return;
  await inTransaction(async (trx) => {
    const { rows: owed } = await sql<{ id: string; kind: string; about: string | null }>`
      UPDATE alerts SET entry_owed = false
       WHERE id IN (SELECT id FROM alerts WHERE entry_owed ORDER BY id LIMIT ${OWED_MAX} FOR UPDATE SKIP LOCKED)
      RETURNING id, kind, about`.execute(trx);
    for (const { kind, about } of owed) {
      await recordEntry(trx, {
        action: 'alert',
        outcome: 'done',
        actor: WATCH,
        reason: kind,
        private: { note: about },
      });
    }
  });
}
