import { sql } from 'kysely';
import { EXTRACT_LINES_MAX } from '../../contract/index.ts';
import { look } from '../actions/look.ts';
import { beginExport } from '../exports/begin.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from '../queries/account-row.ts';
import { extractLines, toExtractLine } from '../queries/extract-lines.ts';
import { requireOpening } from '../queries/openings.ts';

/**
 * What the citizen is given leaves with the entry that says who made it, and on which document of theirs. Scope is the
 * opening's: whoever stands there with their document gets it at any counter.
 */
export const exportExtract: Handler<'exportExtract'> = (call, input) => {
  const { actor, services } = call;
  const { account_id, opening_id, verification } = input;
  const opening = {
    id: opening_id,
    subject: actor.subject,
    accountId: account_id,
    hours: services.config.OPENING_HOURS,
  };
  return look(call, async (trx) => {
    const [, accounts, found] = await Promise.all([
      requireOpening(trx, opening),
      sql<AccountRow>`SELECT ${ACCOUNT_COLUMNS} FROM accounts AS account WHERE id = ${account_id}`.execute(trx),
      extractLines(account_id, EXTRACT_LINES_MAX + 1).execute(trx),
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
      lines: found.rows.slice(0, EXTRACT_LINES_MAX).map(toExtractLine),
      whole: found.rows.length <= EXTRACT_LINES_MAX,
    };
  });
};
