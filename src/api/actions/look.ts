import { setTimeout as pause } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import { raiseAlert } from '../alerts/raise.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';

/** Looks are counted by stretches of five minutes, twelve to the hour: an hour is the current one and the eleven before. */
const STRETCH_MINUTES = 5;
const HOUR_MINUTES = 60;
/** The longest that an answer is held back. A console waits for ten seconds. */
const HELD_BACK_MS = 3_000;
/** Reason of the entry that tells a supervisor. */
const HARVESTING = 'harvesting';

interface Looks {
  /** Of the last hour, this one included. */
  count: number;
  alerted: boolean;
  /** Until the oldest of them count no more. */
  over_in_s: number;
}

/**
 * Looks at somebody: a search, an opening, a reveal. All that a person did of these in an hour count together (ASVS 5.0
 * 2.4.1). Beyond a first number answers are held back, longer and longer, and an entry tells the supervisor, once an hour;
 * beyond a second nothing is answered. What was refused does not count.
 *
 * @param work looks, and writes its entry
 * @throws ApiError `too_many_looks`, and whatever the work throws
 */
export async function look<T>(
  { actor, services, requestId }: Call<StaffActor>,
  work: (trx: Transaction<Database>) => Promise<T>,
): Promise<T> {
  const { LOOKS_AN_HOUR: slowed, LOOKS_AN_HOUR_MOST: most } = services.config;
  const { answer, count } = await services.inTransaction(async (trx) => {
    const answer = await work(trx);
    // The last statement: somebody's looks at the same time wait for one another from here to the commit only.
    const looks = await countLook(trx, actor.subject);
    if (looks.count > most) throw new ApiError('too_many_looks', { retry_after_s: looks.over_in_s });
    if (looks.count > slowed && !looks.alerted) await alert(trx, looks.count);
    return { answer, count: looks.count };
  });
  if (count > slowed) await pause((HELD_BACK_MS * (count - slowed)) / (most - slowed));
  return answer;

  async function alert(trx: Transaction<Database>, count: number): Promise<void> {
    await Promise.all([
      sql`UPDATE looks SET alerted = true WHERE actor_subject = ${actor.subject} AND since = ${stretch}`.execute(trx),
      recordEntry(trx, { action: 'alert', outcome: 'done', actor, reason: HARVESTING, requestId }),
      raiseAlert(trx, {
        kind: HARVESTING,
        subject: actor.subject,
        name: actor.name,
        division: actor.office?.division ?? null,
        figure: count,
      }),
    ]);
  }
}

/** When the current stretch began. */
const stretch = sql`date_bin(make_interval(mins => ${sql.lit(STRETCH_MINUTES)}), now(), 'epoch')`;

async function countLook(trx: Transaction<Database>, subject: string): Promise<Looks> {
  const { rows } = await sql<Looks>`
    WITH this AS (
      INSERT INTO looks (actor_subject, since, count) VALUES (${subject}, ${stretch}, 1)
      ON CONFLICT (actor_subject, since) DO UPDATE SET count = looks.count + 1
      RETURNING since, count, alerted
    ), earlier AS (
      SELECT since, count, alerted FROM looks
       WHERE actor_subject = ${subject} AND since < ${stretch}
         AND since > ${stretch} - make_interval(mins => ${sql.lit(HOUR_MINUTES)})
    )
    SELECT sum(count)::integer AS count, bool_or(alerted) AS alerted,
           ceil(extract(epoch FROM min(since) + make_interval(mins => ${sql.lit(HOUR_MINUTES)}) - now()))::integer AS over_in_s
      FROM (SELECT * FROM this UNION ALL SELECT * FROM earlier) AS looked`.execute(trx);
  const [looks] = rows;
  if (!looks) throw new Error('an aggregate without a row');
  return looks;
}
