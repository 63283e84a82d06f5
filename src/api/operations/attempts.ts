import * as z from 'zod';
import { Instant } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { type AttemptRow, readAttempts, toAttempt } from '../queries/attempts.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';
import { requireOpening } from '../queries/openings.ts';

const Position = z.strictObject({ at: Instant, source: z.string().max(32), id: z.string().max(64) });

export const listAttempts: Handler<'listAttempts'> = async ({ actor, services }, input) => {
  const { config, db } = services;
  const from = input.after === undefined ? null : decodeCursor(Position, input.after);
  await requireOpening(db, {
    id: input.opening_id,
    subject: actor.subject,
    accountId: input.account_id,
    hours: config.OPENING_HOURS,
  });
  const rows = await readAttempts(db, {
    accountId: input.account_id,
    onlyFailures: input.only_failures ?? false,
    from,
    limit: input.limit + 1,
  });
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(toAttempt),
    after: rows.length > items.length && last ? cursorOf(last) : null,
  };
};

const cursorOf = ({ occurred_at, source, attempt_id }: AttemptRow): string =>
  encodeCursor({ at: occurred_at.toISOString(), source, id: attempt_id });
