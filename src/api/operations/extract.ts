import { sql, type Transaction } from 'kysely';
import { EXTRACT_LINES_MAX, type ExtractDocument, type ExtractInput } from '../../contract/index.ts';
import { look } from '../actions/look.ts';
import type { Database } from '../db/schema.ts';
import { beginExport } from '../exports/begin.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call, Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from '../queries/account-row.ts';
import { decodeCursor, encodeCursor } from '../queries/cursor.ts';
import { ExtractPosition, type ExtractRow, extractLines, toExtractLine } from '../queries/extract-lines.ts';
import { requireOpening } from '../queries/openings.ts';

/**
 * What the citizen is given leaves with the entry that says who made it, and on which document of theirs. Scope is the
 * opening's: whoever stands there with their document gets it at any counter. A long one is given in parts, each with its
 * entry; together they are one look.
 */
export const exportExtract: Handler<'exportExtract'> = (call, input) => {
  const after = input.after === undefined ? null : decodeCursor(ExtractPosition, input.after);
  const part = (trx: Transaction<Database>) => exportPart(trx, call, input, after);
  return after ? call.services.inTransaction(part) : look(call, part);
};

async function exportPart(
  trx: Transaction<Database>,
  call: Call<StaffActor>,
  input: ExtractInput,
  after: ExtractPosition | null,
): Promise<ExtractDocument> {
  const { actor, services } = call;
  const { account_id, opening_id, verification } = input;
  const opening = {
    id: opening_id,
    subject: actor.subject,
    accountId: account_id,
    hours: services.config.OPENING_HOURS,
  };
  const [, accounts, found] = await Promise.all([
    requireOpening(trx, opening),
    sql<AccountRow>`SELECT ${ACCOUNT_COLUMNS} FROM accounts AS account WHERE id = ${account_id}`.execute(trx),
    extractLines(account_id, after, EXTRACT_LINES_MAX).execute(trx),
  ]);
  const [row] = accounts.rows;
  if (!row) throw new ApiError('account_not_found', {});
  const begun = await beginExport(trx, call, 'exportExtract', input, row, {
    channel: 'counter',
    verification: { method: verification.method, reading: verification.reading },
    refersTo: opening_id,
    private: { document_note: verification.document_note },
  });
  const { name, document, phone, division } = toAccount(row, actor.scope);
  return {
    ...begun,
    account: { name, document, phone, division },
    lines: found.rows.map(toExtractLine),
    ...placeOfPart(found.rows, after),
  };
}

function placeOfPart(
  rows: readonly ExtractRow[],
  after: ExtractPosition | null,
): Pick<ExtractDocument, 'total' | 'from' | 'part' | 'next'> {
  const total = after?.total ?? rows[0]?.total ?? 0;
  const before = after?.line ?? 0;
  const line = before + rows.length;
  const last = rows.at(-1);
  const more = last && line < total;
  return {
    total,
    from: before + 1,
    part: { number: Math.floor(before / EXTRACT_LINES_MAX) + 1, of: Math.max(1, Math.ceil(total / EXTRACT_LINES_MAX)) },
    next: more ? encodeCursor({ at: last.recorded_at.toISOString(), id: last.id, line, total }) : null,
  };
}
