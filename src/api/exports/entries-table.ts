import { OPERATIONS, type ParsedInput } from '../../contract/index.ts';
import type { StaffActor } from '../http/actor.ts';
import { type Notes, readNotes } from '../queries/entry-notes.ts';
import { entryQuestion, periodOf, readEntryPage } from '../queries/entry-reading.ts';
import type { EntryRow } from '../queries/entry-rows.ts';
import { type TableSources, table } from './table.ts';
import type { Wording } from './wording.ts';

/** Entries read at once. */
const PAGE = 500;

type Row = EntryRow & { notes: Notes };

/** The entries that the list would show, newest first. */
export const entriesTable = table({
  asked: OPERATIONS.exportEntries.input,
  pages: entryPages,
  columns: (wording) => {
    const { words, code, time } = wording;
    const { act, errors, ledger, tables } = words;
    const { column, detail } = ledger;
    return [
      [column.number, (row) => (row.index === null ? '' : String(row.index))],
      [column.time, (row) => time(row.recorded_at)],
      [column.action, (row) => code(ledger.action, row.action)],
      [column.outcome, (row) => code(ledger.outcome_of, row.outcome)],
      [detail.refused_with, (row) => code(errors, row.refused_with)],
      [column.actor, (row) => actorOf(row, wording)],
      [tables.staff_number, (row) => row.staff_number ?? ''],
      [ledger.office, (row) => row.office_name ?? ''],
      [detail.workstation, (row) => row.workstation ?? ''],
      [column.account, (row) => row.name_masked ?? ''],
      [tables.document, (row) => row.document_masked ?? ''],
      [column.reason, (row) => reasonOf(row, wording)],
      [detail.note, ({ notes }) => notes.note?.value ?? ''],
      [tables.method, (row) => code(act.method, row.verification_method)],
      [tables.reading, (row) => code(act.reading, row.verification_reading)],
      [detail.document_note, ({ notes }) => notes.document_note?.value ?? ''],
      [detail.channel, (row) => code(act.channel, row.channel)],
      [detail.ticket, ({ notes }) => notes.ticket?.value ?? ''],
      [detail.entry_id, (row) => row.id],
    ];
  },
});

async function* entryPages(
  { db }: TableSources,
  reader: StaffActor,
  asked: ParsedInput<'exportEntries'>,
): AsyncGenerator<Row[]> {
  const question = entryQuestion(reader, asked, periodOf(asked));
  for (let next = question; next !== null; ) {
    const { rows, end } = await readEntryPage(db, next, PAGE);
    const notes = await readNotes(db, rows);
    yield rows.map((row) => ({ ...row, notes: notes.get(row.id) ?? {} }));
    next = end && { ...next, start: end };
  }
}

function actorOf({ actor_kind, actor_name, actor_subject }: EntryRow, { words, code }: Wording): string {
  return actor_kind === 'staff' ? (actor_name ?? actor_subject) : code(words.ledger.actor_kind, actor_kind);
}

/** Reasons of acts, causes of locks, how a search was read and which call was refused share no code but `other`. */
function reasonOf({ action, reason }: EntryRow, { words, code }: Wording): string {
  const { act, console, ledger } = words;
  if (action === 'search') return code(console.search.as, reason);
  if (action === 'open') return code({ outside_scope: ledger.opened_outside }, reason);
  if (action === 'reveal') return code(console.reveal.reason, reason);
  if (action === 'alert' || action === 'acknowledge') return code(ledger.alert_of, reason);
  return code(
    { ...act.reason, ...console.cause, ...ledger.operation, ...ledger.endpoint, ...ledger.export_of },
    reason,
  );
}
