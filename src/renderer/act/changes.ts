import type { AccountDetail, AccountState } from '../../contract/index.ts';

/** What an account is, in one word, for before and after. */
export type Standing = 'disabled' | 'temporary' | 'permanent' | 'reset_pending' | 'normal';

function standingOf({ account, lock }: Pick<AccountDetail, 'account' | 'lock'>): Standing {
  if (account.disabled) return 'disabled';
  if (lock) return lock.kind;
  return account.reset_pending ? 'reset_pending' : 'normal';
}

/** The same of a state as an entry holds it. */
export function standingOfState({ locked, lock_kind, disabled, reset_pending }: AccountState): Standing {
  if (disabled) return 'disabled';
  if (locked) return lock_kind === 'permanent' ? 'permanent' : 'temporary';
  return reset_pending ? 'reset_pending' : 'normal';
}

export type Change =
  | { what: 'standing'; before: Standing; after: Standing }
  | { what: 'lock'; before: string; after: string }
  | { what: 'phone'; before: string | null; after: string | null }
  | { what: 'division'; before: string; after: string };

/** What moved an account on from the version that was seen, as far as a console can see it. */
export function changesBetween(before: AccountDetail, after: AccountDetail): Change[] {
  const changes: Change[] = [];
  const [was, is] = [standingOf(before), standingOf(after)];
  if (was !== is) changes.push({ what: 'standing', before: was, after: is });
  else if (before.lock && after.lock && before.lock.id !== after.lock.id) {
    changes.push({ what: 'lock', before: before.lock.started_at, after: after.lock.started_at });
  }
  if (before.account.phone !== after.account.phone) {
    changes.push({ what: 'phone', before: before.account.phone, after: after.account.phone });
  }
  const [home, place] = [before.account.division, after.account.division];
  if (home.code !== place.code) {
    changes.push({ what: 'division', before: home.city + home.county, after: place.city + place.county });
  }
  return changes;
}
