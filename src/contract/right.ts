/**
 * What staff may do, as it is granted and looked at once a quarter. Each operation of the staff says in its row which right
 * it belongs to; what a role may do is read from there.
 */

/**
 * How a right shows that it is used: `often`, by entries, so that ninety days without one say something; `seldom`, by entries
 * that may well be years apart; `untold`: reading leaves no entry.
 */
export const RIGHTS = {
  see_locked: 'untold',
  search: 'often',
  open: 'often',
  reveal: 'often',
  unlock: 'often',
  reset: 'often',
  extract: 'seldom',
  answer: 'seldom',
  read_ledger: 'untold',
  read_reports: 'untold',
  export: 'often',
  review: 'often',
  review_access: 'seldom',
  acknowledge: 'seldom',
  mark: 'seldom',
  restoration: 'seldom',
  rotate_key: 'seldom',
} as const satisfies Record<string, 'often' | 'seldom' | 'untold'>;
export type Right = keyof typeof RIGHTS;
export const RIGHT_NAMES = Object.keys(RIGHTS) as Right[];
