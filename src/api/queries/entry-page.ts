/**
 * One page of entries, newest first, read in either direction. One thing leads, the most telling one that was asked for: its index gives entries in
 * the ledger's order, and everything else filters them. A page that finds little stops after so many entries and says
 * how far it came, so that no question reads a whole year at once.
 */
import { type RawBuilder, sql } from 'kysely';
import type { EntryAction, EntryOutcome } from '../../contract/index.ts';
import { ENTRY_COLUMNS, type EntryRow, NEWEST_FIRST, OLDEST_FIRST, withNames } from './entry-rows.ts';
import { isIn, isInAny } from './places.ts';

/** Entries that one page looks at. */
const SCANNED_MAX = 2000;

export interface EntryPosition {
  /** RFC 3339 in UTC with milliseconds. */
  at: string;
  id: string;
}

export interface EntryFilter {
  account_id?: string | undefined;
  actor?: string | undefined;
  office?: string | undefined;
  actions?: readonly EntryAction[] | undefined;
  outcomes?: readonly EntryOutcome[] | undefined;
  /** Division prefixes that limit the reader; none of them: everywhere. */
  places: readonly string[] | null;
}

export interface EntryQuestion extends EntryFilter {
  from: string;
  /** Excluded. */
  to: string;
  /** Entries beyond this one, in the direction of reading. */
  start: EntryPosition;
  /** Reads from old to new; a page comes newest first all the same. */
  backwards: boolean;
}

/** Entries of the page and one more, of the first {@link SCANNED_MAX} that the leading index brings. */
export function entryPage(question: EntryQuestion, limit: number): RawBuilder<EntryRow> {
  const { filters } = plan(question);
  return withNames(sql`
    SELECT ${ENTRY_COLUMNS} FROM (${scanned(question)}) AS scanned
     WHERE ${sql.join([sql`true`, ...filters], sql` AND `)} ORDER BY ${orderOf(question)} LIMIT ${limit + 1}`);
}

/** Whether entries that were looked at may be missing from a page, so that it can stop before it is full. */
export const isFiltered = (question: EntryQuestion): boolean => plan(question).filters.length > 0;

/** The last entry that {@link entryPage} looked at, where it stopped before the period's end; else no row. */
export function scannedTo(question: EntryQuestion): RawBuilder<{ recorded_at: Date; id: string }> {
  return sql`
    SELECT recorded_at, id FROM (${scanned(question)}) AS scanned
     ORDER BY ${orderOf(question)} OFFSET ${sql.lit(SCANNED_MAX - 1)}`;
}

function scanned(question: EntryQuestion): RawBuilder<unknown> {
  const { leads } = plan(question);
  const order = orderOf(question);
  const branches = leads.map(
    (lead) => sql`
      (SELECT ${ENTRY_COLUMNS}, province, city, division FROM entries
        WHERE ${lead} AND ${range(question)}
        ORDER BY ${order} LIMIT ${sql.lit(SCANNED_MAX)})`,
  );
  return sql`
    SELECT * FROM (${sql.join(branches, sql` UNION ALL `)}) AS branches
     ORDER BY ${order} LIMIT ${sql.lit(SCANNED_MAX)}`;
}

const orderOf = ({ backwards }: EntryQuestion) => (backwards ? OLDEST_FIRST : NEWEST_FIRST);

/** From where reading starts to the other end of the period: one start, because an index scan begins at either of two. */
function range({ from, to, start, backwards }: EntryQuestion): RawBuilder<boolean> {
  const position = sql`(${start.at}::timestamptz, ${start.id}::uuid)`;
  return backwards
    ? sql`(recorded_at, id) > ${position} AND recorded_at < ${to}::timestamptz`
    : sql`(recorded_at, id) < ${position} AND recorded_at >= ${from}::timestamptz`;
}

interface Plan {
  /** Each is a range of one index; together they are merged. */
  leads: RawBuilder<boolean>[];
  filters: RawBuilder<boolean>[];
}

function plan({ account_id, actor, office, actions, outcomes, places }: EntryFilter): Plan {
  const conditions = {
    account: account_id === undefined ? null : sql<boolean>`account_id = ${account_id}::uuid`,
    actor: actor === undefined ? null : sql<boolean>`actor_subject = ${actor}`,
    office: office === undefined ? null : sql<boolean>`office_code = ${office}`,
    places: places === null ? null : isInAny(places),
    actions: actions === undefined ? null : sql<boolean>`action = ANY(${[...new Set(actions)]}::text[])`,
    outcomes: outcomes === undefined ? null : sql<boolean>`outcome = ANY(${outcomes}::text[])`,
  };
  const { lead, leads } = choose();
  const filters = Object.entries(conditions).flatMap(([name, condition]) =>
    condition && name !== lead ? [condition] : [],
  );
  return { leads, filters };

  function choose(): { lead: keyof typeof conditions | null; leads: RawBuilder<boolean>[] } {
    for (const lead of ['account', 'actor', 'office'] as const) {
      const condition = conditions[lead];
      if (condition) return { lead, leads: [condition] };
    }
    if (places !== null && !places.includes('')) return { lead: 'places', leads: places.map(isIn) };
    if (actions) {
      return { lead: 'actions', leads: [...new Set(actions)].map((action) => sql<boolean>`action = ${action}`) };
    }
    return { lead: null, leads: [sql`true`] };
  }
}
