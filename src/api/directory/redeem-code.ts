import { timingSafeEqual } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { RedeemInput, RedeemResult } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { Services } from '../services.ts';
import { BUILT_IN } from './held-accounts.ts';
import { hashCode, readCode } from './reset-code.ts';

interface CodeRow {
  id: string;
  salt: Buffer;
  code_hash: Buffer;
  expired: boolean;
  tries_left: number;
  redeemed: boolean;
  redemptions: Record<string, RedeemResult>;
}

/**
 * A citizen typed a code. It holds ten minutes, serves once and survives four wrong tries; asking again by the same
 * redemption id gets the same answer and costs nothing. A slip, which the check character shows, costs no try either: it
 * cannot be a guess.
 *
 * The account's forced reset ends when the sign-in system reports the new password, not here.
 */
export function redeemCode(
  { inTransaction }: Pick<Services, 'inTransaction'>,
  { external_id, code: typed, redemption_id }: RedeemInput,
): Promise<RedeemResult> {
  return inTransaction(async (trx) => {
    const row = await latestCode(trx, external_id);
    if (!row) return { result: 'none', tries_left: 0 };
    const answered = row.redemptions[redemption_id];
    if (answered) return answered;
    if (row.redeemed) return { result: 'none', tries_left: 0 };
    if (row.tries_left === 0) return { result: 'spent', tries_left: 0 };
    if (row.expired) return { result: 'expired', tries_left: 0 };
    const code = readCode(typed);
    if (code === null) return { result: 'wrong', tries_left: row.tries_left };

    const right = timingSafeEqual(await hashCode(code, row.salt), row.code_hash);
    const left = right ? row.tries_left : row.tries_left - 1;
    const answer: RedeemResult = { result: right ? 'redeemed' : left > 0 ? 'wrong' : 'spent', tries_left: left };
    await sql`
      UPDATE reset_codes
         SET tries_left = ${left}, redeemed_at = CASE WHEN ${right} THEN now() END,
             redemptions = redemptions || ${JSON.stringify({ [redemption_id]: answer })}::jsonb
       WHERE id = ${row.id}`.execute(trx);
    return answer;
  });
}

/** The account's latest code, held: of two who try at once, one comes after the other. */
async function latestCode(trx: Transaction<Database>, externalId: string): Promise<CodeRow | undefined> {
  const { rows } = await sql<CodeRow>`
    SELECT code.id, salt, code_hash, expires_at <= now() AS expired, tries_left, redeemed_at IS NOT NULL AS redeemed,
           redemptions
      FROM reset_codes AS code
     WHERE code.id = (
       SELECT latest.id FROM accounts JOIN reset_codes AS latest ON latest.account_id = accounts.id
        WHERE directory = ${BUILT_IN} AND external_id = ${externalId}
        ORDER BY latest.created_at DESC LIMIT 1)
       AND replaced_at IS NULL
       FOR UPDATE`.execute(trx);
  return rows[0];
}
