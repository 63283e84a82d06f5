import { sql, type Transaction } from 'kysely';
import type { ConsoleAction } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { hashBody, type Recorded, recordedAnswer, rememberAnswer, tryToHold } from './idempotency.ts';
import { inProgress } from './see.ts';

/**
 * Does an action that is not on an account once: its effect, its entry and its answer are one transaction, and whoever
 * asks again with the same key gets the same answer.
 *
 * @throws ApiError `idempotency_key_required`, `idempotency_key_reused`, `in_progress`, and what the work throws
 */
export async function once<A extends Recorded>(
  { actor, services, idempotencyKey }: Call<StaffActor>,
  { operation, input }: { operation: ConsoleAction; input: object },
  work: (trx: Transaction<Database>) => Promise<A>,
): Promise<A> {
  if (idempotencyKey === null) throw new ApiError('idempotency_key_required', {});
  const request = { subject: actor.subject, key: idempotencyKey, operation, bodyHash: hashBody(input) };
  return services.inTransaction(async (trx) => {
    const { rows } = await sql<{ mine: boolean }>`SELECT ${tryToHold(request)} AS mine`.execute(trx);
    if (!rows[0]?.mine) throw inProgress();
    const known = await recordedAnswer<A>(trx, request);
    if (known && 'order' in known) throw new Error('an order was given by what gives none');
    if (known) return known.answer;
    const answer = await work(trx);
    await rememberAnswer(trx, request, { answer });
    return answer;
  });
}
