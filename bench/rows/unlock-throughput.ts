import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { Caller } from '../harness/caller.ts';
import { ratioOf } from '../harness/compare.ts';
import { figure, ratioFinding, toldFinding } from '../harness/finding.ts';
import { only } from '../harness/recording.ts';
import { median } from '../harness/statistics.ts';
import { alternateRates } from '../harness/throughput.ts';
import { openCitizens, recordUnlock, unlockCall } from '../stage/acts.ts';
import { startApi, startBare } from '../stage/api.ts';
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
      quick: { repeats: 2, steps: 40, warmUp: 40 },
    });
    const acts = 4 * (sizes.warmUp + sizes.repeats * sizes.steps) + 1;
    await using staff = await startStaff();
    const next = taker(await openCitizens(bench, database, PEOPLE.clerk, acts));
    const recording = await recordUnlock(bench, database, staff, next());
    await using api = await startApi(bench, database, staff.issuer);
    await using bare = await startBare(database, recording);
    await using update = await startBare(database, only(recording, /UPDATE locks/));
    using apiCaller = new Caller(api.url);
    using bareCaller = new Caller(bare.url);
    using updateCaller = new Caller(update.url);
    const replay = (caller: Caller) => () => {
      const { accountId, lockId, openingId } = next();
      return caller.call({ method: 'POST', path: '/', body: [accountId, openingId, crypto.randomUUID(), lockId] });
    };

    const b = replay(updateCaller);
    const rates = await alternateRates({
      ...sizes,
      clients: CLIENTS,
      a: () => apiCaller.call(unlockCall(next(), staff.bearer(PEOPLE.clerk))),
      b,
    });
    const sameStatements = ratioOf(
      await alternateRates({ ...sizes, clients: CLIENTS, a: replay(bareCaller), b }),
      median,
    );
    return [
      ratioFinding('unlocks a second', ratioOf(rates, median), { atLeast: 0.75 }, '/s'),
      toldFinding(
        'bare saying all that an act says, against the same',
        `${figure(sameStatements.value)}×`,
        `${figure(sameStatements.a)} /s : ${figure(sameStatements.b)} /s`,
      ),
    ];
  },
};
