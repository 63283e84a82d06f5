import { sql } from 'kysely';
import type { Services } from '../services.ts';
import { deskFor, firstDesk, presentReviewers } from './desk.ts';
import { bandOf } from './times.ts';

const BATCH = 500;
/** Looked at on each desk that is left, in one round: what can't go anywhere must not stand before the rest for ever. */
const A_DESK = 10;

interface OpenRow {
  entry_id: string;
  division: string;
  actor: string;
  desk: string;
  risk: number;
}

/** Takes what is overdue to the level above, with a deadline of its own. At the top it stays, and counts on. */
export function escalateOverdue({
  inTransaction,
  config,
}: Pick<Services, 'inTransaction' | 'config'>): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const { rows } = await sql<OpenRow>`
      SELECT entry_id, division, actor_subject AS actor, desk, risk FROM reviews
       WHERE state IN ('waiting', 'disputed', 'answered') AND due_at <= now()
       ORDER BY due_at LIMIT ${sql.lit(BATCH)} FOR UPDATE SKIP LOCKED`.execute(trx);
    if (rows.length === 0) return { more: false };
    const reviewers = await presentReviewers(trx, config);
    const moved = rows.map((row) => ({
      id: row.entry_id,
      desk: deskFor(row, reviewers, row.desk) ?? row.desk,
      hours: bandOf(row.risk).hours,
    }));
    await sql`
      UPDATE reviews SET desk = given.desk, escalated = escalated + 1, due_at = now() + make_interval(hours => hours)
        FROM jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) AS given (id uuid, desk text, hours integer)
       WHERE reviews.entry_id = given.id`.execute(trx);
    return { more: rows.length === BATCH };
  });
}

/** Finds new places for what lies where nobody is, or where everyone is away. */
export function rerouteLeft({
  inTransaction,
  config,
}: Pick<Services, 'inTransaction' | 'config'>): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const reviewers = await presentReviewers(trx, config);
    if (reviewers.length === 0) return { more: false };
    // One look at the index a desk, however many items lie on each.
    const { rows } = await sql<OpenRow>`
      WITH RECURSIVE desks AS (
        (SELECT desk FROM reviews WHERE state = 'waiting' ORDER BY desk LIMIT 1)
        UNION ALL
        SELECT (SELECT desk FROM reviews WHERE state = 'waiting' AND desk > desks.desk ORDER BY desk LIMIT 1)
          FROM desks WHERE desks.desk IS NOT NULL
      )
      SELECT item.* FROM desks
        CROSS JOIN LATERAL (
          SELECT entry_id, division, actor_subject AS actor, desk, risk FROM reviews
           WHERE state = 'waiting' AND reviews.desk = desks.desk
           ORDER BY risk DESC, entry_id LIMIT ${sql.lit(A_DESK)}
        ) AS item
       WHERE desks.desk <> ALL (${reviewers.flatMap(({ scope }) => scope)}::text[])`.execute(trx);
    const moved = rows
      .map((row) => ({ id: row.entry_id, from: row.desk, desk: firstDesk(row, reviewers) }))
      .filter(({ from, desk }) => from !== desk)
      .slice(0, BATCH);
    if (moved.length === 0) return { more: false };
    await sql`
      UPDATE reviews SET desk = given.desk
        FROM jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) AS given (id uuid, "from" text, desk text)
       WHERE reviews.entry_id = given.id AND reviews.desk = given."from"`.execute(trx);
    return { more: true };
  });
}
