import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { ROWS_MAX } from '../../src/contract/register.ts';
import { Caller } from '../harness/caller.ts';
import { ratioOf, timed } from '../harness/compare.ts';
import { figure, toldFinding } from '../harness/finding.ts';
import { only } from '../harness/recording.ts';
import { median } from '../harness/statistics.ts';
import { alternateRates } from '../harness/throughput.ts';
import { recordCall, startApi, startBare } from '../stage/api.ts';
import { attemptsCall, registrations } from '../stage/reports.ts';
import { startStaff } from '../stage/staff.ts';
import type { Row } from './row.ts';

/** Systems of the agency that report at the same time. */
const REPORTERS = 2;

export const ingest: Row = {
  name: 'ingest',
  number: null,
  promise: `Sign-in attempts taken in, policy on, by ${REPORTERS} reporters in calls of a thousand (fsync on)`,
  against: 'bare: only the INSERT of the same rows',
  async run(bench) {
    const database = await bench.emptyDatabase();
    const citizens = bench.pick({ full: 50_000, quick: 2_000 });
    const sizes = bench.pick({
      full: { repeats: 7, steps: 10, warmUp: 6 },
      quick: { repeats: 3, steps: 3, warmUp: 2 },
    });
    await using staff = await startStaff();
    const bearer = () => staff.bearer(PEOPLE.directory);
    await using api = await startApi(bench, database, staff.issuer);
    using apiCaller = new Caller(api.url);

    bench.say(`registering ${citizens} citizens`);
    const registering = await timed(async () => {
      for (const call of registrations(citizens, bearer())) await apiCaller.call(call);
    });

    const tag = crypto.randomUUID();
    const recording = only(
      await recordCall(bench, database, staff.issuer, {
        call: attemptsCall(tag, citizens, Math.random, bearer()),
        given: [tag],
      }),
      /INSERT INTO attempts/,
    );
    await using bare = await startBare(database, recording);
    using bareCaller = new Caller(bare.url);
    const rates = await alternateRates({
      ...sizes,
      clients: REPORTERS,
      a: () => apiCaller.call(attemptsCall(crypto.randomUUID(), citizens, Math.random, bearer())),
      b: () => bareCaller.call({ method: 'POST', path: '/', body: [crypto.randomUUID()] }),
    });
    const calls = ratioOf(rates, median);
    return [
      toldFinding(
        'attempts a second',
        figure(calls.a * ROWS_MAX),
        `${figure(calls.a * ROWS_MAX)} /s : ${figure(calls.b * ROWS_MAX)} /s`,
      ),
      toldFinding('accounts registered a second', figure((citizens / registering) * 1000)),
    ];
  },
};
