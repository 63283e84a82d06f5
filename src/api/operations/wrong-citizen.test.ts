import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { lockAgain, makeCitizen } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const CLERKS: [TestPerson, TestPerson] = [PEOPLE.clerk, { ...PEOPLE.clerk, subject: 'colleague' }];

/** What a clerk's screen showed once, and may still show. */
interface Shown {
  clerk: 0 | 1;
  citizen: 0 | 1;
  opening_id: string;
  version: number;
}

interface Citizen {
  id: string;
  version: number;
  locked: boolean;
}

const who = fc.constantFrom<(0 | 1)[]>(0, 1);
const step = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('open' as const), clerk: who, citizen: who }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('lock' as const), citizen: who }), weight: 2 },
  {
    // Any mixture of what was shown: the account of one answer with the opening of another and the version of a third.
    arbitrary: fc.record({
      do: fc.constant('unlock' as const),
      clerk: who,
      citizen: who,
      opening: fc.nat(),
      seen: fc.nat(),
    }),
    weight: 4,
  },
);

test('promise 27: whatever stale answers are mixed, an act hits the account and version that its clerk was shown', async () => {
  let acted = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const citizens: [Citizen, Citizen] = [
        { id: await makeCitizen(api.services), version: 1, locked: true },
        { id: await makeCitizen(api.services), version: 1, locked: true },
      ];
      const shown: Shown[] = [];
      for (const each of steps) {
        const citizen = citizens[each.citizen];
        if (each.do === 'open') {
          const answer = await api.call(CLERKS[each.clerk], 'openAccount', { account_id: citizen.id });
          const { opening_id, account } = answer.json();
          expect([account.id, account.version]).toEqual([citizen.id, citizen.version]);
          shown.push({ clerk: each.clerk, citizen: each.citizen, opening_id, version: account.version });
        } else if (each.do === 'lock') {
          if (!citizen.locked) await lock(citizen);
        } else if (shown.length > 0) {
          const opening = pick(shown, each.opening);
          const { version } = pick(shown, each.seen);
          const input = unlockInput(citizen.id, opening.opening_id, version);
          const answer = await api.call(CLERKS[each.clerk], 'unlockAccount', input);
          const theirs = opening.clerk === each.clerk && opening.citizen === each.citizen;
          const right = theirs && version === citizen.version && citizen.locked;
          expect(answer.statusCode, answer.body).toBe(right ? 200 : theirs ? 409 : 403);
          if (right) {
            Object.assign(citizen, { version: citizen.version + 1, locked: false });
            acted++;
          }
        }
        expect(await states()).toEqual(citizens);
      }

      async function states(): Promise<Citizen[]> {
        const ids = citizens.map(({ id }) => id);
        const { rows } = await api.database.asOwner(
          `SELECT accounts.id, version, locks.id IS NOT NULL AS locked FROM accounts
             LEFT JOIN locks ON account_id = accounts.id AND ended_at IS NULL
            WHERE accounts.id = ANY($1) ORDER BY array_position($1, accounts.id)`,
          [ids],
        );
        return rows;
      }
    }),
    { numRuns: 15 },
  );
  expect(acted).toBeGreaterThan(5);
});

async function lock(citizen: Citizen): Promise<void> {
  await lockAgain(api.services, citizen.id);
  await api.database.asOwner('UPDATE accounts SET version = version + 1 WHERE id = $1', [citizen.id]);
  Object.assign(citizen, { version: citizen.version + 1, locked: true });
}

function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}
