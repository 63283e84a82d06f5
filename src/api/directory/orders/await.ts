import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { ActResult, ErrorCode, ErrorDetails } from '../../../contract/index.ts';
import { inProgress } from '../../actions/see.ts';
import type { OrderAnswer } from '../../db/schema.ts';
import { ApiError } from '../../problem.ts';
import type { Services } from '../../services.ts';

/** A directory answers within some tens of milliseconds, and a person waits. */
const ASK_MS = 20;
/** Less than what callers wait for an answer: they are told that it is under way, and ask again with the same key. */
const WAIT_MS = 6_000;

/**
 * What an order came to. Holds no connection while it waits.
 *
 * @throws ApiError what the order failed with; `in_progress` while it is open
 */
export async function orderResult({ db }: Pick<Services, 'db'>, entryId: string): Promise<ActResult> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await delay(ASK_MS)) {
    const { rows } = await sql<{ answer: OrderAnswer | null }>`
      SELECT answer FROM orders WHERE entry_id = ${entryId}`.execute(db);
    const answer = rows[0]?.answer;
    if (answer?.is === 'done') return answer.result;
    if (answer?.is === 'failed')
      throw new ApiError(answer.code, answer.details as ErrorDetails<ErrorCode>, { recorded: true });
  }
  throw inProgress();
}
