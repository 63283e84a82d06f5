import { sql, type Transaction } from 'kysely';
import type { AlertKind } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { recordEntry } from '../ledger/record.ts';

/** What is to be told. */
export interface AlertDraft {
  kind: AlertKind;
  /** Tells it from others of its kind: a person's subject, a receiver's name. Empty where there is only one. */
  cause?: string;
  /** The same, for people to read. */
  about?: string | null;
  /** A person whose doing it is: they can't acknowledge it. */
  aboutSubject?: string | null;
  /** County whose supervisors hear of it; without one, supervisors and administrators everywhere do. */
  division?: string | null;
  /** What its sentence tells: openings an hour, seconds behind, days left. */
  figure?: number | null;
}

/** One that was acknowledged and goes on is not raised again so soon. */
const QUIET_HOURS = 1;

/** Who raises alerts, in the ledger. */
const WATCH = { kind: 'policy', subject: 'watch' } as const;

/**
 * Raises an alert with its entry. While one of the same kind and cause is there, or was acknowledged less than an hour ago,
 * that one is only brought up to date: may be called as often as its cause is seen.
 *
 * @returns whether it is a new one
 */
export async function raiseAlert(trx: Transaction<Database>, draft: AlertDraft): Promise<boolean> {
  const raised = await noteAlert(trx, draft);
  if (!raised) return false;
  await recordEntry(trx, {
    action: 'alert',
    outcome: 'done',
    actor: WATCH,
    division: draft.division ?? null,
    reason: draft.kind,
    private: { note: draft.about },
  });
  return true;
}

/** As {@link raiseAlert}, for a cause that writes an entry of its own. */
export async function noteAlert(trx: Transaction<Database>, draft: AlertDraft): Promise<boolean> {
  const { kind, cause = '', about = null, aboutSubject = null, division = null, figure = null } = draft;
  const { rows: known } = await sql`
    UPDATE alerts SET last_at = now(), times = times + 1, figure = ${figure}
     WHERE kind = ${kind} AND cause = ${cause}
       AND (acknowledged_at IS NULL OR acknowledged_at > now() - make_interval(hours => ${sql.lit(QUIET_HOURS)}))
    RETURNING id`.execute(trx);
  if (known.length > 0) return false;
  // Two may see the same cause at the same moment.
  const { rows } = await sql<{ raised: boolean }>`
    INSERT INTO alerts (kind, cause, about, about_subject, division, figure)
    VALUES (${kind}, ${cause}, ${about}, ${aboutSubject}, ${division}, ${figure})
    ON CONFLICT (kind, cause) WHERE acknowledged_at IS NULL DO UPDATE
       SET last_at = now(), times = alerts.times + 1, figure = excluded.figure
    RETURNING times = 1 AS raised`.execute(trx);
  return rows[0]?.raised ?? false;
}
