import type { ParsedInput } from '../../contract/index.ts';
import type { StaffActor } from '../http/actor.ts';
import { type Notes, readNotes } from '../queries/entry-notes.ts';
import { entryQuestion, periodOf, readEntryPage } from '../queries/entry-reading.ts';
import type { EntryRow } from '../queries/entry-rows.ts';
import type { Services } from '../services.ts';
import { type Wording, wordingOf } from './wording.ts';

/** Entries read at once: all of a file that is in memory. */
const PAGE = 500;

/** The heading, then the entries that the list would show, newest first, page by page. */
export async function* entriesTable(
  { db, config }: Pick<Services, 'db' | 'config'>,
  actor: StaffActor,
  input: ParsedInput<'exportEntries'>,
): AsyncGenerator<string[][]> {
  const wording = wordingOf(input.language, config.TIME_ZONE);
  yield [headingOf(wording)];
  const question = entryQuestion(actor, input, periodOf(input));
  for (let next = question; next !== null; ) {
    const { rows, end } = await readEntryPage(db, next, PAGE);
    const notes = await readNotes(db, rows);
    yield rows.map((row) => recordOf(row, notes.get(row.id) ?? {}, wording));
    next = end && { ...next, before: end };
  }
}

function headingOf({ words: { ledger } }: Wording): string[] {
  const { column, detail } = ledger;
  return [
    column.number,
    column.time,
    column.action,
    column.outcome,
    detail.refused_with,
    column.actor,
    ledger.csv.staff_number,
    ledger.office,
    detail.workstation,
    column.account,
    ledger.csv.document,
    column.reason,
    detail.note,
    ledger.csv.method,
    ledger.csv.reading,
    detail.document_note,
    detail.channel,
    detail.ticket,
    detail.entry_id,
  ];
}

function recordOf(row: EntryRow, notes: Notes, { words, code, time }: Wording): string[] {
  const { ledger, act, errors } = words;
  return [
    row.index === null ? '' : String(row.index),
    time(row.recorded_at),
    code(ledger.action, row.action),
    code(ledger.outcome_of, row.outcome),
    code(errors, row.refused_with),
    row.actor_kind === 'staff' ? (row.actor_name ?? row.actor_subject) : code(ledger.actor_kind, row.actor_kind),
    row.staff_number ?? '',
    row.office_name ?? '',
    row.workstation ?? '',
    row.name_masked ?? '',
    row.document_masked ?? '',
    reasonOf(row, { words, code }),
    notes.note?.value ?? '',
    code(act.method, row.verification_method),
    code(act.reading, row.verification_reading),
    notes.document_note?.value ?? '',
    code(act.channel, row.channel),
    notes.ticket?.value ?? '',
    row.id,
  ];
}

/** Reasons of acts, causes of locks, how a search was read and which call was refused share no code but `other`. */
function reasonOf({ action, reason }: EntryRow, { words, code }: Pick<Wording, 'words' | 'code'>): string {
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
