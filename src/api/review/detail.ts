/** One act with all that tells a reviewer whether it was right. */
import { sql } from 'kysely';
import type { Attempt, DocumentKind, EntrySummary, ReviewDetail, ReviewState } from '../../contract/index.ts';
import type { LockEvidence } from '../db/schema.ts';
import { divisionOf } from '../divisions/divisions.ts';
import type { StaffActor } from '../http/actor.ts';
import { inScope } from '../http/scope.ts';
import {
  ENTRY_COLUMNS,
  type EntryRow,
  NEWEST_FIRST,
  toEntryDetail,
  toEntrySummary,
  type WholeEntryRow,
  withNames,
} from '../queries/entry-rows.ts';
import type { Services } from '../services.ts';
import { isDue, readDuties } from './duties.ts';
import { REVIEW_COLUMNS, REVIEW_JOINS, type ReviewRow, toReviewSummary } from './queue.ts';
import { type ClerkMeasures, clerkMeasures, medianOf } from './rates.ts';

type WholeRow = ReviewRow &
  WholeEntryRow & {
    review_division: string;
    decided_by: string | null;
    document_kind: DocumentKind;
    phone_masked: string | null;
    account_division: string;
    lock_kind: string | null;
    lock_cause: string;
    lock_failures: number;
    lock_started_at: Date;
    lock_evidence: LockEvidence[];
    signed_in_at: Date | null;
    signed_in_device: string | null;
    signed_in_place: string | null;
    new_device_at: Date | null;
    phone_changed_at: Date | null;
    locked_again_at: Date | null;
  };

/** Acts on the account that are shown beside the one that is reviewed. */
const EARLIER_MAX = 10;
const EARLIER_DAYS = 92;
/** Wrong passwords of the lock; a lock may copy hundreds. */
const ATTEMPTS_MAX = 50;

const OPEN_STATES: readonly ReviewState[] = ['waiting', 'disputed', 'answered'];

