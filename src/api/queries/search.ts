/** Finds people by what was recognised. A number is one look-up; a name is the front of an index's range in each place. */
import { type RawBuilder, sql } from 'kysely';
import type { FieldKeys, SearchField } from '../personal/field-keys.ts';
import { couldBeInitials, isDocument, type Recognised } from '../personal/recognise.ts';
import { ACCOUNT_COLUMNS, type AccountRow, LOCK_COLUMNS, type LockColumns } from './account-row.ts';
import { FAILURES } from './outcomes.ts';
import { isIn, isInAny, placesToRead } from './places.ts';

/** Hits of an answer at most. */
export const HITS_MAX = 20;
/**
 * People looked at for a name. Whoever is locked is sought among these, the first in the order of the index: a search for
 * 王 in a large city does not sort half a million. More letters narrow it.
 */
const CANDIDATES = 100;
/** Failures of one person that are counted. */
const FAILURES_MAX = 200;
/** Sorts behind whatever a name goes on with. */
const LAST_CHARACTER = '\u{10FFFF}';

export interface HitRow extends AccountRow, LockColumns {
  last_at: Date | null;
  last_succeeded: boolean;
  failures_3_days: number;
}

export interface SearchWithin {
  scope: readonly string[];
  /** Documents are found wherever their account is. */
  everywhere: boolean;
}

/** The statement: up to one hit more than {@link HITS_MAX}, locked ones first, then who failed lately, then by name. */
export function searchFor(recognised: Recognised, within: SearchWithin, keys: FieldKeys): RawBuilder<HitRow> {
  const field = numberField(recognised);
  const branches = field
    ? [byNumber(field, keys.searchHashes(field, recognised.value), within)]
    : bySpelling(recognised, placesToRead(within.scope, undefined));
  const order = sql`failed_at DESC NULLS LAST, account.name_pinyin, account.name, account.id`;
  return sql<HitRow>`
    WITH account AS MATERIALIZED (
      SELECT DISTINCT ON (id) * FROM (${sql.join(branches, sql` UNION ALL `)}) AS branches ORDER BY id
    ), hit AS MATERIALIZED (
      SELECT account.*, ${LOCK_COLUMNS}, failed_at
        FROM account
        LEFT JOIN locks AS lock
          ON lock.account_id = account.id AND lock.ended_at IS NULL AND (lock.ends_at IS NULL OR lock.ends_at > now())
        LEFT JOIN LATERAL (
          SELECT occurred_at AS failed_at FROM attempts
           WHERE account_id = account.id AND ${FAILURES} AND occurred_at > now() - interval '3 days'
           ORDER BY occurred_at DESC LIMIT 1
        ) AS failure ON true
       ORDER BY lock.id IS NULL, ${order}
       LIMIT ${sql.lit(HITS_MAX + 1)}
    )
    SELECT account.*, last_at, last_succeeded, failures_3_days
      FROM hit AS account
      LEFT JOIN LATERAL (
        SELECT occurred_at AS last_at, outcome = 'success' AS last_succeeded FROM attempts
         WHERE account_id = account.id AND outcome NOT IN ('password_changed', 'code_redeemed')
         ORDER BY occurred_at DESC LIMIT 1
      ) AS latest ON true
      LEFT JOIN LATERAL (
        SELECT count(*)::integer AS failures_3_days FROM (
          SELECT FROM attempts
           WHERE account_id = account.id AND ${FAILURES} AND occurred_at > now() - interval '3 days'
           ORDER BY occurred_at DESC LIMIT ${sql.lit(FAILURES_MAX)}
        ) AS counted
      ) AS failures ON true
     ORDER BY account.lock_id IS NULL, ${order}`;
}

function numberField({ as }: Recognised): Exclude<SearchField, 'sign_in_name'> | null {
  if (isDocument(as)) return 'document';
  return as === 'phone' || as === 'licence_file' ? as : null;
}

const COLUMNS = sql`${ACCOUNT_COLUMNS}, name, name_pinyin`;

function byNumber(
  field: Exclude<SearchField, 'sign_in_name'>,
  hashes: readonly Buffer[],
  { scope, everywhere }: SearchWithin,
): RawBuilder<unknown> {
  const column = sql.ref(`${field}_hash`);
  const where = field === 'document' && everywhere ? sql`true` : isInAny(scope);
  // "Not null" is said aloud: the planner uses the partial index only where it can prove it.
  return sql`
    (SELECT ${COLUMNS} FROM accounts AS account
      WHERE ${column} = ANY(${hashes}::bytea[]) AND ${column} IS NOT NULL AND ${where}
      LIMIT ${sql.lit(HITS_MAX + 1)})`;
}

function bySpelling({ as, value }: Recognised, places: readonly string[]): RawBuilder<unknown>[] {
  const columns = spellingColumns(as, value);
  const branches = places.flatMap((place) => columns.map((column) => ({ place, column: sql.ref(column) })));
  // A branch that is cut short alone has more than an answer holds, so that `more` is never missed.
  const limit = sql.lit(Math.max(Math.ceil(CANDIDATES / branches.length), HITS_MAX + 1));
  const last = `${value}${LAST_CHARACTER}`;
  return branches.map(
    ({ place, column }) => sql`
      (SELECT ${COLUMNS} FROM accounts AS account
        WHERE ${isIn(place)} AND ${column} ~>=~ ${value} AND ${column} ~<~ ${last}
        ORDER BY ${column} USING ~<~, id LIMIT ${limit})`,
  );
}

function spellingColumns(as: Recognised['as'], value: string): string[] {
  if (as === 'name') return ['name'];
  if (as === 'initials') return ['name_initials'];
  return couldBeInitials(value) ? ['name_pinyin', 'name_initials'] : ['name_pinyin'];
}
