import * as z from 'zod';
import { Id, Instant, type LockSort, type ParsedInput } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';
import { toLockedAccount } from '../queries/locked-account.ts';
import { type LockedRow, type LockPosition, lockedPage, positionOf } from '../queries/locked-page.ts';
import { placesToRead } from '../queries/places.ts';

const Position = z.strictObject({
  sort: z.literal(['newest', 'ending_soonest', 'most_failures']),
  key: z.union([
    z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
    Instant,
    z.literal('infinity'),
  ]),
  id: Id,
});

/** Two sizes of page are read, whatever is asked for: each is a statement of its own, planned for its size. */
const SHORT_PAGE = 50;
const LONG_PAGE = 200;

type Row = LockedRow & { id: string };

export const listLockedAccounts: Handler<'listLockedAccounts'> = async ({ actor, services }, input) => {
  // An order by time is the only one in which a range of time is a range of an index.
  const sort = input.since || input.until ? 'newest' : input.sort;
  const places = placesToRead(actor.scope, input.places);
  const backwards = input.before !== undefined || input.from_end === true;
  const from = startOf(input, sort);
  const { index, rows } = await read();
  const items = rows.slice(0, input.limit);
  if (backwards) items.reverse();

  const more = rows.length > input.limit;
  const [first, last] = [items[0], items.at(-1)];
  // A row that was the last of its page may be gone by now: what lay before the cursor still does.
  const behind = first && last ? cursorOf(backwards ? last : first, sort) : (input.after ?? input.before ?? null);
  const beyond = more && first && last ? cursorOf(backwards ? first : last, sort) : null;
  return {
    items: items.map((row) => toLockedAccount(row)),
    before: backwards ? beyond : from && behind,
    after: backwards ? from && behind : beyond,
    index,
  };

  async function read(): Promise<{ index: number; rows: Row[] }> {
    const rows = (input.limit > SHORT_PAGE ? LONG_PAGE : SHORT_PAGE) + 1;
    const query = lockedPage({ ...input, places, sort, from, backwards, rows });
    const { rows: found } = await query.execute(services.db);
    return { index: found[0]?.index ?? 0, rows: found.filter((row): row is Row => row.id !== null) };
  }
};

function startOf(input: ParsedInput<'listLockedAccounts'>, sort: LockSort): LockPosition | null {
  const { after, before, from_end } = input;
  if ([after !== undefined, before !== undefined, from_end === true].filter(Boolean).length > 1) {
    throw new ApiError('invalid_cursor', {});
  }
  const cursor = after ?? before;
  if (cursor === undefined) return null;
  const position = decodeCursor(Position, cursor);
  if (position.sort !== sort || (typeof position.key === 'number') !== (sort === 'most_failures')) {
    throw new ApiError('invalid_cursor', {});
  }
  return position;
}

const cursorOf = (row: Row, sort: LockSort): string => encodeCursor({ sort, ...positionOf(row, sort) });
