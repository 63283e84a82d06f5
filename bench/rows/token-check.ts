import { createRemoteJWKSet, jwtVerify } from 'jose';
import { readConfig } from '../../src/api/config.ts';
import { makeIdentify } from '../../src/api/http/token.ts';
import { PEOPLE } from '../../src/api/testing/issuer.ts';
import { alternate, ratioOf } from '../harness/compare.ts';
import { ratioFinding } from '../harness/finding.ts';
import { median } from '../harness/statistics.ts';
import { startStaff } from '../stage/staff.ts';
import type { Row } from './row.ts';

/** Checks in one timed step: a single warm one is too short for the clock. */
const CHECKS = 50;

export const tokenCheck: Row = {
  name: 'token-check',
  number: 9,
  promise: 'The check of a token that was seen before, introspection included',
  against: 'jose verifying each time',
  async run(bench) {
    await using staff = await startStaff();
    const { issuer } = staff;
    const config = readConfig({
      DATABASE_URL: 'postgres://nowhere',
      LOCKDESK_KEY_FILE: 'none',
      OIDC_ISSUER: issuer.url,
      OIDC_INTROSPECTION_URL: issuer.introspectionUrl,
    });
    const identify = makeIdentify(config);
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/jwks`));
    const token = issuer.token(PEOPLE.clerk);
    const bearer = `Bearer ${token}`;

    const comparison = await alternate({
      ...bench.pick({
        full: { repeats: 9, steps: 100, warmUp: 50 },
        quick: { repeats: 3, steps: 10, warmUp: 10 },
      }),
      a: () => times(CHECKS, () => identify(bearer)),
      b: () =>
        times(CHECKS, () =>
          jwtVerify(token, keys, { issuer: issuer.url, audience: config.OIDC_AUDIENCE, typ: 'at+jwt' }),
        ),
    });
    return [ratioFinding(`p50 of ${CHECKS} checks`, ratioOf(comparison, median), { atMost: 0.1 }, 'ms')];
  },
};

async function times(count: number, work: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done++) await work();
}
