import { sql, type Transaction } from 'kysely';
import type { STAFF_ALERT_KINDS } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';

/** What is to be told. It is over as it is told: nothing goes on that would end by itself. */
export interface AlertDraft {
  kind: (typeof STAFF_ALERT_KINDS)[number];
  /** Whose doing it is: they can't acknowledge it. */
  subject: string;
  /** Their name. */
  name: string | null;
  /** County whose supervisors hear of it; without one, supervisors and administrators everywhere do. */
  division: string | null;
  /** What its sentence tells: looks an hour. */
  figure: number;
}

/** One that was acknowledged and goes on is not raised again so soon. */
const QUIET_HOURS = 1;

/**
 * Raises an alert about somebody's doing, whose entry its caller writes. While one of the same kind and cause is there, or
 * was acknowledged less than an hour ago, that one is only brought up to date: may be called as often as its cause is seen.
 *
 * @returns whether it is a new one
 */
export async function raiseAlert(trx: Transaction<Database>, draft: AlertDraft): Promise<boolean> {
  const { kind, subject, name, division, figure } = draft;
  const { rows: known } = await sql`
    UPDATE alerts SET last_at = now(), over_at = now(), times = times + 1, figure = ${figure}
     WHERE kind = ${kind} AND cause = ${subject}
       AND (acknowledged_at IS NULL OR acknowledged_at > now() - make_interval(hours => ${sql.lit(QUIET_HOURS)}))
    RETURNING id`.execute(trx);
  if (known.length > 0) return false;
  // Two may see the same cause at the same moment.
  const { rows } = await sql<{ raised: boolean }>`
    INSERT INTO alerts (kind, cause, about, about_subject, division, figure, over_at)
    VALUES (${kind}, ${subject}, ${name}, ${subject}, ${division}, ${figure}, now())
    ON CONFLICT (kind, cause) WHERE acknowledged_at IS NULL DO UPDATE
       SET last_at = now(), over_at = now(), times = alerts.times + 1, figure = excluded.figure
    RETURNING times = 1 AS raised`.execute(trx);
  return rows[0]?.raised ?? false;
}
