import { sql } from 'kysely';
import type { ExportBegun, ExportSubject, ParsedInput } from '../../contract/index.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call, Handler } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { periodOf } from '../queries/entry-reading.ts';

/** The period is fixed now: the file holds what was asked for when it was asked for. */
export const exportEntries: Handler<'exportEntries'> = (call, input) =>
  begin(call, 'exportEntries', { ...input, ...periodOf(input) });

export const exportLockedAccounts: Handler<'exportLockedAccounts'> = (call, input) =>
  begin(call, 'exportLockedAccounts', input);

const SUBJECTS = { exportEntries: 'entries', exportLockedAccounts: 'locked_accounts' } as const satisfies Record<
  string,
  ExportSubject
>;

/** The entry stands before there is a first byte. */
function begin<N extends keyof typeof SUBJECTS>(
  { actor, requestId, services }: Call<StaffActor>,
  operation: N,
  input: ParsedInput<N>,
): Promise<ExportBegun> {
  const asked = JSON.stringify(input);
  return services.inTransaction(async (trx) => {
    const { id, recorded_at } = await recordEntry(trx, {
      action: 'export',
      outcome: 'pending',
      actor,
      requestId,
      reason: SUBJECTS[operation],
      private: { filters: asked },
    });
    await sql`
      INSERT INTO export_tickets (id, actor_subject, operation, input)
      VALUES (${id}, ${actor.subject}, ${operation}, ${asked}::jsonb)`.execute(trx);
    return { export_id: id, recorded_at: recorded_at.toISOString() };
  });
}
