/**
 * One page of the accounts locked now. Every branch, a place with or without a kind and cause, is a range of one index
 * in the order asked for; several are merged as they are read, so that a page touches little more than its own rows.
 */
import { type RawBuilder, sql } from 'kysely';
import { CAUSES, type Cause, LOCK_KINDS, type LockKind, type LockSort } from '../../contract/index.ts';
import { isIn } from './places.ts';

/** The value that the order goes by, as text or number, and the id that parts equals. */
export interface LockPosition {
  key: string | number;
  id: string;
}

export interface LockedPage {
  /** Prefixes that don't contain one another; none is nowhere. */
  places: readonly string[];
  kinds?: readonly LockKind[] | undefined;
  causes?: readonly Cause[] | undefined;
  sort: LockSort;
  /** Bounds of the time at which locks began, `until` excluded; only with the order `newest`. */
  since?: string | undefined;
  until?: string | undefined;
  /** Rows beyond this one, in the direction of reading. */
  from: LockPosition | null;
  /** Reads from the end of the order towards its beginning. */
  backwards: boolean;
  /** One of few numbers: it stands in the statement's text, so that the planner knows how little is read. */
  rows: number;
}

export interface LockedRow {
  /** Index of the ledger at the page's snapshot: all entries before it have been seen. */
  index: number;
  /** Null in the only row of an empty page. */
  id: string | null;
  account_id: string;
  directory: string;
  kind: LockKind;
  cause: Cause;
  policy_version: string;
  failures: number;
  trend: number[];
  name_masked: string;
  document_masked: string;
  division: string;
  started_at: Date;
  ends_at: Date | null;
}

const COLUMNS = sql.raw(
  'id, account_id, directory, kind, cause, policy_version, failures, trend, name_masked, document_masked, division, ' +
    'started_at, ends_at',
);

interface Order {
  /** The very expression of the index, in the column's or expression's own type. */
  key: RawBuilder<unknown>;
  type: RawBuilder<unknown>;
  descending: boolean;
  least: string | number;
  greatest: string | number;
}

const ORDERS: Record<LockSort, Order> = {
  newest: {
    key: sql`started_at`,
    type: sql`timestamptz`,
    descending: true,
    least: '-infinity',
    greatest: 'infinity',
  },
  ending_soonest: {
    key: sql`coalesce(ends_at, 'infinity'::timestamptz)`,
    type: sql`timestamptz`,
    descending: false,
    least: '-infinity',
    greatest: 'infinity',
  },
  most_failures: { key: sql`failures`, type: sql`integer`, descending: true, least: -1, greatest: 2 ** 31 - 1 },
};

const LEAST_ID = '00000000-0000-0000-0000-000000000000';
const GREATEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The statement of a page. Reads rows in the order of the direction asked for: a backwards page comes turned round. */
export function lockedPage(page: LockedPage): RawBuilder<LockedRow> {
  const { key, descending } = ORDERS[page.sort];
  const direction = descending === page.backwards ? sql`ASC` : sql`DESC`;
  // The key is a column of each branch: branches are merged by columns only, and sorted whole by anything else.
  const order = sql`sort_key ${direction}, id ${direction}`;
  const limit = sql.lit(page.rows);
  const select = sql`SELECT ${key} AS sort_key, ${COLUMNS} FROM locks`;
  const groups = groupsOf(page);
  const branches = page.places.flatMap((place) =>
    groups.map(
      (group) => sql`
        (${select} WHERE ended_at IS NULL AND ${isIn(place)} AND ${group} AND ${range(page)}
          ORDER BY ${order} LIMIT ${limit})`,
    ),
  );
  if (branches.length === 0) branches.push(sql`(${select} WHERE false)`);
  // The index belongs to the same snapshot, and must come with an empty page too.
  return sql<LockedRow>`
    SELECT ledger.next_index AS index, locked.*
      FROM (SELECT next_index FROM sequencer_state LIMIT 1) AS ledger
      LEFT JOIN LATERAL (
        SELECT * FROM (${sql.join(branches, sql` UNION ALL `)}) AS branches ORDER BY ${order} LIMIT ${limit}
      ) AS locked ON true
     ORDER BY ${order}`;
}

/** The rows beyond where reading starts, up to the other bound of time, whose lock is in force. */
function range(page: LockedPage): RawBuilder<boolean> {
  const { sort, backwards, since, until } = page;
  const { key, type, descending, least, greatest } = ORDERS[sort];
  const rising = descending === backwards;
  const start = startOf(page, rising) ?? (rising ? { key: least, id: LEAST_ID } : { key: greatest, id: GREATEST_ID });
  const startKey = sql`${start.key}::${type}`;
  const inForce = sql`(ends_at IS NULL OR ends_at > now())`;
  if (sort === 'ending_soonest') {
    // Whatever has run out stands at the front of this order: reading starts, or stops, behind it.
    if (rising) return beyond(key, sql`greatest(${startKey}, now())`, start.id, rising);
    return sql`${beyond(key, startKey, start.id, rising)} AND ${key} > now()`;
  }
  if (sort === 'most_failures') return sql`${beyond(key, startKey, start.id, rising)} AND ${inForce}`;
  const end = rising ? sql`${key} < ${until ?? greatest}::${type}` : sql`${key} >= ${since ?? least}::${type}`;
  return sql`${beyond(key, startKey, start.id, rising)} AND ${end} AND ${inForce}`;
}

/**
 * The cursor, or the bound of time that reading comes to first: one start, because an index scan begins at either of
 * two. RFC 3339 times in UTC with milliseconds sort as text.
 */
function startOf({ from, since, until }: LockedPage, rising: boolean): LockPosition | null {
  const bound = rising ? since : until;
  if (bound === undefined || (from && (rising ? from.key >= bound : from.key < bound))) return from;
  return { key: bound, id: LEAST_ID };
}

/** Where a page that ends with this row goes on. */
export function positionOf(
  row: Pick<LockedRow, 'started_at' | 'ends_at' | 'failures'> & { id: string },
  sort: LockSort,
) {
  const keys = { newest: row.started_at, ending_soonest: row.ends_at ?? 'infinity', most_failures: row.failures };
  const key = keys[sort];
  return { key: key instanceof Date ? key.toISOString() : key, id: row.id } satisfies LockPosition;
}

const beyond = (key: RawBuilder<unknown>, from: RawBuilder<unknown>, id: string, rising: boolean) =>
  sql<boolean>`(${key}, id) ${rising ? sql`>` : sql`<`} (${from}, ${id}::uuid)`;

/** One condition where neither kind nor cause narrows, else one for each pair of them. */
function groupsOf({ kinds = LOCK_KINDS, causes = CAUSES }: LockedPage): RawBuilder<boolean>[] {
  const askedKinds = LOCK_KINDS.filter((kind) => kinds.includes(kind));
  const askedCauses = CAUSES.filter((cause) => causes.includes(cause));
  if (askedKinds.length === LOCK_KINDS.length && askedCauses.length === CAUSES.length) return [sql`true`];
  return askedKinds.flatMap((kind) => askedCauses.map((cause) => sql<boolean>`kind = ${kind} AND cause = ${cause}`));
}
