import { type Kysely, sql } from 'kysely';
import * as z from 'zod';
import { Id } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';
import { readReview } from '../review/detail.ts';
import { dutiesOf, readDuties } from '../review/duties.ts';
import { queueCounts, queuePage, toReviewSummary } from '../review/queue.ts';
import { readSubstitutions, toSubstitution } from '../review/substitutes.ts';
import { bandOf } from '../review/times.ts';
import { mayHearOf } from './alerts.ts';

const Position = z.strictObject({ risk: z.number().int(), id: Id });

export const listReviews: Handler<'listReviews'> = async ({ actor, services }, { part, after, limit }) => {
  const { db, config } = services;
  const position = after === undefined ? null : decodeCursor(Position, after);
  await noteReviewer(db, actor);
  const substitutions = await readSubstitutions(db, actor.subject, config);
  const duties = dutiesOf(actor, substitutions);
  const [page, counts, today] = await Promise.all([
    duties.length === 0 ? { rows: [] } : queuePage(duties, { part, after: position, limit }).execute(db),
    queueCounts(db, duties),
    reviewedToday(db, actor, config),
  ]);
  const items = page.rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => toReviewSummary(row, duties)),
    after: last && page.rows.length > limit ? encodeCursor({ risk: last.risk, id: last.id }) : null,
    counts,
    today,
    substitutions: substitutions.map(toSubstitution),
  };
};

/** Who there is to review, and where: written when it has changed, and else once in a while. */
async function noteReviewer(db: Kysely<Database>, { subject, scope, roles }: StaffActor): Promise<void> {
  const serves = roles.includes('clerk');
  await sql`
    INSERT INTO reviewers (subject, scope, serves, seen_at) VALUES (${subject}, ${[...scope]}::text[], ${serves}, now())
    ON CONFLICT (subject) DO UPDATE SET scope = excluded.scope, serves = excluded.serves, seen_at = now()
     WHERE (reviewers.scope, reviewers.serves) IS DISTINCT FROM (excluded.scope, excluded.serves)
        OR reviewers.seen_at < now() - interval '1 hour'`.execute(db);
}

async function reviewedToday(
  db: Kysely<Database>,
  { subject }: StaffActor,
  { TIME_ZONE, REVIEW_MINUTES_A_DAY }: Config,
): Promise<{ reviewed: number; minutes: number; budget: number }> {
  const { rows } = await sql<{ risk: number; count: number }>`
    SELECT risk, count(*) AS count FROM reviews
     WHERE decided_by = ${subject}
       AND decided_at >= date_trunc('day', now() AT TIME ZONE ${TIME_ZONE}) AT TIME ZONE ${TIME_ZONE}
     GROUP BY risk`.execute(db);
  return {
    reviewed: rows.reduce((sum, { count }) => sum + count, 0),
    minutes: rows.reduce((sum, { risk, count }) => sum + bandOf(risk).minutes * count, 0),
    budget: REVIEW_MINUTES_A_DAY,
  };
}

export const getReview: Handler<'getReview'> = async ({ actor, services }, { entry_id }) => {
  const detail = await readReview(services, actor, entry_id);
  if (!detail) throw new ApiError('entry_not_found', {});
  return detail;
};

/** Cheap enough to be asked every few seconds by every console. */
export const attention: Handler<'attention'> = async ({ actor, services: { db, config, systemWatch } }) => {
  const { roles, subject } = actor;
  const heard = roles.some((role) => role !== 'clerk');
  const [counts, rest] = await Promise.all([
    roles.includes('supervisor') ? readDuties(db, actor, config).then((duties) => queueCounts(db, duties)) : null,
    sql<{ disputes: number; alerts: number }>`
      SELECT (SELECT count(*) FROM (SELECT FROM reviews WHERE actor_subject = ${subject} AND state = 'disputed'
               LIMIT 100) AS own) AS disputes,
             (SELECT count(*) FROM (SELECT FROM alerts WHERE acknowledged_at IS NULL AND ${heard}::boolean
               AND ${mayHearOf(actor)} LIMIT 100) AS open) AS alerts`.execute(db),
  ]);
  const [row] = rest.rows;
  return {
    reviews: counts?.all ?? 0,
    disputes: roles.includes('clerk') ? (row?.disputes ?? 0) : 0,
    alerts: (row?.alerts ?? 0) + (heard ? systemWatch.unrecorded.length : 0),
  };
};
