import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { accountId } from '../../src/api/testing/large.ts';
import { alternate, ratioOf } from '../harness/compare.ts';
import { countFinding, figure, ratioFinding, toldFinding } from '../harness/finding.ts';
import type { Recording } from '../harness/recording.ts';
import { median } from '../harness/statistics.ts';
import { recordCalls } from '../stage/api.ts';
import type { BenchDatabase } from '../stage/bench.ts';
import { openSpeaker, type Spoken } from '../stage/spoken.ts';
import { startStaff } from '../stage/staff.ts';
import type { Row } from './row.ts';

/** One row by its key, of a table that grows. */
const LOOK_UP: Recording = {
  statements: [
    { name: 'look-up', text: 'SELECT version FROM accounts WHERE id = $1', values: [accountId(7)], answered: 0 },
  ],
  given: [],
  learned: [],
};

export const lockedTotal: Row = {
  name: 'locked-total',
  number: 3,
  promise: 'The total of the locked, by place, kind and cause, costs the same at any size',
  against: 'itself, on the small database; a look-up of one row',
  async run(bench) {
    await using staff = await startStaff();
    const asked = [
      { method: 'GET' as const, path: '/v1/lock-totals', headers: { authorization: staff.bearer(PEOPLE.clerk) } },
    ];
    const speak = async (database: BenchDatabase) => {
      const [totals] = await recordCalls(bench, database, staff.issuer, [asked]);
      if (!totals) throw new Error('one call was recorded');
      return openSpeaker(database, [totals, LOOK_UP]);
    };
    await using large = await speak(await bench.database('large'));
    await using small = await speak(await bench.database('small'));
    const [a, lookUpA] = large.spoken as [Spoken, Spoken];
    const [b, lookUpB] = small.spoken as [Spoken, Spoken];
    const sizes = bench.pick({
      full: { repeats: 9, steps: 200, warmUp: 200 },
      quick: { repeats: 2, steps: 10, warmUp: 10 },
    });
    const growth = ratioOf(await alternate({ ...sizes, a: () => a.say(), b: () => b.say() }), median);
    const one = ratioOf(await alternate({ ...sizes, a: () => a.say(), b: () => lookUpA.say() }), median);
    const other = ratioOf(await alternate({ ...sizes, a: () => b.say(), b: () => lookUpB.say() }), median);
    const buffers = { a: await a.buffers(), b: await b.buffers() };
    return [
      ratioFinding('p50 of a statement', growth, { atMost: 1.1 }, 'ms'),
      countFinding('growth in buffers', buffers.a / buffers.b, { atMost: 1.1 }, '×'),
      toldFinding('against a look-up of one row', `${figure(one.value)}×`, `${figure(one.a)} ms : ${figure(one.b)} ms`),
      toldFinding(
        'the same on the small database',
        `${figure(other.value)}×`,
        `${figure(other.a)} ms : ${figure(other.b)} ms`,
      ),
    ];
  },
};
