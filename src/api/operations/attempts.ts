import { sql } from 'kysely';
import * as z from 'zod';
import { type Attempt, Instant } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';
import { requireOpening } from '../queries/openings.ts';
import { FAILURES } from '../queries/outcomes.ts';

const Position = z.strictObject({ at: Instant, source: z.string().max(32), id: z.string().max(64) });

interface Row {
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

export const listAttempts: Handler<'listAttempts'> = async ({ actor, services }, input) => {
  const { config, db } = services;
  const from = input.after === undefined ? null : decodeCursor(Position, input.after);
  await requireOpening(db, {
    id: input.opening_id,
    subject: actor.subject,
    accountId: input.account_id,
    hours: config.OPENING_HOURS,
  });
  // Source and id only part attempts of one moment, so that the range is by time and they are a filter on its front.
  const { rows } = await sql<Row>`
    SELECT occurred_at, source, attempt_id, outcome, factor, counted, password_repeated, lock_id IS NOT NULL AS locked,
           host(ip) AS ip, province, city, operator, familiar_network, device_id, device, client
      FROM attempts
     WHERE account_id = ${input.account_id} AND occurred_at <= ${from?.at ?? 'infinity'}::timestamptz
       AND (occurred_at < ${from?.at ?? 'infinity'}::timestamptz
            OR (source, attempt_id) > (${from?.source ?? ''}, ${from?.id ?? ''}))
       ${input.only_failures ? sql`AND ${FAILURES}` : sql``}
     ORDER BY occurred_at DESC, source, attempt_id
     LIMIT ${input.limit + 1}`.execute(db);
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(toAttempt),
    after: rows.length > items.length && last ? cursorOf(last) : null,
  };
};

const cursorOf = ({ occurred_at, source, attempt_id }: Row): string =>
  encodeCursor({ at: occurred_at.toISOString(), source, id: attempt_id });

function toAttempt({ occurred_at, source: _source, attempt_id: _id, ...shown }: Row): Attempt {
  return { occurred_at: occurred_at.toISOString(), ...shown };
}
