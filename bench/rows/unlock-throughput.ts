import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { Caller } from '../harness/caller.ts';
import { ratioOf, type Side } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { only } from '../harness/recording.ts';
import { median } from '../harness/statistics.ts';
import { alternateRates } from '../harness/throughput.ts';
import { openCitizens, unlockCall } from '../stage/acts.ts';
import { recordCall, startApi, startBare } from '../stage/api.ts';
import { startStaff } from '../stage/staff.ts';
import { taker } from '../stage/taker.ts';
import type { Row } from './row.ts';

/** Clerks acting at the same time. */
const CLIENTS = 16;

export const unlockThroughput: Row = {
  name: 'unlock-throughput',
  number: 5,
  promise: `Unlocks a second by ${CLIENTS} clerks at once (fsync on)`,
  against: 'bare: only the UPDATE',
  async run(bench) {
    const database = await bench.database('large');
    const sizes = bench.pick({
      full: { repeats: 7, steps: 1000, warmUp: 1000 },
      quick: { repeats: 3, steps: 50, warmUp: 50 },
    });
    await using staff = await startStaff();
    const acts = 2 * (sizes.warmUp + sizes.repeats * sizes.steps) + 1;
    const next = taker(await openCitizens(bench, database, PEOPLE.clerk, acts));
    const bearer = () => staff.bearer(PEOPLE.clerk);

    const example = next();
    const recording = only(
      await recordCall(bench, database, staff.issuer, {
        call: unlockCall(example, bearer()),
        given: [example.accountId, example.lockId],
      }),
      /UPDATE locks/,
    );
    await using api = await startApi(bench, database, staff.issuer);
    await using bare = await startBare(database, recording);
    using apiCaller = new Caller(api.url);
    using bareCaller = new Caller(bare.url);

    const a: Side = () => apiCaller.call(unlockCall(next(), bearer()));
    const b: Side = () => {
      const { accountId, lockId } = next();
      return bareCaller.call({ method: 'POST', path: '/', body: [accountId, lockId] });
    };
    const rates = await alternateRates({ ...sizes, clients: CLIENTS, a, b });
    return [ratioFinding('unlocks a second', ratioOf(rates, median), { atLeast: 0.75 }, '/s')];
  },
};
