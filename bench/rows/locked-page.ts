import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { Caller } from '../harness/caller.ts';
import { alternate, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { recordCall, startApi, startBare } from '../stage/api.ts';
import { startStaff } from '../stage/staff.ts';
import type { Row } from './row.ts';

const PATH = '/v1/locked-accounts?limit=50';

export const lockedPage: Row = {
  name: 'locked-page',
  number: 1,
  promise: 'A page of 50 locked accounts, with authentication, validation and masking',
  against: 'bare: node:http and pg with the same prepared statement',
  async run(bench) {
    const database = await bench.database('large');
    await using staff = await startStaff();
    const asClerk = () => ({
      method: 'GET' as const,
      path: PATH,
      headers: { authorization: staff.bearer(PEOPLE.clerk) },
    });
    const recording = await recordCall(bench, database, staff.issuer, { call: asClerk(), given: [] });
    await using api = await startApi(bench, database, staff.issuer);
    await using bare = await startBare(database, recording);
    using apiCaller = new Caller(api.url);
    using bareCaller = new Caller(bare.url);

    const comparison = await alternate({
      ...bench.pick({
        full: { repeats: 9, steps: 300, warmUp: 1000 },
        quick: { repeats: 3, steps: 30, warmUp: 50 },
      }),
      a: () => apiCaller.call(asClerk()),
      b: () => bareCaller.call({ method: 'GET', path: '/' }),
    });
    return [ratioFinding('p50 of a call', ratioOf(comparison, median), { atMost: 1.3 }, 'ms')];
  },
};
