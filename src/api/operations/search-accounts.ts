import type { Transaction } from 'kysely';
import type { SearchHit, SearchResult } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { Handler } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { isDocument, type Recognised, recognise } from '../personal/recognise.ts';
import { toAccount, toLock } from '../queries/account-row.ts';
import type { OwnEntry } from '../queries/openings.ts';
import { HITS_MAX, type HitRow, searchFor } from '../queries/search.ts';
import { foundByDocument, hitsText } from '../queries/searches.ts';

/**
 * Finds a person. Its entry is written before the answer leaves: whoever looks leaves a trace, also where nobody is found.
 * The entry keeps a number masked, and the ids of the accounts that it found: what opening one of them, or the next
 * search, may refer to.
 */
export const searchAccounts: Handler<'searchAccounts'> = async ({ actor, services, requestId }, input) => {
  const recognised = recognise(input.text);
  const everywhere = isDocument(recognised.as) && services.config.SEARCH_EVERYWHERE;
  const within = { scope: actor.scope, everywhere };
  // A number whose check digit is wrong is nobody's: looking for it would only find what was mistyped.
  const lookedUp = recognised.checkDigit !== 'wrong' && (everywhere || actor.scope.length > 0);

  return services.db.transaction().execute(async (trx) => {
    const found = lookedUp ? (await searchFor(recognised, within, services.keys).execute(trx)).rows : [];
    const belongsToAnother =
      recognised.as === 'phone' && input.follows !== undefined && found.length > 0
        ? await isAnothers(trx, { id: input.follows, subject: actor.subject }, found)
        : false;
    const hits = belongsToAnother ? [] : found.slice(0, HITS_MAX);
    const [sole] = hits.length === 1 ? hits : [];
    const byNumber = isDocument(recognised.as) || recognised.as === 'phone' || recognised.as === 'licence_file';
    const entry = await recordEntry(trx, {
      action: 'search',
      outcome: 'done',
      actor,
      account: byNumber && sole ? { id: sole.id, division: sole.division } : null,
      reason: recognised.as,
      verification: { reading: input.reading },
      refersTo: belongsToAnother ? input.follows : null,
      requestId,
      private: {
        search_text: recognised.shownAs,
        search_hits: byNumber && lookedUp ? hitsText(found) : null,
      },
    });
    return {
      search_id: entry.id,
      searched_as: recognised.as,
      shown_as: recognised.shownAs,
      check_digit: recognised.checkDigit,
      everywhere,
      hits: hits.map((row) => toHit(row, actor.scope)),
      more: hits.length < found.length && !belongsToAnother,
      verdict: belongsToAnother ? 'phone_belongs_to_another' : verdictOf(recognised, everywhere, hits.length),
    };
  });
};

function verdictOf({ as, checkDigit }: Recognised, everywhere: boolean, hits: number): SearchResult['verdict'] {
  if (checkDigit === 'wrong') return 'wrong_check_digit';
  if (hits > 0) return null;
  return isDocument(as) && everywhere ? 'no_account_for_document' : 'nobody_in_scope';
}

/** Whether the search just before, by the citizen's document, missed them: their phone is on somebody else's account. */
async function isAnothers(trx: Transaction<Database>, search: OwnEntry, found: readonly HitRow[]): Promise<boolean> {
  const theirs = await foundByDocument(trx, search);
  return theirs !== null && found.every(({ id }) => !theirs.includes(id));
}

function toHit(row: HitRow, scope: readonly string[]): SearchHit {
  return {
    account: toAccount(row, scope),
    lock: toLock(row),
    last_attempt: row.last_at && {
      at: row.last_at.toISOString(),
      succeeded: row.last_succeeded,
      failures_3_days: row.failures_3_days,
    },
  };
}
