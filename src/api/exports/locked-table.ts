import type { ParsedInput } from '../../contract/index.ts';
import { divisionOf } from '../divisions/divisions.ts';
import type { StaffActor } from '../http/actor.ts';
import { type LockedRow, type LockPosition, lockedPage, positionOf } from '../queries/locked-page.ts';
import { placesToRead } from '../queries/places.ts';
import type { Services } from '../services.ts';
import { type Wording, wordingOf } from './wording.ts';

/** Locks read at once: all of a file that is in memory. */
const PAGE = 200;

type Row = LockedRow & { id: string };

/** The heading, then the accounts locked while it is read, in the order asked for, page by page. */
export async function* lockedTable(
  { db, config }: Pick<Services, 'db' | 'config'>,
  actor: StaffActor,
  input: ParsedInput<'exportLockedAccounts'>,
): AsyncGenerator<string[][]> {
  const wording = wordingOf(input.language, config.TIME_ZONE);
  yield [headingOf(wording)];
  const places = placesToRead(actor.scope, input.places);
  const sort = input.since || input.until ? 'newest' : input.sort;
  let from: LockPosition | null = null;
  for (;;) {
    const query = lockedPage({ ...input, places, sort, from, backwards: false, rows: PAGE });
    const found: LockedRow[] = (await query.execute(db)).rows;
    const rows = found.filter((row): row is Row => row.id !== null);
    yield rows.map((row) => recordOf(row, wording));
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    from = positionOf(last, sort);
  }
}

function headingOf({ words: { ledger } }: Wording): string[] {
  const { csv } = ledger;
  return [
    ledger.column.account,
    csv.document,
    csv.kind,
    csv.cause,
    csv.failures,
    csv.started,
    csv.ends,
    csv.province,
    csv.city,
    csv.county,
  ];
}

function recordOf(row: Row, { words, code, time }: Wording): string[] {
  const { province, city, county } = divisionOf(row.division);
  return [
    row.name_masked,
    row.document_masked,
    code(words.act.standing, row.kind),
    code(words.console.cause, row.cause),
    String(row.failures),
    time(row.started_at),
    time(row.ends_at),
    province,
    city,
    county,
  ];
}
