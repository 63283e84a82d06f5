/** What waits for a supervisor. Every part of the queue is a range of one index, merged where a scope has several places. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import {
  QUEUE_COUNT_MAX,
  QUEUE_PARTS,
  type QueuePart,
  type ReviewState,
  type ReviewSummary,
  RISK_HIGH,
  RISK_MID,
  type RiskReason,
} from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import { ENTRY_COLUMNS, type EntryRow, toEntrySummary } from '../queries/entry-rows.ts';
import type { Duty } from './duties.ts';

export interface QueuePosition {
  risk: number;
  id: string;
}

export type ReviewRow = EntryRow & {
  risk: number;
  reasons: RiskReason[];
  state: ReviewState;
  due_at: Date;
  escalated: number;
  desk: string;
};

const WAITING = sql<boolean>`state = 'waiting'`;
const PARTS: Record<QueuePart, RawBuilder<boolean>> = {
  all: WAITING,
  high: sql`state = 'waiting' AND risk >= ${sql.lit(RISK_HIGH)}`,
  mid: sql`state = 'waiting' AND risk >= ${sql.lit(RISK_MID)} AND risk < ${sql.lit(RISK_HIGH)}`,
  low: sql`state = 'waiting' AND risk < ${sql.lit(RISK_MID)}`,
  sample: sql`state = 'waiting' AND sampled`,
  disputes: sql`state IN ('disputed', 'answered')`,
};

/** Columns of {@link ReviewRow}, from `reviews AS item` and its entry. */
export const REVIEW_COLUMNS = sql`
  entry.*, leaf.index, account.name_masked, account.document_masked, item.risk, item.reasons, item.state, item.due_at,
  item.escalated, item.desk`;
export const REVIEW_JOINS = sql`
  JOIN LATERAL (SELECT ${ENTRY_COLUMNS} FROM entries WHERE recorded_at = item.recorded_at AND id = item.entry_id)
    AS entry ON true
  LEFT JOIN leaves AS leaf ON leaf.entry_id = item.entry_id
  LEFT JOIN accounts AS account ON account.id = item.account_id`;

/** One page and one item more, the riskiest first; never an act of the reader's own. There must be a duty. */
export function queuePage(
  duties: readonly Duty[],
  { part, after, limit }: { part: QueuePart; after: QueuePosition | null; limit: number },
): RawBuilder<ReviewRow> {
  const beyond = after
    ? sql`(risk < ${after.risk} OR (risk = ${after.risk} AND entry_id > ${after.id}::uuid)) AND risk <= ${after.risk}`
    : sql`true`;
  const branches = duties.map(
    ({ desk, notOf }) => sql`
      (SELECT entry_id, recorded_at, account_id, risk, reasons, state, due_at, escalated, desk FROM reviews
        WHERE desk = ${desk} AND ${PARTS[part]} AND actor_subject <> ALL (${notOf}::text[]) AND ${beyond}
        ORDER BY risk DESC, entry_id LIMIT ${limit + 1})`,
  );
  return sql<ReviewRow>`
    SELECT ${REVIEW_COLUMNS}
      FROM (SELECT * FROM (${sql.join(branches, sql` UNION ALL `)}) AS branches
             ORDER BY risk DESC, entry_id LIMIT ${limit + 1}) AS item
      ${REVIEW_JOINS}
     ORDER BY item.risk DESC, item.entry_id`;
}

/** How many items each part has, counted no further than anyone reads. */
export async function queueCounts(db: Kysely<Database>, duties: readonly Duty[]): Promise<Record<QueuePart, number>> {
  const counts = QUEUE_PARTS.map((part) => {
    const desks = duties.map(
      ({ desk, notOf }) => sql`
        (SELECT FROM reviews WHERE desk = ${desk} AND ${PARTS[part]} AND actor_subject <> ALL (${notOf}::text[])
          LIMIT ${sql.lit(QUEUE_COUNT_MAX + 1)})`,
    );
    const counted = sql`
      SELECT count(*) FROM (SELECT FROM (${sql.join(desks, sql` UNION ALL `)}) AS found
        LIMIT ${sql.lit(QUEUE_COUNT_MAX + 1)}) AS counted`;
    return sql`(${counted}) AS ${sql.ref(part)}`;
  });
  if (duties.length === 0) return { all: 0, high: 0, mid: 0, low: 0, sample: 0, disputes: 0 };
  const { rows } = await sql<Record<QueuePart, number>>`SELECT ${sql.join(counts)}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('a SELECT without FROM has one row');
  return row;
}

export function toReviewSummary(row: ReviewRow, duties: readonly Duty[]): ReviewSummary {
  return {
    entry: toEntrySummary(row),
    risk: row.risk,
    reasons: row.reasons,
    state: row.state,
    due_at: row.due_at.toISOString(),
    escalated: row.escalated,
    instead_of: duties.find(({ desk }) => desk === row.desk)?.insteadOf ?? null,
  };
}
