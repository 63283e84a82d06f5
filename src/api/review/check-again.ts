import { sql } from 'kysely';
import type { ReviewState, RiskReason } from '../../contract/index.ts';
import type { Services } from '../services.ts';
import { readFacts } from './facts.ts';
import { assess, REVIEWED_FROM } from './rules.ts';
import { bandOf, nextCheckAt } from './times.ts';

const BATCH = 200;

interface DueRow {
  id: string;
  recorded_at: Date;
  action: string;
  risk: number;
  reasons: RiskReason[];
  sampled: boolean;
  state: ReviewState;
  now: Date;
}

/**
 * Weighs acts again by what has happened since: a risk only rises. One that was signed off comes back when something new
 * speaks against it; one that nobody needs to see is forgotten after the last look.
 */
export function checkAgain({
  inTransaction,
  config,
}: Pick<Services, 'inTransaction' | 'config'>): Promise<{ more: boolean }> {
  return inTransaction(async (trx) => {
    const { rows } = await sql<DueRow>`
      SELECT entry_id AS id, recorded_at, action, risk, reasons, sampled, state, now()::timestamptz(3) AS now
        FROM reviews WHERE next_check_at <= now()
       ORDER BY next_check_at LIMIT ${sql.lit(BATCH)} FOR UPDATE SKIP LOCKED`.execute(trx);
    const known = new Map((await readFacts(trx, rows, config)).map((act) => [act.id, act.facts]));
    const over: string[] = [];
    const changes = rows.flatMap((row) => {
      const facts = known.get(row.id);
      const next_check_at = nextCheckAt(row.action, row.recorded_at, row.now);
      const after = facts ? assess({ ...facts, sampled: row.sampled }) : row;
      const { risk, reasons } = after.risk > row.risk ? after : row;
      const state = stateAfter(row.state, { risk, grew: risk > row.risk });
      if (state === 'watched' && next_check_at === null) {
        over.push(row.id);
        return [];
      }
      return {
        id: row.id,
        risk,
        reasons,
        state,
        next_check_at,
        hours: state === row.state ? null : bandOf(risk).hours,
      };
    });
    await sql`DELETE FROM reviews WHERE entry_id = ANY (${over}::uuid[])`.execute(trx);
    await sql`
      UPDATE reviews SET risk = given.risk, reasons = given.reasons, state = given.state,
             next_check_at = given.next_check_at,
             due_at = coalesce(now() + make_interval(hours => given.hours), due_at)
        FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS given (id uuid, risk smallint, reasons jsonb,
               state text, next_check_at timestamptz, hours integer)
       WHERE reviews.entry_id = given.id`.execute(trx);
    return { more: rows.length === BATCH };
  });
}

function stateAfter(state: ReviewState, { risk, grew }: { risk: number; grew: boolean }): ReviewState {
  if (!grew || risk < REVIEWED_FROM) return state;
  return state === 'watched' || state === 'signed_off' ? 'waiting' : state;
}
