import type { ReviewSummary } from '../../contract/index.ts';
import { type Level, levelOf } from './risk-words.ts';

/** What an item usually takes, as the API counts it too, in minutes. */
const MINUTES: Record<Level, number> = { high: 4, mid: 2, low: 0.5 };

/** How many of the rows, from the first, today still has room for. */
export function withinBudget(rows: readonly Pick<ReviewSummary, 'risk'>[], minutes: number): number {
  let left = minutes;
  const over = rows.findIndex(({ risk }) => {
    left -= MINUTES[levelOf(risk)];
    return left < 0;
  });
  return over < 0 ? rows.length : over;
}
