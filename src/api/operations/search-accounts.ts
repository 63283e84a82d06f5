import type { SearchHit, SearchResult } from '../../contract/index.ts';
import { look } from '../actions/look.ts';
import type { Handler } from '../http/handler.ts';
import { recordEntry } from '../ledger/record.ts';
import { isDocument, type Recognised, recognise } from '../personal/recognise.ts';
import { toAccount, toLock } from '../queries/account-row.ts';
import { HITS_MAX, type HitRow, searchFor } from '../queries/search.ts';
import { foundByDocument, hitsText } from '../queries/searches.ts';

/**
 * Finds a person. Its entry is written before the answer leaves: whoever looks leaves a trace, also where nobody is found.
 * The entry keeps a number masked, and the ids of the accounts that it found: what opening one of them, or the next
 * search, may refer to.
 */
export const searchAccounts: Handler<'searchAccounts'> = async (call, input) => {
  const { actor, services, requestId } = call;
  const recognised = recognise(input.text);
  const { as, checkDigit, shownAs } = recognised;
  const document = isDocument(as);
  const everywhere = document && services.config.SEARCH_EVERYWHERE;
  // A number whose check digit is wrong is nobody's.
  const lookedUp = checkDigit !== 'wrong' && (everywhere || actor.scope.length > 0);

  return look(call, async (trx) => {
    const [{ rows: found }, theirs] = await Promise.all([
      lookedUp ? searchFor(recognised, { scope: actor.scope, everywhere }, services.keys).execute(trx) : { rows: [] },
      input.follows === undefined ? null : foundByDocument(trx, { id: input.follows, subject: actor.subject }),
    ]);
    // The search just before, by the citizen's document, missed them: their phone is on somebody else's account.
    const another =
      as === 'phone' && theirs !== null && found.length > 0 && !found.some(({ id }) => theirs.includes(id));
    const hits = another ? [] : found.slice(0, HITS_MAX);
    const [only, ...others] = hits;
    const byNumber = document || as === 'phone' || as === 'licence_file';
    const entry = await recordEntry(trx, {
      action: 'search',
      outcome: 'done',
      actor,
      account: byNumber && only && others.length === 0 ? { id: only.id, division: only.division } : null,
      reason: as,
      verification: { reading: input.reading },
      refersTo: another ? input.follows : null,
      requestId,
      private: { search_text: shownAs, search_hits: document && lookedUp ? hitsText(found) : null },
    });
    return {
      search_id: entry.id,
      searched_as: as,
      shown_as: shownAs,
      check_digit: checkDigit,
      everywhere,
      hits: hits.map((row) => toHit(row, actor.scope)),
      more: !another && found.length > HITS_MAX,
      verdict: another ? 'phone_belongs_to_another' : verdictOf(recognised, everywhere, hits.length),
    };
  });
};

function verdictOf({ as, checkDigit }: Recognised, everywhere: boolean, hits: number): SearchResult['verdict'] {
  if (checkDigit === 'wrong') return 'wrong_check_digit';
  if (hits > 0) return null;
  return isDocument(as) && everywhere ? 'no_account_for_document' : 'nobody_in_scope';
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
