import { sql, type Transaction } from 'kysely';
import { type ReviewResult, type ReviewState, RISK_MID } from '../../contract/index.ts';
import { once } from '../actions/once.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import type { Call, Handler } from '../http/handler.ts';
import { inScope } from '../http/scope.ts';
import { recordEntries } from '../ledger/record.ts';
import { ApiError } from '../problem.ts';
import { isDue, readDuties } from '../review/duties.ts';
import { localTime } from '../review/office-hours.ts';
import { bandOf } from '../review/times.ts';

/** What somebody does about an act under review: the reason code of its entry, and what it goes from and to. */
const STEPS = {
  sign_off: { from: ['waiting'], to: 'signed_off' },
  dispute: { from: ['waiting'], to: 'disputed' },
  answer: { from: ['disputed'], to: 'answered' },
  uphold: { from: ['answered'], to: 'upheld' },
  dismiss: { from: ['answered'], to: 'dismissed' },
} as const satisfies Record<string, { from: readonly ReviewState[]; to: ReviewState }>;
type StepName = keyof typeof STEPS;

interface ItemRow {
  entry_id: string;
  actor_subject: string;
  office_code: string | null;
  account_id: string;
  account_division: string;
  division: string;
  desk: string;
  action: string;
  risk: number;
  state: ReviewState;
  recorded_at: Date;
}

interface Step {
  name: StepName;
  comment: string | undefined;
}

/** Acts under review, held until the step is done. @throws ApiError `entry_not_found` where one is missing */
async function hold(trx: Transaction<Database>, ids: readonly string[]): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    SELECT item.entry_id, item.actor_subject, item.account_id, item.division, item.desk, item.action, item.risk, item.state,
           item.recorded_at, account.division AS account_division, e.office_code
      FROM reviews AS item
      JOIN accounts AS account ON account.id = item.account_id
      JOIN entries AS e ON e.recorded_at = item.recorded_at AND e.id = item.entry_id
     WHERE item.entry_id = ANY (${ids}::uuid[])
     ORDER BY item.entry_id FOR UPDATE OF item`.execute(trx);
  if (rows.length < ids.length) throw new ApiError('entry_not_found', {});
  return rows;
}

/**
 * Of a supervisor: in their scope or due to whom they stand in for, and no act of their own.
 *
 * @throws ApiError `entry_not_found`, `own_act`
 */
async function checkReviewer(
  trx: Transaction<Database>,
  { actor, services }: Call<StaffActor>,
  items: readonly ItemRow[],
): Promise<void> {
  const duties = await readDuties(trx, actor, services.config);
  const theirs = ({ division, desk, actor_subject }: ItemRow) =>
    inScope(actor.scope, division) || isDue(duties, { desk, actor: actor_subject });
  if (!items.every(theirs)) throw new ApiError('entry_not_found', {});
  if (items.some(({ actor_subject }) => actor_subject === actor.subject)) throw new ApiError('own_act', {});
}

/** @throws ApiError `review_moved_on` */
async function take(
  trx: Transaction<Database>,
  { actor, requestId, services }: Call<StaffActor>,
  items: readonly ItemRow[],
  { name, comment }: Step,
): Promise<ReviewResult> {
  const { from, to } = STEPS[name];
  for (const { state } of items) {
    if (!from.some((one) => one === state)) throw new ApiError('review_moved_on', { state });
  }
  const entries = await recordEntries(
    trx,
    items.map((item) => ({
      action: 'review',
      outcome: 'done',
      actor,
      account: { id: item.account_id, division: item.account_division },
      reason: name,
      refersTo: item.entry_id,
      requestId,
      private: { note: comment },
    })),
  );
  // Whoever answers decides nothing: what they answered to stays who disputed it.
  const decides = name !== 'answer';
  await sql`
    UPDATE reviews SET state = ${to}, due_at = now() + make_interval(hours => given.hours),
           decided_at = CASE WHEN ${decides} THEN now() ELSE decided_at END,
           decided_by = CASE WHEN ${decides} THEN ${actor.subject} ELSE decided_by END
      FROM unnest(${items.map((item) => item.entry_id)}::uuid[], ${items.map((item) => bandOf(item.risk).hours)}::integer[])
             AS given (id, hours)
     WHERE reviews.entry_id = given.id`.execute(trx);
  if (name === 'dispute') await countDisputes(trx, items, services.config);
  const [first] = entries;
  if (!first) throw new Error('a step without an item');
  return { entry_id: first.id, recorded_at: first.recorded_at.toISOString(), state: to, count: items.length };
}

async function countDisputes(trx: Transaction<Database>, items: readonly ItemRow[], config: Config): Promise<void> {
  for (const { office_code, actor_subject, recorded_at } of items) {
    if (office_code === null) continue;
    await sql`
      INSERT INTO clerk_days (office_code, day, actor_subject, disputed)
      VALUES (${office_code}, ${localTime(recorded_at, config.TIME_ZONE).day}, ${actor_subject}, 1)
      ON CONFLICT (office_code, day, actor_subject) DO UPDATE SET disputed = clerk_days.disputed + 1`.execute(trx);
  }
}

export const signOff: Handler<'signOff'> = (call, input) =>
  once(call, { operation: 'signOff', input }, async (trx) => {
    const items = await hold(trx, [...new Set(input.entry_ids)]);
    await checkReviewer(trx, call, items);
    // Each that deserves a look of its own gets one.
    const alike = items.every(({ action, risk }) => action === items[0]?.action && risk < RISK_MID);
    if (items.length > 1 && !alike) throw new ApiError('not_alike', {});
    return take(trx, call, items, { name: 'sign_off', comment: input.comment });
  });

export const disputeAct: Handler<'disputeAct'> = (call, input) =>
  once(call, { operation: 'disputeAct', input }, async (trx) => {
    const items = await hold(trx, [input.entry_id]);
    await checkReviewer(trx, call, items);
    return take(trx, call, items, { name: 'dispute', comment: input.comment });
  });

export const closeDispute: Handler<'closeDispute'> = (call, input) =>
  once(call, { operation: 'closeDispute', input }, async (trx) => {
    const items = await hold(trx, [input.entry_id]);
    await checkReviewer(trx, call, items);
    const name = input.upheld ? 'uphold' : 'dismiss';
    return take(trx, call, items, { name, comment: input.comment });
  });

export const answerDispute: Handler<'answerDispute'> = (call, input) =>
  once(call, { operation: 'answerDispute', input }, async (trx) => {
    const items = await hold(trx, [input.entry_id]);
    // Others' acts don't exist for a clerk.
    if (items.some((item) => item.actor_subject !== call.actor.subject)) throw new ApiError('entry_not_found', {});
    return take(trx, call, items, { name: 'answer', comment: input.comment });
  });
