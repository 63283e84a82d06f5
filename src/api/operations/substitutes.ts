import { sql, type Transaction } from 'kysely';
import type { Office, SubstitutePeriod } from '../../contract/index.ts';
import { daysOf, SUBSTITUTE_DAYS_MAX, type SUBSTITUTE_STEPS, UNUSED_DAYS } from '../../contract/index.ts';
import { once } from '../actions/once.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call, Handler } from '../http/handler.ts';
import { type EntryDraft, recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import { mayStandIn, type SubstitutionRow, substitutionColumns, today, toSubstitution } from '../review/substitutes.ts';

/** Far more than anyone has beside them and above them. */
const LISTED_MAX = 200;

type Days = Pick<SubstitutePeriod, 'from' | 'until'>;

interface SupervisorRow {
  subject: string;
  name: string;
  staff_number: string | null;
  office: Office | null;
  scope: string[];
}

/** Who was seen as a supervisor lately. */
const SUPERVISORS = sql`
  SELECT subject, name, staff_number, office, scope FROM staff
   WHERE 'supervisor' = ANY (roles) AND seen_at > now() - make_interval(days => ${sql.lit(UNUSED_DAYS)})`;

/** Whether they may stand in at every place of the one who is away. */
const fits = ({ subject, scope }: SupervisorRow, absent: StaffActor): boolean =>
  subject !== absent.subject && absent.scope.length > 0 && absent.scope.every((place) => mayStandIn(scope, place));

export const listSubstituteCandidates: Handler<'listSubstituteCandidates'> = async ({ actor, services }) => {
  const { rows } = await sql<SupervisorRow>`${SUPERVISORS} ORDER BY office ->> 'code', name, subject`.execute(
    services.db,
  );
  return {
    items: rows
      .filter((one) => fits(one, actor))
      .slice(0, LISTED_MAX)
      .map(({ subject, name, staff_number, office }) => ({ subject, name, staff_number, office })),
  };
};

export const nameSubstitute: Handler<'nameSubstitute'> = (call, input) => {
  const { actor, services } = call;
  const { TIME_ZONE } = services.config;
  return once(call, { operation: 'nameSubstitute', input }, async (trx) => {
    await hold(trx, [actor.subject, input.substitute]);
    const person = (await sql<SupervisorRow>`${SUPERVISORS} AND subject = ${input.substitute}`.execute(trx)).rows.find(
      (one) => fits(one, actor),
    );
    if (!person) throw new ApiError('substitute_unfit', {});
    await checkDays(trx, input, TIME_ZONE);
    if (await isAway(trx, person.subject, input)) throw new ApiError('substitute_away', {});
    if (await isAway(trx, actor.subject, input)) throw new ApiError('substitute_overlaps', {});
    // What is over stands in the ledger.
    await sql`DELETE FROM substitutes WHERE absent = ${actor.subject} AND until_day < ${today(TIME_ZONE)}`.execute(trx);
    const entry = await recordEntry(
      trx,
      draft(call, 'named', {
        absent: { subject: actor.subject, name: actor.name },
        substitute: { subject: person.subject, name: person.name },
        from: input.from,
        until: input.until,
      }),
    );
    await sql`
      INSERT INTO substitutes (entry_id, absent, absent_name, substitute, substitute_name, places, from_day, until_day)
      VALUES (${entry.id}, ${actor.subject}, ${actor.name}, ${person.subject}, ${person.name},
              ${[...actor.scope]}::text[], ${input.from}, ${input.until})`.execute(trx);
    return { entry_id: entry.id, recorded_at: entry.recorded_at.toISOString() };
  });
};

export const endSubstitute: Handler<'endSubstitute'> = (call, input) => {
  const { actor, services } = call;
  const { TIME_ZONE } = services.config;
  return once(call, { operation: 'endSubstitute', input }, async (trx) => {
    const { rows } = await sql<SubstitutionRow>`
      DELETE FROM substitutes
       WHERE entry_id = ${input.entry_id} AND ${actor.subject} IN (absent, substitute) AND until_day >= ${today(TIME_ZONE)}
      RETURNING ${substitutionColumns(TIME_ZONE)}`.execute(trx);
    const [row] = rows;
    if (!row) throw new ApiError('substitute_over', {});
    const { absent, substitute, from, until } = toSubstitution(row);
    const step = row.absent === actor.subject ? 'taken_back' : 'handed_back';
    const ended = draft(call, step, { absent, substitute, from, until });
    const entry = await recordEntry(trx, { ...ended, refersTo: row.entry_id });
    return { entry_id: entry.id, recorded_at: entry.recorded_at.toISOString() };
  });
};

function draft(
  { actor, requestId }: Call<StaffActor>,
  reason: (typeof SUBSTITUTE_STEPS)[number],
  period: SubstitutePeriod,
): EntryDraft {
  return {
    action: 'substitute',
    outcome: 'done',
    actor,
    reason,
    requestId,
    private: { substitution: JSON.stringify(period) },
  };
}

/** Until the transaction ends: of two who are named, or away, at once, the second sees what the first did. */
async function hold(trx: Transaction<Database>, subjects: readonly string[]): Promise<void> {
  // In one order, so that two who name each other do not wait in a circle.
  for (const subject of subjects.toSorted()) {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('substitute of ' || ${subject}, 0))`.execute(trx);
  }
}

/** @throws ApiError `invalid_input` */
async function checkDays(trx: Transaction<Database>, period: Days, timeZone: string): Promise<void> {
  const { rows } = await sql<{ first: string; last: string }>`
    SELECT ${today(timeZone)}::text AS first, (${today(timeZone)} + ${sql.lit(SUBSTITUTE_DAYS_MAX)})::text AS last`.execute(
    trx,
  );
  const [{ first, last } = { first: '', last: '' }] = rows;
  const days = daysOf(period);
  const wrong = (path: keyof Days, code: string) => new ApiError('invalid_input', { issues: [{ path, code }] });
  if (period.from < first) throw wrong('from', 'over');
  if (period.from > last) throw wrong('from', 'too_far_ahead');
  if (days < 1) throw wrong('until', 'before_from');
  if (days > SUBSTITUTE_DAYS_MAX) throw wrong('until', 'period_too_long');
}

/** Whether they have named somebody for a part of the time. */
async function isAway(trx: Transaction<Database>, subject: string, { from, until }: Days): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM substitutes WHERE absent = ${subject} AND until_day >= ${from}::date AND from_day <= ${until}::date
     LIMIT 1`.execute(trx);
  return rows.length > 0;
}
