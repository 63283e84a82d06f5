import { type Kysely, sql } from 'kysely';
import type { Attempt } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { FAILURES } from './outcomes.ts';

/** Where a page of attempts ends. */
export interface AttemptPosition {
  at: string;
  source: string;
  id: string;
}

export interface AttemptRow {
  occurred_at: Date;
  source: string;
  attempt_id: string;
  outcome: Attempt['outcome'];
  factor: Attempt['factor'];
  counted: boolean;
  password_repeated: boolean;
  locked: boolean;
  ip: string | null;
  province: string | null;
  city: string | null;
  operator: string | null;
  familiar_network: boolean | null;
  device_id: string | null;
  device: string | null;
  client: string | null;
}

export interface AttemptQuestion {
  accountId: string;
  onlyFailures: boolean;
  /** Attempts before this one; null from the newest on. */
  from: AttemptPosition | null;
  limit: number;
}

/** Attempts of an account, newest first. */
export async function readAttempts(
  db: Kysely<Database>,
  { accountId, onlyFailures, from, limit }: AttemptQuestion,
): Promise<AttemptRow[]> {
  // Source and id only part attempts of one moment, so that the range is by time and they are a filter on its front.
  const { rows } = await sql<AttemptRow>`
    SELECT occurred_at, source, attempt_id, outcome, factor, counted, password_repeated, lock_id IS NOT NULL AS locked,
           host(ip) AS ip, province, city, operator, familiar_network, device_id, device, client
      FROM attempts
     WHERE account_id = ${accountId} AND occurred_at <= ${from?.at ?? 'infinity'}::timestamptz
       AND (occurred_at < ${from?.at ?? 'infinity'}::timestamptz
            OR (source, attempt_id) > (${from?.source ?? ''}, ${from?.id ?? ''}))
       ${onlyFailures ? sql`AND ${FAILURES}` : sql``}
     ORDER BY occurred_at DESC, source, attempt_id
     LIMIT ${limit}`.execute(db);
  return rows;
}

export function toAttempt({ occurred_at, source: _source, attempt_id: _id, ...shown }: AttemptRow): Attempt {
  return { occurred_at: occurred_at.toISOString(), ...shown };
}
