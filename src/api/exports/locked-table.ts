import { OPERATIONS, type ParsedInput } from '../../contract/index.ts';
import { divisionOf } from '../divisions/divisions.ts';
import type { StaffActor } from '../http/actor.ts';
import { type LockedRow, type LockPosition, lockedPage, positionOf } from '../queries/locked-page.ts';
import { placesToRead } from '../queries/places.ts';
import { type TableSources, table } from './table.ts';

/** Locks read at once. */
const PAGE = 200;

type Row = LockedRow & { id: string };

/** The accounts locked while it is read, in the order asked for. */
export const lockedTable = table({
  asked: OPERATIONS.exportLockedAccounts.input,
  pages: lockedPages,
  columns: ({ words: { act, console, ledger, tables }, code, time }) => [
    [ledger.column.account, (row) => row.name_masked],
    [tables.document, (row) => row.document_masked],
    [tables.kind, (row) => code(act.standing, row.kind)],
    [tables.cause, (row) => code(console.cause, row.cause)],
    [tables.failures, (row) => String(row.failures)],
    [tables.started, (row) => time(row.started_at)],
    [tables.ends, (row) => time(row.ends_at)],
    [tables.province, (row) => divisionOf(row.division).province],
    [tables.city, (row) => divisionOf(row.division).city],
    [tables.county, (row) => divisionOf(row.division).county],
  ],
});

async function* lockedPages(
  { db }: TableSources,
  { scope }: StaffActor,
  asked: ParsedInput<'exportLockedAccounts'>,
): AsyncGenerator<Row[]> {
  const places = placesToRead(scope, asked.places);
  const sort = asked.since || asked.until ? 'newest' : asked.sort;
  let from: LockPosition | null = null;
  for (;;) {
    const query = lockedPage({ ...asked, places, sort, from, backwards: false, rows: PAGE });
    const found: LockedRow[] = (await query.execute(db)).rows;
    const rows = found.filter((row): row is Row => row.id !== null);
    yield rows;
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    from = positionOf(last, sort);
  }
}
