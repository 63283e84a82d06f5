import { sql } from 'kysely';
import * as z from 'zod';
import type { AccessPerson, AccessReview, SignedAccess } from '../../contract/index.ts';
import { narrowed, quarterAt, readPeople, readStaff, seesAll, signable } from '../access/people.ts';
import { once } from '../actions/once.ts';
import { placeName } from '../divisions/divisions.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Handler } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';

const Position = z.strictObject({ at: z.number().int().nonnegative() });

export const accessReview: Handler<'accessReview'> = async ({ actor, services }, input) => {
  // Whoever has just signed in stands in it, too.
  await services.staffSeen.write();
  const { place, after, limit } = input;
  const now = new Date();
  const timeZone = services.config.TIME_ZONE;
  const start = after === undefined ? 0 : decodeCursor(Position, after).at;
  const people = await readPeople(services.db, actor, { now, timeZone });
  const quarter = quarterAt(now, timeZone);
  const asked = narrowed(people, input);
  const end = start + limit;
  return {
    items: asked.slice(start, end),
    after: asked.length > end ? encodeCursor({ at: end }) : null,
    counts: {
      people: people.length,
      // Whoever was reviewed in this quarter is due in a later one.
      reviewed: people.filter(({ due_on, review }) => review !== null && due_on > quarter.ends).length,
      overdue: people.filter(({ marks }) => marks.includes('overdue')).length,
    },
    places: placesOf(people, place ?? wholeOf(actor)),
    quarter,
  };
};

/** The one place that holds all that a reader sees; null where there are several. */
const wholeOf = (reader: StaffActor): string | null =>
  seesAll(reader) ? '' : reader.scope.length === 1 ? (reader.scope[0] ?? null) : null;

/** Offices by the parts of a place; by cities where there is no one place. */
function placesOf(people: readonly AccessPerson[], within: string | null): AccessReview['places'] {
  const digits = within === null ? 4 : within.length + 2;
  const counts = new Map<string, number>();
  for (const { office } of people) {
    if (!office?.division.startsWith(within ?? '') || digits > office.division.length) continue;
    const code = office.division.slice(0, digits);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].sort().map(([code, count]) => ({ code, name: placeName(code), count }));
}

/** What was signed is kept whole beside the entry; the leaf commits to it, so that it can be shown what was reviewed. */
export const signAccess: Handler<'signAccess'> = (call, input) => {
  const { actor, requestId, services } = call;
  return once(call, { operation: 'signAccess', input }, async (trx) => {
    // Whoever is named twice is meant as named last.
    const said = new Map(input.people.map((one) => [one.subject, one]));
    await sql`SELECT FROM staff WHERE subject = ANY (${[...said.keys()]}::text[]) ORDER BY subject FOR SHARE`.execute(
      trx,
    );
    const rows = (await readStaff(trx, actor)).filter(({ subject }) => said.has(subject));
    if (rows.some((row) => signable(row, actor) === 'own')) throw new ApiError('own_act', {});
    if (rows.length < said.size || rows.some((row) => signable(row, actor) !== 'yes')) {
      throw new ApiError('person_not_found', {});
    }
    if (rows.some(({ subject, version }) => said.get(subject)?.version !== version)) {
      throw new ApiError('access_changed', {});
    }
    const signed = rows.map((row): SignedAccess => {
      const { subject, name, staff_number, office, roles, version } = row;
      const { verdict = 'keep', comment = null } = said.get(subject) ?? {};
      const scope = row.scope.map((prefix) => ({ prefix, name: placeName(prefix) }));
      return { subject, name, staff_number, office, roles, scope, version, verdict, comment };
    });
    const entry = await recordEntry(trx, {
      action: 'review_access',
      outcome: 'done',
      actor,
      reason: quarterAt(new Date(), services.config.TIME_ZONE).name,
      requestId,
      private: { access: JSON.stringify(signed) },
    });
    await sql`
      INSERT INTO access_verdicts (subject, version, verdict, comment, signed_by, signed_at, entry_id)
      SELECT subject, version, verdict, comment, ${actor.name}, ${entry.recorded_at}, ${entry.id}
        FROM jsonb_to_recordset(${JSON.stringify(signed)}::jsonb)
               AS given (subject text, version integer, verdict text, comment text)
       ORDER BY subject
      ON CONFLICT (subject) DO UPDATE
         SET version = excluded.version, verdict = excluded.verdict, comment = excluded.comment,
             signed_by = excluded.signed_by, signed_at = excluded.signed_at, entry_id = excluded.entry_id`.execute(trx);
    return { entry_id: entry.id, recorded_at: entry.recorded_at.toISOString(), count: signed.length };
  });
};
