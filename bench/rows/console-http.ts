import axios from 'axios';
import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { callOperation } from '../../src/client/index.ts';
import { HEADERS } from '../../src/contract/index.ts';
import { createHttp } from '../../src/main/api/http.ts';
import { startServer } from '../harness/child.ts';
import { alternate, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import type { FixedTask } from '../sides/fixed.ts';
import { answerOf } from '../stage/api.ts';
import { startStaff } from '../stage/staff.ts';
import type { Row } from './row.ts';

const PATH = '/v1/locked-accounts?limit=50';

export const consoleHttp: Row = {
  name: 'console-http',
  number: 11,
  promise: 'The console’s way to the API, for a page of 50: token, retries, typed client, check of the answer',
  against: 'the same axios adapter by itself, both from a server that answers at once',
  async run(bench) {
    await using staff = await startStaff();
    const bearer = staff.bearer(PEOPLE.clerk);
    const page = await answerOf(bench, await bench.database('small'), staff.issuer, {
      method: 'GET',
      path: PATH,
      headers: { authorization: bearer },
    });
    await using server = await startServer(new URL('../sides/fixed.ts', import.meta.url), {
      body: page,
    } satisfies FixedTask);

    const token = bearer.replace('Bearer ', '');
    const ours = createHttp({
      api: server.url,
      fetch,
      session: { accessToken: async () => token, accessTokenAfter: async () => token, end: async () => {} },
      workstation: () => 'bench',
      version: '0.1.0',
    });
    const bare = axios.create({
      baseURL: server.url,
      adapter: 'fetch',
      env: { fetch },
      headers: { authorization: bearer, [HEADERS.workstation]: 'bench', [HEADERS.consoleVersion]: '0.1.0' },
    });

    const comparison = await alternate({
      ...bench.pick({
        full: { repeats: 9, steps: 300, warmUp: 500 },
        quick: { repeats: 3, steps: 30, warmUp: 50 },
      }),
      a: () => callOperation(ours, 'listLockedAccounts', { limit: 50 }),
      b: () => bare.get(PATH),
    });
    return [ratioFinding('p50 of a call', ratioOf(comparison, median), { atMost: 1.2 }, 'ms')];
  },
};
