import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { Caller } from '../harness/caller.ts';
import { alternate, ratioOf } from '../harness/compare.ts';
import { countFinding, ratioFinding } from '../harness/finding.ts';
import { roundTrips } from '../harness/recording.ts';
import { median, percentile } from '../harness/statistics.ts';
import { openCitizens, recordUnlock, unlockCall } from '../stage/acts.ts';
import { startApi, startBare } from '../stage/api.ts';
import { startStaff } from '../stage/staff.ts';
import { taker } from '../stage/taker.ts';
import type { Row } from './row.ts';

/** Of an act, its transaction's begin and end among them. */
const STATEMENTS_MAX = 10;
/** Times that an act waits for the database: to see, to change and record, to commit. */
const ROUND_TRIPS_MAX = 4;

export const unlock: Row = {
  name: 'unlock',
  number: 4,
  promise: 'An unlock: effect, entry, message and answer in one transaction (fsync on)',
  against: 'bare: the same statements',
  async run(bench) {
    const database = await bench.database('large');
    const sizes = bench.pick({
      full: { repeats: 9, steps: 250, warmUp: 500 },
      quick: { repeats: 3, steps: 20, warmUp: 20 },
    });
    const calls = 2 * (sizes.warmUp + sizes.repeats * sizes.steps);
    await using staff = await startStaff();
    const next = taker(await openCitizens(bench, database, PEOPLE.clerk, calls + 1));

    const recording = await recordUnlock(bench, database, staff, next());
    await using api = await startApi(bench, database, staff.issuer);
    await using bare = await startBare(database, recording);
    using apiCaller = new Caller(api.url);
    using bareCaller = new Caller(bare.url);

    const comparison = await alternate({
      ...sizes,
      a: () => apiCaller.call(unlockCall(next(), staff.bearer(PEOPLE.clerk))),
      b: () => {
        const { accountId, lockId, openingId } = next();
        return bareCaller.call({
          method: 'POST',
          path: '/',
          body: [accountId, openingId, crypto.randomUUID(), lockId],
        });
      },
    });
    return [
      ratioFinding('p50 of a call', ratioOf(comparison, median), { atMost: 1.3 }, 'ms'),
      ratioFinding(
        'p99 of a call',
        ratioOf(comparison, (times) => percentile(times, 99)),
        { atMost: 2 },
        'ms',
      ),
      countFinding('statements of an act', recording.statements.length, { atMost: STATEMENTS_MAX }, 'statements'),
      countFinding('round trips of an act', roundTrips(recording), { atMost: ROUND_TRIPS_MAX }, 'round trips'),
    ];
  },
};
