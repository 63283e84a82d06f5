import { sql } from 'kysely';
import type { ActProgress, Cause } from '../../contract/index.ts';
import type { Handler } from '../http/handler.ts';
import { ApiError } from '../problem.ts';
import { isOwnEntry } from '../queries/openings.ts';

interface Row {
  now: Date;
  index: number | null;
  version: number;
  password_changed_at: Date | null;
  /** Null where the citizen has no phone. */
  notice_id: string | null;
  notice_delivered_at: Date | null;
  notice_gave_up_at: Date | null;
  /** Null for an unlock. */
  code_expires_at: Date | null;
  code_tries_left: number;
  code_redeemed_at: Date | null;
  code_replaced_at: Date | null;
  code_delivered_at: Date | null;
  code_gave_up_at: Date | null;
  signed_in_at: Date | null;
  signed_in_device: string | null;
  signed_in_place: string | null;
  locked_again_at: Date | null;
  locked_again_cause: Cause;
  locked_again_until: Date | null;
}

/** What became of an unlock or reset of one's own. */
export const followAct: Handler<'followAct'> = async ({ actor, services }, { entry_id }) => {
  const { rows } = await sql<Row>`
    SELECT now()::timestamptz(3) AS now, leaf.index, account.version,
           CASE WHEN account.password_changed_at > entries.recorded_at THEN account.password_changed_at END
             AS password_changed_at,
           notice.id AS notice_id, notice.delivered_at AS notice_delivered_at, notice.gave_up_at AS notice_gave_up_at,
           code.expires_at AS code_expires_at, code.tries_left AS code_tries_left,
           code.redeemed_at AS code_redeemed_at, code.replaced_at AS code_replaced_at,
           message.delivered_at AS code_delivered_at, message.gave_up_at AS code_gave_up_at,
           signed_in.at AS signed_in_at, signed_in.device AS signed_in_device, signed_in.place AS signed_in_place,
           again.started_at AS locked_again_at, again.cause AS locked_again_cause, again.ends_at AS locked_again_until
      FROM entries
      JOIN accounts AS account ON account.id = entries.account_id
      LEFT JOIN leaves AS leaf ON leaf.entry_id = entries.id
      LEFT JOIN outbox AS notice ON notice.entry_id = entries.id AND notice.kind IN ('unlock_notice', 'reset_notice')
      LEFT JOIN outbox AS message ON message.entry_id = entries.id AND message.kind = 'reset_code'
      LEFT JOIN reset_codes AS code ON code.entry_id = entries.id
      LEFT JOIN LATERAL (
        SELECT occurred_at AS at, coalesce(device, client) AS device, nullif(concat_ws(' ', province, city), '') AS place
          FROM attempts
         WHERE account_id = entries.account_id AND occurred_at > entries.recorded_at AND outcome = 'success'
         ORDER BY occurred_at LIMIT 1
      ) AS signed_in ON true
      LEFT JOIN LATERAL (
        SELECT started_at, cause, ends_at FROM locks
         WHERE account_id = entries.account_id AND started_at > entries.recorded_at
         ORDER BY started_at LIMIT 1
      ) AS again ON true
     WHERE ${isOwnEntry({ id: entry_id, subject: actor.subject })}
       AND entries.action IN ('unlock', 'reset') AND entries.outcome = 'done'`.execute(services.db);
  const [row] = rows;
  if (!row) throw new ApiError('entry_not_found', {});
  const { signed_in_at, locked_again_at } = row;
  return {
    entry_id,
    index: row.index,
    notice: row.notice_id === null ? null : delivery(row.notice_delivered_at, row.notice_gave_up_at),
    code: codeProgress(row),
    password_changed_at: row.password_changed_at?.toISOString() ?? null,
    signed_in: signed_in_at && {
      at: signed_in_at.toISOString(),
      device: row.signed_in_device,
      place: row.signed_in_place,
    },
    locked_again: locked_again_at && {
      at: locked_again_at.toISOString(),
      cause: row.locked_again_cause,
      ends_at: row.locked_again_until?.toISOString() ?? null,
    },
    version: row.version,
  };
};

function delivery(delivered: Date | null, gaveUp: Date | null): NonNullable<ActProgress['notice']> {
  if (delivered) return { state: 'delivered', at: delivered.toISOString() };
  if (gaveUp) return { state: 'gave_up', at: gaveUp.toISOString() };
  return { state: 'waiting', at: null };
}

/** The code's own end says more than how its message fared. */
function codeProgress(row: Row): ActProgress['code'] {
  const { now, code_expires_at: expires, code_redeemed_at: redeemed, code_replaced_at: replaced } = row;
  if (!expires) return null;
  const expires_at = expires.toISOString();
  if (redeemed) return { state: 'redeemed', at: redeemed.toISOString(), expires_at };
  if (replaced) return { state: 'replaced', at: replaced.toISOString(), expires_at };
  if (row.code_tries_left <= 0) return { state: 'spent', at: null, expires_at };
  if (expires <= now) return { state: 'expired', at: expires_at, expires_at };
  return { ...delivery(row.code_delivered_at, row.code_gave_up_at), expires_at };
}
