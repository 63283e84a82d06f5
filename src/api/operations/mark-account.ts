import { sql, type Transaction } from 'kysely';
import { Id, type Mark } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { BUILT_IN } from '../directory/held-accounts.ts';
import type { Handler } from '../http/handler.ts';
import { inScope } from '../http/scope.ts';
import { recordEntry } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';

const KNOWN_DAYS = 92;

interface AccountRow {
  id: string;
  division: string;
}

/**
 * Marks an account as somebody's own or a relative's: what they do on it goes to the review from then on, and what they did
 * there a day before. Nobody takes a mark away that is about themselves; making one is a disclosure.
 */
export const markAccount: Handler<'markAccount'> = async ({ actor, requestId, services }, input) => {
  const { account, staff, mark, reason } = input;
  return services.inTransaction(async (trx) => {
    const found = await holdAccount(trx, account);
    // An administrator looks at nobody's account, and is bound to no place.
    const everywhere = actor.roles.includes('administrator');
    if (!found || !(everywhere || inScope(actor.scope, found.division))) throw new ApiError('account_not_found', {});
    const staff_known = await isKnown(trx, staff);
    const before = await markOf(trx, found.id, staff);
    if (before === mark) return { entry_id: null, staff_known };
    if (staff === actor.subject && before !== 'unmarked') throw new ApiError('own_act', {});
    const entry = await recordEntry(trx, {
      action: 'mark',
      outcome: 'done',
      actor,
      account: found,
      reason: mark,
      requestId,
      private: { note: reason, marked_staff: staff },
    });
    await write(trx, found.id, staff, mark);
    return { entry_id: entry.id, staff_known };
  });
};

/** Held until the transaction ends: of two who mark it at once, the second sees what the first did. */
async function holdAccount(trx: Transaction<Database>, account: string): Promise<AccountRow | null> {
  const by = Id.safeParse(account).success
    ? sql`id = ${account}`
    : sql`directory = ${BUILT_IN} AND external_id = ${account}`;
  const { rows } = await sql<AccountRow>`
    SELECT id, division FROM accounts WHERE ${by} AND erased_at IS NULL FOR UPDATE`.execute(trx);
  return rows[0] ?? null;
}

async function markOf(trx: Transaction<Database>, id: string, staff: string): Promise<Mark> {
  const { rows } = await sql<{ kind: Mark }>`
    SELECT kind FROM account_marks WHERE account_id = ${id} AND staff_subject = ${staff}`.execute(trx);
  return rows[0]?.kind ?? 'unmarked';
}

async function isKnown(trx: Transaction<Database>, staff: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM entries WHERE actor_subject = ${staff}
       AND recorded_at > now() - make_interval(days => ${sql.lit(KNOWN_DAYS)})
     ORDER BY recorded_at DESC LIMIT 1`.execute(trx);
  return rows.length > 0;
}

async function write(trx: Transaction<Database>, id: string, staff: string, mark: Mark): Promise<void> {
  if (mark === 'unmarked') {
    await sql`DELETE FROM account_marks WHERE account_id = ${id} AND staff_subject = ${staff}`.execute(trx);
    return;
  }
  await sql`
    INSERT INTO account_marks (account_id, staff_subject, kind) VALUES (${id}, ${staff}, ${mark})
    ON CONFLICT (account_id, staff_subject) DO UPDATE SET kind = excluded.kind, made_at = now()`.execute(trx);
}