/** Null where there is nothing to review by this id, or not for this reader. */
export async function readReview(
  { db, config }: Services,
  actor: StaffActor,
  entryId: string,
): Promise<ReviewDetail | null> {
  const { rows } = await sql<WholeRow>`
    SELECT ${REVIEW_COLUMNS}, item.division AS review_division, item.decided_by, whole.refers_to, whole.request_id, whole.before,
           whole.after, private.fields AS private, account.document_kind, account.phone_masked,
           account.division AS account_division, lock.kind AS lock_kind, lock.cause AS lock_cause,
           lock.failures AS lock_failures, lock.started_at AS lock_started_at,
           lock.evidence AS lock_evidence, signed_in.at AS signed_in_at,
           signed_in.device AS signed_in_device, signed_in.place AS signed_in_place,
           (SELECT min(first_success_at) FROM account_devices
             WHERE account_id = item.account_id AND first_success_at > item.recorded_at) AS new_device_at,
           (SELECT min(recorded_at) FROM entries
             WHERE account_id = item.account_id AND action = 'change_phone' AND outcome = 'done'
               AND recorded_at > item.recorded_at) AS phone_changed_at,
           (SELECT min(started_at) FROM locks
             WHERE account_id = item.account_id AND started_at > item.recorded_at) AS locked_again_at
      FROM reviews AS item
      ${REVIEW_JOINS}
      JOIN entries AS whole ON whole.recorded_at = item.recorded_at AND whole.id = item.entry_id
      LEFT JOIN entry_private AS private ON private.recorded_at = item.recorded_at AND private.entry_id = item.entry_id
      LEFT JOIN locks AS lock ON lock.id = whole.lock_id
      LEFT JOIN LATERAL (
        SELECT occurred_at AS at, coalesce(device, client) AS device, nullif(concat_ws(' ', province, city), '') AS place
          FROM attempts
         WHERE account_id = item.account_id AND occurred_at > item.recorded_at AND outcome = 'success'
         ORDER BY occurred_at LIMIT 1
      ) AS signed_in ON true
     WHERE item.entry_id = ${entryId}`.execute(db);
  const [row] = rows;
  if (!row?.account_id) return null;
  const duties = await readDuties(db, actor, config);
  if (!(inScope(actor.scope, row.review_division) || isTheirs(row))) return null;
  const [earlier, history, measures] = await Promise.all([
    readEarlier(row.account_id, row),
    readHistory(row.account_id, row),
    row.office_code === null ? [] : clerkMeasures(db, [row.office_code], config.TIME_ZONE),
  ]);
  return {
    ...toReviewSummary(row, duties),
    entry: toEntryDetail(row),
    account: {
      name: row.name_masked ?? '',
      document_kind: row.document_kind,
      document: row.document_masked ?? '',
      phone: row.phone_masked,
      division: divisionOf(row.account_division),
    },
    lock:
      row.lock_kind === null
        ? null
        : {
            kind: row.lock_kind,
            cause: row.lock_cause,
            failures: row.lock_failures,
            started_at: row.lock_started_at.toISOString(),
            attempts: toAttempts(row.lock_evidence),
          },
    since: {
      signed_in: row.signed_in_at && {
        at: row.signed_in_at.toISOString(),
        device: row.signed_in_device,
        place: row.signed_in_place,
      },
      new_device_at: row.new_device_at?.toISOString() ?? null,
      phone_changed_at: row.phone_changed_at?.toISOString() ?? null,
      locked_again_at: row.locked_again_at?.toISOString() ?? null,
    },
    clerk: compare(measures, row.actor_subject),
    earlier,
    history,
    own: row.actor_subject === actor.subject,
  };

  /** Of whom they stand in for: what is still to be done, and what they decided themself. */
  function isTheirs({ desk, actor_subject, state, decided_by }: WholeRow): boolean {
    if (!isDue(duties, { desk, actor: actor_subject })) return false;
    return OPEN_STATES.includes(state) || decided_by === actor.subject;
  }

  async function readEarlier(accountId: string, { recorded_at }: WholeRow): Promise<EntrySummary[]> {
    const acts = await withNames(sql`
      SELECT ${ENTRY_COLUMNS} FROM entries
       WHERE account_id = ${accountId} AND recorded_at < ${recorded_at} AND action IN ('unlock', 'reset')
         AND recorded_at > ${recorded_at}::timestamptz - make_interval(days => ${sql.lit(EARLIER_DAYS)})
       ORDER BY ${NEWEST_FIRST} LIMIT ${sql.lit(EARLIER_MAX)}`).execute(db);
    return acts.rows.map(toEntrySummary);
  }

  async function readHistory(accountId: string, { recorded_at }: WholeRow): Promise<ReviewDetail['history']> {
    const steps = await sql<
      Pick<EntryRow, 'id' | 'recorded_at' | 'reason' | 'actor_name'> & { comment: string | null }
    >`
      SELECT e.id, e.recorded_at, e.reason, e.actor_name, private.fields -> 'note' ->> 'value' AS comment
        FROM entries AS e
        LEFT JOIN entry_private AS private ON private.recorded_at = e.recorded_at AND private.entry_id = e.id
       WHERE e.account_id = ${accountId} AND e.recorded_at > ${recorded_at} AND e.action = 'review'
         AND e.outcome = 'done' AND e.refers_to = ${entryId}
       ORDER BY e.recorded_at, e.id`.execute(db);
    return steps.rows.map((step) => ({
      entry_id: step.id,
      at: step.recorded_at.toISOString(),
      step: step.reason ?? '',
      by: step.actor_name,
      comment: step.comment,
    }));
  }
}

/** Newest first, as everywhere. All are wrong passwords; the last of them brought the lock about. */
function toAttempts(evidence: readonly LockEvidence[]): Attempt[] {
  return evidence
    .toSorted((a, b) => (a.occurred_at < b.occurred_at ? 1 : -1))
    .slice(0, ATTEMPTS_MAX)
    .map(({ source: _source, attempt_id: _id, ...attempt }, at) => ({
      ...attempt,
      outcome: 'wrong_password',
      factor: 'password',
      locked: at === 0,
    }));
}

function compare(measures: readonly ClerkMeasures[], subject: string): ReviewDetail['clerk'] {
  const own = measures.find(({ actor_subject }) => actor_subject === subject);
  const measure = (name: 'acts' | 'other_document' | 'out_of_hours' | 'disputed') => ({
    own: own?.[name] ?? 0,
    median: medianOf(measures.map((one) => one[name])),
  });
  return {
    acts: measure('acts'),
    other_document: measure('other_document'),
    out_of_hours: measure('out_of_hours'),
    disputed: measure('disputed'),
    colleagues: measures.length,
  };
}
