import { sql } from 'kysely';
import type { Outcome } from '../../contract/index.ts';

/** Somebody tried and got it wrong. Attempts turned away unseen (`refused_…`) are no failures. */
const FAILED: readonly Outcome[] = ['wrong_password', 'wrong_code'];

/** Whether an attempt failed. As an index of `attempts` has it, so that the planner sees that it serves. */
export const FAILURES = sql<boolean>`outcome IN (${sql.join(FAILED.map((outcome) => sql.lit(outcome)))})`;

/** Whether an attempt let somebody in. */
export const SUCCESSES = sql<boolean>`outcome = 'success'`;
