import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { Caller } from '../harness/caller.ts';
import { startChild } from '../harness/child.ts';
import { type Comparison, ratioOf } from '../harness/compare.ts';
import { figure, ratioFinding, toldFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { rate } from '../harness/throughput.ts';
import type { SequenceTask } from '../sides/sequencer.ts';
import { openCitizens, unlockCall } from '../stage/acts.ts';
import { startApi } from '../stage/api.ts';
import { untilCaughtUp, untilSigned } from '../stage/ledger.ts';
import { startStaff } from '../stage/staff.ts';
import { taker } from '../stage/taker.ts';
import type { Row } from './row.ts';

const SEQUENCER = new URL('../sides/sequencer.ts', import.meta.url);
const FEW = 8;
const MANY = 32;

export const ledgerThroughput: Row = {
  name: 'ledger-throughput',
  number: 6,
  promise: 'The ledger does not make acts wait for each other',
  against: `${FEW} clerks at once instead of ${MANY}; the same without a sequencer`,
  async run(bench) {
    const database = await bench.database('large');
    const { repeats, steps, warmUp } = bench.pick({
      full: { repeats: 7, steps: 800, warmUp: 400 },
      quick: { repeats: 2, steps: 40, warmUp: 20 },
    });
    await using staff = await startStaff();
    const acts = (repeats + 1) * (4 * steps + 2 * warmUp);
    const next = taker(await openCitizens(bench, database, PEOPLE.clerk, acts));
    // It only answers; who sequences is a process of its own, which comes and goes.
    await using api = await startApi(bench, database, staff.issuer, { leads: false });
    using caller = new Caller(api.url);
    const act = () => caller.call(unlockCall(next(), staff.bearer(PEOPLE.clerk)));
    const sequenceTask = { databaseUrl: database.apiUrl, keyFile: database.ledgerKeyFile } satisfies SequenceTask;

    const clients: Comparison = { repeats: [] };
    const sequencer: Comparison = { repeats: [] };
    const leader: Comparison = { repeats: [] };
    for (let repeat = -1; repeat < repeats; repeat++) {
      const alone = await rate(act, steps, MANY);
      let many: number;
      let few: number;
      {
        await using _sequencer = await startChild(SEQUENCER, sequenceTask);
        await untilSigned(database);
        await rate(act, warmUp, MANY);
        many = await rate(act, steps, MANY);
        few = await rate(act, steps, FEW);
      }
      await using _leader = await startApi(bench, database, staff.issuer);
      await untilCaughtUp(database);
      await rate(act, warmUp, MANY);
      const led = await rate(act, steps, MANY);
      // The first round is for caches, plans and compilers to settle.
      if (repeat < 0) continue;
      clients.repeats.push({ a: [many], b: [few] });
      sequencer.repeats.push({ a: [many], b: [alone] });
      leader.repeats.push({ a: [led], b: [alone] });
    }
    const whole = ratioOf(leader, median);
    return [
      ratioFinding(`${MANY} clerks at once, against ${FEW}`, ratioOf(clients, median), { atLeast: 0.9 }, '/s'),
      ratioFinding('with the sequencer, against without', ratioOf(sequencer, median), { atLeast: 0.9 }, '/s'),
      toldFinding(
        'with all that a leader does for review, reports and messages, against without',
        `${figure(whole.value)}×`,
        `${figure(whole.a)} /s : ${figure(whole.b)} /s`,
      ),
    ];
  },
};
