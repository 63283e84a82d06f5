/** The middle of sorted values; of an even number, the lower of the two in the middle. */
export const median = (values: readonly number[]): number => percentile(values, 50);

/** Nearest rank: the least value that so many per cent of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(Math.ceil((percent / 100) * sorted.length), 1) - 1];
  if (value === undefined) throw new RangeError('no values');
  return value;
}
