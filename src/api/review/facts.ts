import { sql, type Transaction } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import { isOutOfHours } from './office-hours.ts';
import { clerkMeasures, medianOf } from './rates.ts';
import type { Facts } from './rules.ts';

/** A reason of an opening, see `operations/account.ts`. */
const OUTSIDE_SCOPE = 'outside_scope';

/** One act of the staff on an account. */
export interface ActRow {
  id: string;
  recorded_at: Date;
  action: Facts['action'];
  actor_subject: string;
  office_code: string | null;
  account_id: string;
  /** Where it was done; the account's where its clerk has no office. */
  division: string;
}

export interface KnownAct extends ActRow {
  facts: Omit<Facts, 'sampled'>;
}

interface FactRow extends ActRow {
  now: Date;
  reason: string | null;
  verification_reading: string | null;
  note: string | null;
  own: boolean;
  relative: boolean;
  repeats: number;
  reader_there: boolean;
  acted: boolean;
  cause: string | null;
  new_device_at: Date | null;
  new_phone_at: Date | null;
}

/** How long a clerk who looks may take until they act. */
const LOOK_MINUTES = 30;
const MINUTE_MS = 60_000;

/** What is known now of these acts. Each look-up is a range of an index of the account or workstation. */
export async function readFacts(
  trx: Transaction<Database>,
  acts: readonly { id: string; recorded_at: Date }[],
  config: Config,
): Promise<KnownAct[]> {
  if (acts.length === 0) return [];
  const { rows } = await sql<FactRow>`
    SELECT e.id, e.recorded_at, e.action, e.actor_subject, e.office_code, e.account_id, e.reason,
           e.verification_reading, now()::timestamptz(3) AS now, coalesce(e.division, account.division) AS division,
           private.fields -> 'note' ->> 'value' AS note,
           coalesce(private.fields -> 'actor_account' ->> 'value' = account.external_id, false)
             OR coalesce(mark.kind = 'own', false) AS own,
           coalesce(mark.kind = 'relative', false) AS relative,
           (SELECT count(*) FROM entries AS earlier
             WHERE earlier.account_id = e.account_id AND earlier.recorded_at < e.recorded_at
               AND earlier.recorded_at > e.recorded_at - interval '7 days'
               AND earlier.action IN ('unlock', 'reset') AND earlier.outcome = 'done') AS repeats,
           EXISTS (SELECT FROM workstation_readers AS reader
                    WHERE reader.workstation = e.workstation
                      AND reader.scanned_at > e.recorded_at - interval '30 days') AS reader_there,
           EXISTS (SELECT FROM entries AS act
                    WHERE act.account_id = e.account_id AND act.actor_subject = e.actor_subject
                      AND act.recorded_at BETWEEN e.recorded_at AND e.recorded_at
                            + make_interval(mins => ${sql.lit(LOOK_MINUTES)})
                      AND (act.action IN ('unlock', 'reset') AND act.outcome = 'done'
                           OR act.action = 'export' AND act.reason = 'extract')) AS acted,
           ended.cause,
           (SELECT min(first_success_at) FROM account_devices AS device
             WHERE device.account_id = e.account_id
               AND first_success_at BETWEEN e.recorded_at AND e.recorded_at + interval '1 day'
               AND EXISTS (SELECT FROM account_devices AS known
                            WHERE known.account_id = e.account_id AND known.first_success_at < e.recorded_at))
             AS new_device_at,
           (SELECT min(change.recorded_at) FROM entries AS change
             WHERE change.account_id = e.account_id AND change.action = 'change_phone' AND change.outcome = 'done'
               AND change.recorded_at BETWEEN e.recorded_at AND e.recorded_at + interval '1 day') AS new_phone_at
      FROM unnest(${acts.map(({ id }) => id)}::uuid[], ${acts.map((act) => act.recorded_at)}::timestamptz[])
             AS asked (id, at)
      JOIN entries AS e ON e.recorded_at = asked.at AND e.id = asked.id
      JOIN accounts AS account ON account.id = e.account_id
      LEFT JOIN entry_private AS private ON private.recorded_at = e.recorded_at AND private.entry_id = e.id
      LEFT JOIN account_marks AS mark ON mark.account_id = e.account_id AND mark.staff_subject = e.actor_subject
      LEFT JOIN locks AS ended ON ended.id = e.lock_id
     ORDER BY e.recorded_at, e.id`.execute(trx);

  const measures = await clerkMeasures(
    trx,
    rows.flatMap(({ office_code }) => office_code ?? []),
    config.TIME_ZONE,
  );
  return rows.map((row) => ({
    id: row.id,
    recorded_at: row.recorded_at,
    action: row.action,
    actor_subject: row.actor_subject,
    office_code: row.office_code,
    account_id: row.account_id,
    division: row.division,
    facts: {
      action: row.action,
      own: row.own,
      relative: row.relative,
      repeats: row.repeats,
      outOfHours: isOutOfHours(row.recorded_at, config),
      reading: row.verification_reading,
      readerThere: row.reader_there,
      outsideScope: row.action === 'open' && row.reason === OUTSIDE_SCOPE,
      leftWithoutAct:
        row.action === 'open' && !row.acted && row.now.getTime() - row.recorded_at.getTime() > LOOK_MINUTES * MINUTE_MS,
      cause: row.cause,
      newDeviceAfter: minutesAfter(row, row.new_device_at),
      newPhoneAfter: minutesAfter(row, row.new_phone_at),
      acts: actsOf(row),
      reason: row.reason,
      note: row.note,
    },
  }));

  function actsOf({ office_code, actor_subject }: FactRow): Facts['acts'] {
    const people = measures.filter((one) => one.office_code === office_code);
    return {
      own: people.find((one) => one.actor_subject === actor_subject)?.acts ?? 0,
      median: medianOf(people.map(({ acts }) => acts)),
      people: people.length,
    };
  }
}

const minutesAfter = ({ recorded_at }: FactRow, at: Date | null): number | null =>
  at && Math.floor((at.getTime() - recorded_at.getTime()) / MINUTE_MS);
