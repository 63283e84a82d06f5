import { sql } from 'kysely';
import { forgetStaff, noteUses } from '../access/note-uses.ts';
import { expireDueLocks } from '../directory/expiry.ts';
import { abandonExports } from '../exports/end.ts';
import { deliverMessages } from '../notify/delivery.ts';
import { monthsWritable, retireMonths } from '../personal/retention.ts';
import { countEntries } from '../reports/count-entries.ts';
import { countReturns } from '../reports/count-returns.ts';
import { countShown } from '../reports/count-reviewed.ts';
import { assessActs } from '../review/assess-acts.ts';
import { checkAgain } from '../review/check-again.ts';
import { escalateOverdue, rerouteLeft } from '../review/escalate.ts';
import { forgetUnlockHours } from '../review/unlock-hours.ts';
import type { Services } from '../services.ts';
import { feedReceiver } from '../siem/feed.ts';
import { RECEIVERS } from '../siem/receivers.ts';
import { submitToWitness } from '../witness/witness.ts';

/** Something that the leader does again and again. */
export interface Job {
  name: string;
  /** Between two rounds; one that says that there is more is followed at once. */
  everyMs: number;
  /** @param signal aborted when the term is over: nothing may hold up the next one */
  run(services: Services, signal: AbortSignal): Promise<{ more: boolean }>;
}

const MONTHS_AHEAD = 3;

/** What one process does for all. Each may run twice at once, at a change of leaders, and does no harm then. */
export const JOBS: readonly Job[] = [
  {
    name: 'close locks that have run out',
    everyMs: 500,
    run: expireDueLocks,
  },
  {
    name: 'deliver messages',
    everyMs: 250,
    run: deliverMessages,
  },
  {
    name: 'submit to the witness',
    everyMs: 10_000,
    run: submitToWitness,
  },
  ...RECEIVERS.map(
    (name): Job => ({
      name: `feed by ${name}`,
      everyMs: 1_000,
      run: (services, signal) => feedReceiver(name, services, signal),
    }),
  ),
  {
    name: 'weigh acts for review',
    everyMs: 500,
    run: assessActs,
  },
  {
    name: 'weigh acts again',
    everyMs: 5_000,
    run: checkAgain,
  },
  {
    name: 'escalate what nobody reviewed',
    everyMs: 60_000,
    run: escalateOverdue,
  },
  {
    name: 'reroute what lies where nobody is',
    everyMs: 10_000,
    run: rerouteLeft,
  },
  {
    name: 'make partitions',
    everyMs: 3_600_000,
    run: async ({ db, config }) => {
      const back = monthsWritable(config.ATTEMPTS_KEPT_DAYS, new Date());
      await sql`SELECT make_partitions(${back}::integer, ${MONTHS_AHEAD}::integer)`.execute(db);
      return { more: false };
    },
  },
  {
    name: 'retire months',
    everyMs: 3_600_000,
    run: retireMonths,
  },
  {
    name: 'forget looks',
    everyMs: 600_000,
    run: async ({ db }) => {
      await sql`DELETE FROM looks WHERE since < now() - interval '2 hours'`.execute(db);
      return { more: false };
    },
  },
  {
    name: 'forget idempotency keys',
    everyMs: 600_000,
    run: async ({ db, config }) => {
      const old = sql`now() - make_interval(hours => ${config.IDEMPOTENCY_HOURS})`;
      await sql`DELETE FROM idempotency_keys WHERE created_at < ${old}`.execute(db);
      // Whose answer a key may ask for.
      await sql`DELETE FROM orders WHERE ended_at < ${old}`.execute(db);
      return { more: false };
    },
  },
  {
    name: 'count entries for reports',
    everyMs: 2_000,
    // What is reviewed was shown before: it is counted before, too.
    run: async (services) => {
      const shown = await countShown(services);
      const entries = await countEntries(services);
      return { more: shown.more || entries.more };
    },
  },
  {
    name: 'forget old hours of offices',
    everyMs: 3_600_000,
    run: forgetUnlockHours,
  },
  {
    name: 'note what staff use',
    everyMs: 2_000,
    run: noteUses,
  },
  {
    name: 'forget staff who are gone',
    everyMs: 3_600_000,
    run: forgetStaff,
  },
  {
    name: 'look who has signed in again, for reports',
    everyMs: 5_000,
    run: countReturns,
  },
  {
    name: 'end exports that nobody went on with',
    everyMs: 60_000,
    run: abandonExports,
  },
];
