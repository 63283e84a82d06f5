/** What a reader of the ledger may ask for, and what one page of it brings. */
import type { Kysely } from 'kysely';
import type { ParsedInput } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import { ApiError } from '../problem.ts';
import {
  type EntryFilter,
  type EntryPosition,
  type EntryQuestion,
  entryPage,
  isFiltered,
  scannedTo,
} from './entry-page.ts';
import type { EntryRow } from './entry-rows.ts';
import { placesToRead } from './places.ts';

const DAY_MS = 86_400_000;
const PERIOD_DAYS = 31;
const PERIOD_MAX_DAYS = 366;
/** Clocks of the API's machines and of the database may differ by as much: without an end, nothing recorded is missed. */
const CLOCK_MS = 60_000;
const LEAST_ID = '00000000-0000-0000-0000-000000000000';

type Asked = Omit<ParsedInput<'listEntries'>, 'after' | 'before' | 'from_end' | 'limit'>;

export interface Period {
  from: string;
  /** Excluded. */
  to: string;
}

/** @throws ApiError `period_too_long` */
export function periodOf(input: Pick<Asked, 'from' | 'to'>): Period {
  const end = input.to === undefined ? Date.now() : Date.parse(input.to);
  const start = input.from === undefined ? end - PERIOD_DAYS * DAY_MS : Date.parse(input.from);
  if (end - start > PERIOD_MAX_DAYS * DAY_MS) throw new ApiError('period_too_long', { max_days: PERIOD_MAX_DAYS });
  const to = input.to ?? new Date(end + CLOCK_MS).toISOString();
  return { from: new Date(start).toISOString(), to };
}

/**
 * The period's newest entries, of what the reader may see: all, their scope, or their own. Null where there can be none.
 */
export function entryQuestion(actor: StaffActor, asked: Asked, { from, to }: Period): EntryQuestion | null {
  const visible = visibleTo(actor, asked);
  return visible === null || from >= to ? null : { ...visible, from, to, start: edgeOf(to), backwards: false };
}

function visibleTo(
  actor: StaffActor,
  { account_id, actor: subject, office, actions, outcomes }: Asked,
): EntryFilter | null {
  const asked = { account_id, actor: subject, office, actions, outcomes };
  if (actor.roles.includes('auditor')) return { ...asked, places: null };
  if (actor.roles.includes('supervisor')) {
    const places = placesToRead(actor.scope, undefined);
    return places.length === 0 ? null : { ...asked, places };
  }
  if (subject !== undefined && subject !== actor.subject) return null;
  return { ...asked, actor: actor.subject, places: null };
}

/** Where a period begins, or ends: older than all entries of that instant. */
export const edgeOf = (at: string): EntryPosition => ({ at, id: LEAST_ID });

export interface EntryPageRead {
  /** Newest first. */
  rows: EntryRow[];
  /** Where the next page in this direction begins; null at the period's end. */
  end: EntryPosition | null;
}

/** Rows may be few, or none, before the end: a page looks at so many entries and no more. */
export async function readEntryPage(
  db: Kysely<Database>,
  question: EntryQuestion,
  limit: number,
): Promise<EntryPageRead> {
  const { rows: found } = await entryPage(question, limit).execute(db);
  const rows = question.backwards ? found.slice(-limit) : found.slice(0, limit);
  const last = question.backwards ? rows[0] : rows.at(-1);
  if (found.length > rows.length && last) return { rows, end: positionOf(last) };
  if (!isFiltered(question)) return { rows, end: null };
  const [scanned] = (await scannedTo(question).execute(db)).rows;
  return { rows, end: scanned ? positionOf(scanned) : null };
}

export const positionOf = ({ recorded_at, id }: { recorded_at: Date; id: string }): EntryPosition => ({
  at: recorded_at.toISOString(),
  id,
});
