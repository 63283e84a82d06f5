import type { Attempt } from '../../../contract/index.ts';

/** A row of the table: one attempt, or several like ones folded into one. */
export type AttemptRow = { is: 'one'; attempt: Attempt } | { is: 'folded'; attempts: readonly Attempt[] };

/** Of a run of like failures the newest and oldest stay in sight: how it began, and how it brought the lock. */
const NEWEST = 3;
const OLDEST = 2;
/** Folding one would save nothing. */
const LEAST_FOLDED = 2;

/** Folds what repeats: wrong passwords in a row from one device and one network. Newest first, as they come. */
export function groupAttempts(attempts: readonly Attempt[]): AttemptRow[] {
  return runsOf(attempts).flatMap((run) => {
    const folded = run.slice(NEWEST, run.length - OLDEST);
    const one = (attempt: Attempt): AttemptRow => ({ is: 'one', attempt });
    if (folded.length < LEAST_FOLDED) return run.map(one);
    return [
      ...run.slice(0, NEWEST).map(one),
      { is: 'folded' as const, attempts: folded },
      ...run.slice(-OLDEST).map(one),
    ];
  });
}

function runsOf(attempts: readonly Attempt[]): Attempt[][] {
  const runs: Attempt[][] = [];
  for (const attempt of attempts) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && isAlike(before, attempt)) run.push(attempt);
    else runs.push([attempt]);
  }
  return runs;
}

const isAlike = (a: Attempt, b: Attempt): boolean =>
  a.outcome === 'wrong_password' &&
  b.outcome === 'wrong_password' &&
  a.device_id === b.device_id &&
  a.device === b.device &&
  a.province === b.province &&
  a.operator === b.operator;
