import { setTimeout } from 'node:timers/promises';
import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { ActResult } from '../../src/contract/index.ts';
import { Caller } from '../harness/caller.ts';
import { figure, timeFinding, toldFinding } from '../harness/finding.ts';
import { median, percentile } from '../harness/statistics.ts';
import { openCitizens, unlockCall } from '../stage/acts.ts';
import { startApi } from '../stage/api.ts';
import { untilCaughtUp, watchSignatures } from '../stage/ledger.ts';
import { startStaff } from '../stage/staff.ts';
import { taker } from '../stage/taker.ts';
import type { Row } from './row.ts';

const ACTS_A_SECOND = 200;
/** Acts under way; with more of them, some would wait for a connection for longer than the API lets them. */
const AT_ONCE_MAX = 64;
/** The watcher's own delay, which counts as the ledger's. */
const LOOK_MS = 3;

export const signingDelay: Row = {
  name: 'signing-delay',
  number: 7,
  promise: `From an act’s answer to a signed checkpoint that holds its entry, at ${ACTS_A_SECOND} acts a second`,
  against: 'a tenth of a second',
  async run(bench) {
    const database = await bench.database('large');
    const seconds = bench.pick({ full: 20, quick: 2 });
    const acts = seconds * ACTS_A_SECOND;
    await using staff = await startStaff();
    const next = taker(await openCitizens(bench, database, PEOPLE.clerk, 2 * acts));
    await using api = await startApi(bench, database, staff.issuer);
    using caller = new Caller(api.url);
    await untilCaughtUp(database);

    const answered = new Map<string, number>();
    const act = async () => {
      const answer = await caller.call(unlockCall(next(), staff.bearer(PEOPLE.clerk)));
      answered.set(ActResult.parse(JSON.parse(answer)).entry_id, performance.now());
    };
    // Settles caches, plans and compilers.
    await paced(act, acts);
    answered.clear();
    await using watch = await watchSignatures(database, LOOK_MS);
    const tookMs = await paced(act, acts);
    await untilCaughtUp(database);
    await setTimeout(10 * LOOK_MS);

    const signed = await watch.signedAt([...answered.keys()]);
    if (signed.size < acts) throw new Error(`${acts} acts, ${signed.size} of them signed`);
    const delays = [...answered].map(([id, at]) => (signed.get(id) ?? Number.POSITIVE_INFINITY) - at);
    return [
      timeFinding('p99', percentile(delays, 99), { atMost: 100 }, 'ms'),
      toldFinding('p50', `${figure(median(delays))} ms`, `${figure((acts / tookMs) * 1000)} acts a second`),
    ];
  },
};

/**
 * Begins so many steps at their pace, whether or not those before have ended; slower only where the machine can't keep up.
 *
 * @returns milliseconds that it took
 */
async function paced(step: () => Promise<void>, steps: number): Promise<number> {
  const began = performance.now();
  const running: Promise<void>[] = [];
  let ended = 0;
  while (running.length < steps) {
    const due = Math.min(steps, Math.floor(((performance.now() - began) / 1000) * ACTS_A_SECOND) + 1);
    while (running.length < due && running.length - ended < AT_ONCE_MAX) {
      const one = step().finally(() => {
        ended++;
      });
      // Told once all have ended.
      one.catch(() => {});
      running.push(one);
    }
    await setTimeout(1);
  }
  await Promise.all(running);
  return performance.now() - began;
}
