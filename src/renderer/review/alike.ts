import { type ReviewSummary, RISK_MID, SIGN_OFF_MAX } from '../../contract/index.ts';

/** Items like this one that may be signed off with it: the same kind of act for the same reasons, all of low risk. */
export function alikeOf(item: ReviewSummary | undefined, rows: readonly ReviewSummary[]): ReviewSummary[] {
  if (!item || item.risk >= RISK_MID || item.state !== 'waiting') return [];
  const likeness = likenessOf(item);
  return rows.filter((row) => row.state === 'waiting' && likenessOf(row) === likeness).slice(0, SIGN_OFF_MAX);
}

const likenessOf = ({ entry, reasons }: ReviewSummary): string =>
  [entry.action, ...reasons.map(({ risk }) => risk).sort()].join(' ');
