import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { Caller } from '../harness/caller.ts';
import { type Comparison, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { rate } from '../harness/throughput.ts';
import { openCitizens, unlockCall } from '../stage/acts.ts';
import { startApi } from '../stage/api.ts';
import { untilCaughtUp } from '../stage/ledger.ts';
import { startStaff } from '../stage/staff.ts';
import { taker } from '../stage/taker.ts';
import type { Row } from './row.ts';

const FEW = 8;
const MANY = 32;

export const ledgerThroughput: Row = {
  name: 'ledger-throughput',
  number: 6,
  promise: 'The ledger does not make acts wait for each other',
  against: `${FEW} clerks at once instead of ${MANY}; the same without a sequencer`,
  async run(bench) {
    const database = await bench.database('large');
    const { repeats, steps } = bench.pick({ full: { repeats: 7, steps: 800 }, quick: { repeats: 2, steps: 40 } });
    await using staff = await startStaff();
    const next = taker(await openCitizens(bench, database, PEOPLE.clerk, (repeats + 1) * 3 * steps));
    // It only answers; who sequences is a process of its own, which comes and goes.
    await using api = await startApi(bench, database, staff.issuer, { leads: false });
    using caller = new Caller(api.url);
    const act = () => caller.call(unlockCall(next(), staff.bearer(PEOPLE.clerk)));

    const clients: Comparison = { repeats: [] };
    const sequencer: Comparison = { repeats: [] };
    for (let repeat = -1; repeat < repeats; repeat++) {
      const alone = await rate(act, steps, MANY);
      await using _leader = await startApi(bench, database, staff.issuer);
      await untilCaughtUp(database);
      const many = await rate(act, steps, MANY);
      const few = await rate(act, steps, FEW);
      // The first round is for caches, plans and compilers to settle.
      if (repeat < 0) continue;
      clients.repeats.push({ a: [many], b: [few] });
      sequencer.repeats.push({ a: [many], b: [alone] });
    }
    return [
      ratioFinding(`${MANY} clerks at once, against ${FEW}`, ratioOf(clients, median), { atLeast: 0.9 }, '/s'),
      ratioFinding('with the sequencer, against without', ratioOf(sequencer, median), { atLeast: 0.9 }, '/s'),
    ];
  },
};
