/** Which desks' acts somebody reviews: those of their scope, and those of whom they stand in for. */
import type { Kysely } from 'kysely';
import type { ReviewSummary } from '../../contract/index.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import { mayStandIn, readSubstitutions, type SubstitutionRow } from './substitutes.ts';

type Reviewer = Pick<StaffActor, 'subject' | 'scope'>;

export interface Duty {
  desk: string;
  /** Whose acts others review: their own, and those of whom they stand in for. */
  notOf: readonly string[];
  /** Null for a desk of their own. */
  insteadOf: ReviewSummary['instead_of'];
}

/** As it is now. The rule of who may stand in where holds at each use, whatever held when a substitute was named. */
export function dutiesOf({ subject, scope }: Reviewer, substitutions: readonly SubstitutionRow[]): Duty[] {
  const standingIn = substitutions.filter(({ substitute, begun }) => begun && substitute === subject);
  const added = new Map<string, Duty>();
  for (const { absent, absent_name, places, until_day } of standingIn) {
    for (const desk of places) {
      if (scope.includes(desk) || !mayStandIn(scope, desk)) continue;
      // Two who share a desk review each other's acts: whoever stands in for both reviews them all.
      const notOf = added.has(desk) ? [subject] : [subject, absent];
      added.set(desk, { desk, notOf, insteadOf: { name: absent_name, until: until_day } });
    }
  }
  return [...scope.map((desk) => ({ desk, notOf: [subject], insteadOf: null })), ...added.values()];
}

export const readDuties = async (db: Kysely<Database>, reviewer: Reviewer, config: Config): Promise<Duty[]> =>
  dutiesOf(reviewer, await readSubstitutions(db, reviewer.subject, config));

/** Whether one of the duties is to review an act on this desk. */
export const isDue = (duties: readonly Duty[], { desk, actor }: { desk: string; actor: string }): boolean =>
  duties.some((duty) => duty.desk === desk && !duty.notOf.includes(actor));
