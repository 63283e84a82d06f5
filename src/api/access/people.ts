/**
 * Who may do what, for whoever reviews it. All staff that the reader may see are read and looked at here: an agency has
 * thousands of them, not millions, and a quarter's review is read a few times.
 */
import { type Kysely, sql } from 'kysely';
import {
  type AccessMark,
  type AccessPerson,
  type AccessVerdict,
  type Office,
  UNUSED_DAYS,
} from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { placeName } from '../divisions/divisions.ts';
import type { StaffActor } from '../http/actor.ts';
import { inScope } from '../http/scope.ts';
import { localTime } from '../review/office-hours.ts';
import { nextQuarterEnd, quarterEnd, quarterOf } from './quarter.ts';
import { rightsOf, type Uses, unusedRoles } from './rights.ts';

const DAY_MS = 86_400_000;

export interface StaffRow {
  subject: string;
  name: string;
  staff_number: string | null;
  office: Office | null;
  roles: string[];
  scope: string[];
  version: number;
  first_seen_at: Date;
  seen_at: Date;
  changed_at: Date | null;
  uses: Readonly<Record<string, string>> | null;
  verdict: AccessVerdict | null;
  comment: string | null;
  signed_version: number | null;
  signed_by: string | null;
  signed_at: Date | null;
  entry_id: string | null;
}

interface Clock {
  now: Date;
  /** Of the offices. */
  timeZone: string;
}

type Reader = Pick<StaffActor, 'subject' | 'roles' | 'scope'>;

/** All places for who reviews the agency as a whole. */
export const seesAll = ({ roles }: Reader): boolean => roles.includes('auditor') || roles.includes('administrator');

/** Staff that the reader may review: everyone, or those whose office lies in the reader's scope. By place and name. */
export async function readStaff(db: Kysely<Database>, reader: Reader): Promise<StaffRow[]> {
  const within = seesAll(reader)
    ? sql`true`
    : sql`EXISTS (SELECT FROM unnest(${[...reader.scope]}::text[]) AS prefix
                   WHERE starts_with(staff.office ->> 'division', prefix))`;
  const { rows } = await sql<StaffRow>`
    SELECT staff.*, staff_uses.uses, verdict.verdict, verdict.comment, verdict.version AS signed_version,
           verdict.signed_by, verdict.signed_at, verdict.entry_id
      FROM staff
      LEFT JOIN staff_uses ON staff_uses.subject = staff.subject
      LEFT JOIN access_verdicts AS verdict ON verdict.subject = staff.subject
     WHERE cardinality(staff.roles) > 0 AND ${within}
     ORDER BY staff.office ->> 'division' NULLS FIRST, staff.office ->> 'code', staff.name, staff.subject`.execute(db);
  return rows;
}

/** What the list of people is narrowed to. */
interface Narrowing {
  role?: string | undefined;
  place?: string | undefined;
  mark?: AccessMark | undefined;
}

/** As {@link readStaff}, as the reader is told of them. */
export async function readPeople(db: Kysely<Database>, reader: Reader, clock: Clock): Promise<AccessPerson[]> {
  return (await readStaff(db, reader)).map((row) => toPerson(row, reader, clock));
}

/** Those that the list shows. */
export const narrowed = (people: readonly AccessPerson[], { role, place, mark }: Narrowing): AccessPerson[] =>
  people.filter(
    ({ roles, office, marks }) =>
      (role === undefined || roles.includes(role)) &&
      (place === undefined || office?.division.startsWith(place)) &&
      (mark === undefined || marks.includes(mark)),
  );

/** What the reader is told of somebody. */
function toPerson(row: StaffRow, reader: Reader, { now, timeZone }: Clock): AccessPerson {
  const uses: Uses = Object.fromEntries(Object.entries(row.uses ?? {}).map(([right, at]) => [right, new Date(at)]));
  const dayOf = (at: Date) => localTime(at, timeZone).day;
  const due_on = row.signed_at ? nextQuarterEnd(dayOf(row.signed_at)) : quarterEnd(dayOf(row.first_seen_at));
  const longAgo = new Date(now.getTime() - UNUSED_DAYS * DAY_MS);
  // Nobody can have left unused for ninety days what they have had for a week.
  const unused_roles = row.first_seen_at < longAgo ? unusedRoles(row.roles, uses, longAgo) : [];
  const holds: Record<AccessMark, boolean> = {
    absent: row.seen_at < longAgo,
    unused: unused_roles.length > 0,
    changed: row.signed_version !== null && row.signed_version !== row.version,
    never_reviewed: row.signed_version === null,
    questioned: row.verdict === 'question',
    overdue: due_on < dayOf(now),
  };
  return {
    subject: row.subject,
    name: row.name,
    staff_number: row.staff_number,
    office: row.office,
    roles: row.roles,
    scope: row.scope.map((prefix) => ({ prefix, name: placeName(prefix) })),
    version: row.version,
    first_seen_at: row.first_seen_at.toISOString(),
    seen_at: row.seen_at.toISOString(),
    changed_at: row.changed_at?.toISOString() ?? null,
    rights: rightsOf(row.roles).map((right) => ({ right, last_used_at: uses[right]?.toISOString() ?? null })),
    unused_roles,
    marks: (Object.keys(holds) as AccessMark[]).filter((mark) => holds[mark]),
    review:
      row.verdict && row.signed_by && row.signed_at && row.entry_id
        ? {
            verdict: row.verdict,
            comment: row.comment,
            by: row.signed_by,
            at: row.signed_at.toISOString(),
            entry_id: row.entry_id,
          }
        : null,
    due_on,
    signable: signable(row, reader),
  };
}

/** Nobody signs for themself, nor a supervisor for whoever reaches further than they do, or has no place. */
export function signable(
  { subject, scope }: Pick<StaffRow, 'subject' | 'scope'>,
  reader: Reader,
): AccessPerson['signable'] {
  if (subject === reader.subject) return 'own';
  return seesAll(reader) || scope.every((prefix) => inScope(reader.scope, prefix)) ? 'yes' : 'wider';
}

/** The quarter that a moment lies in. */
export function quarterAt(now: Date, timeZone: string): { name: string; ends: string } {
  const { day } = localTime(now, timeZone);
  return { name: quarterOf(day), ends: quarterEnd(day) };
}
