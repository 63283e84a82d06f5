import { type RawBuilder, sql } from 'kysely';
import type { Alert } from '../../contract/index.ts';
import { once } from '../actions/once.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Handler } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';

/** Alerts that were acknowledged are listed for so many days. */
const LISTED_DAYS = 7;
const LISTED_MAX = 200;

interface AlertRow {
  id: string;
  kind: string;
  about: string | null;
  about_subject: string | null;
  division: string | null;
  figure: number | null;
  raised_at: Date;
  last_at: Date;
  times: number;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  over_at: Date | null;
}

/** Those about the system are for everyone who may ask; those of a place for its supervisors, and all for auditors. */
export function mayHearOf({ roles, scope }: StaffActor): RawBuilder<boolean> {
  if (roles.includes('auditor')) return sql`true`;
  const places = roles.includes('supervisor') ? scope : [];
  return sql`(division IS NULL OR EXISTS (
    SELECT FROM unnest(${[...places]}::text[]) AS prefix WHERE starts_with(division, prefix)))`;
}

export const listAlerts: Handler<'listAlerts'> = async ({ actor, services }) => {
  const heard = mayHearOf(actor);
  const { rows } = await sql<AlertRow>`
    (SELECT * FROM alerts WHERE acknowledged_at IS NULL AND ${heard} ORDER BY raised_at DESC LIMIT ${LISTED_MAX})
    UNION ALL
    (SELECT * FROM alerts WHERE acknowledged_at > now() - make_interval(days => ${sql.lit(LISTED_DAYS)}) AND ${heard}
      ORDER BY acknowledged_at DESC LIMIT ${LISTED_MAX})
    UNION ALL
    (SELECT * FROM alerts
      WHERE over_at IS NULL AND acknowledged_at <= now() - make_interval(days => ${sql.lit(LISTED_DAYS)}) AND ${heard}
      ORDER BY acknowledged_at DESC LIMIT ${LISTED_MAX})`.execute(services.db);
  return {
    items: rows.map((row) => toAlert(row, actor)),
    unrecorded: [...services.systemWatch.unrecorded],
  };
};

function toAlert(row: AlertRow, { subject }: StaffActor): Alert {
  const { id, kind, about, about_subject, division, figure, times, acknowledged_at, acknowledged_by } = row;
  return {
    id,
    kind,
    about,
    division,
    figure,
    own: about_subject === subject,
    raised_at: row.raised_at.toISOString(),
    last_at: row.last_at.toISOString(),
    times,
    over_at: row.over_at?.toISOString() ?? null,
    acknowledged: acknowledged_at && { at: acknowledged_at.toISOString(), by: acknowledged_by },
  };
}

export const acknowledgeAlert: Handler<'acknowledgeAlert'> = (call, input) => {
  const { actor, requestId } = call;
  return once(call, { operation: 'acknowledgeAlert', input }, async (trx) => {
    const { rows } = await sql<AlertRow>`
      SELECT * FROM alerts WHERE id = ${input.alert_id} AND ${mayHearOf(actor)} FOR UPDATE`.execute(trx);
    const [alert] = rows;
    if (!alert) throw new ApiError('alert_not_found', {});
    if (alert.about_subject === actor.subject) throw new ApiError('own_act', {});
    const entry = await recordEntry(trx, {
      action: 'acknowledge',
      outcome: 'done',
      actor,
      reason: alert.kind,
      requestId,
      private: { note: input.comment },
    });
    // Whoever is second says so too, in the ledger; the alert keeps the first.
    await sql`
      UPDATE alerts SET acknowledged_at = now(), acknowledged_by = ${actor.name}
       WHERE id = ${alert.id} AND acknowledged_at IS NULL`.execute(trx);
    return { entry_id: entry.id, acknowledged_at: entry.recorded_at.toISOString() };
  });
};
