import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** By what a citizen is found in what others wrote and typed. */
export interface Traces {
  /** A regular expression of PostgreSQL over their name, numbers and id in the register; null where none is telling. */
  pattern: string | null;
  /** Their numbers as they are shown. */
  masks: string[];
  /** Beginnings of their name, of its pinyin and initials, that nobody else's begins with: what somebody typed to find them. */
  beginnings: string[];
}

interface CitizenRow {
  external_id: string;
  name: string;
  name_pinyin: string;
  masks: string[];
  beginnings: string[];
}

/** Visible characters from which on a masked number hardly fits another one. */
const TELLING = 5;
const PINYIN_MIN = 5;
/** Greater than any letter of a name. */
const LAST_LETTER = '\u{10FFFD}';
/** Shorter ids of a register may mean anything in a note. */
const ID_MIN = 5;

/**
 * Reads by what a citizen is found, before it goes. Numbers by their masked form, whose stars stand for any character: so a
 * number is found whole or masked, and no key is needed. The name only where nobody else's begins like it: of a name that many
 * bear nothing tells who was meant, and a note about somebody else is not to go.
 */
export async function readTraces(trx: Transaction<Database>, id: string): Promise<Traces> {
  const { rows } = await sql<CitizenRow>`
    SELECT external_id, name, name_pinyin,
           array_remove(ARRAY[document_masked, phone_masked, licence_file_masked], NULL) AS masks,
           ARRAY(
             SELECT DISTINCT left(spelling, length) AS beginning
               FROM unnest(ARRAY[name, name_pinyin, name_initials]) AS spelling,
                    generate_series(2, char_length(spelling)) AS length
              WHERE ${nobodyElse('name')} AND ${nobodyElse('name_pinyin')} AND ${nobodyElse('name_initials')}
           ) AS beginnings
      FROM accounts AS one WHERE id = ${id}`.execute(trx);
  const [citizen] = rows;
  if (!citizen) throw new Error('an account that was held is gone');
  const { external_id, name, name_pinyin, beginnings } = citizen;
  const masks = citizen.masks.filter((mask) => mask.replaceAll('*', '').length >= TELLING);
  const parts = [
    ...(external_id.length >= ID_MIN ? [whole(literal(external_id))] : []),
    ...masks.map((mask) => whole([...mask].map((one) => (one === '*' ? '[0-9A-Z*]' : literal(one))).join(''))),
    ...(beginnings.includes(name) ? [literal(name)] : []),
    ...(beginnings.includes(name_pinyin) && name_pinyin.length >= PINYIN_MIN ? [whole(literal(name_pinyin))] : []),
  ];
  return { pattern: parts.length > 0 ? parts.join('|') : null, masks, beginnings };
}

/** In the order of the indices for names, so that each look is a range of one. */
const nobodyElse = (column: string) => {
  const theirs = sql.ref(`other.${column}`);
  return sql`NOT EXISTS (
    SELECT FROM accounts AS other
     WHERE other.id <> one.id AND ${theirs} ~>=~ left(spelling, length)
       AND ${theirs} ~<~ (left(spelling, length) || ${LAST_LETTER}::text))`;
};

const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Not as a part of a longer word or number. */
const whole = (pattern: string): string => `(?<![0-9A-Za-z])${pattern}(?![0-9A-Za-z])`;
