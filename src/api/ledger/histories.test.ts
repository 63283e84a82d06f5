/**
 * Promise 6: no lost or doubled effect under concurrency. Staff, sign-in system, register and clock act on
 * the same few accounts at once; then the entries of each account must tell one history without a gap, at whose end
 * stands what the tables say.
 */
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { asReset, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { accountRow, attempt, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';
import type { EntryState } from './record.ts';

const RUNS = process.env.LOCKDESK_SOAK === '1' ? 300 : 10;
const ACCOUNTS = 3;

let api: TestApi;
let system: SignInSystem;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());

const step = fc.record({
  account: fc.nat(ACCOUNTS - 1),
  act: fc.constantFrom(
    'attack',
    'attack',
    'unlock',
    'unlock',
    'reset',
    'disable',
    'enable',
    'move',
    'phone',
    'end',
    'success',
  ),
  /** Sent twice, with one key. */
  twice: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Citizen {
  id: string;
  external_id: string;
  row: ReturnType<typeof accountRow>;
}

let day = 0;
/** A later state of the register. */
const updated = ({ row }: Citizen, change: object) =>
  system.register({ ...row, ...change, updated_at: new Date(Date.UTC(2026, 0, 2) + ++day * 60_000).toISOString() });

/** @returns the statuses of acts of the staff */
async function perform({ act, twice }: Step, citizen: Citizen, round: number): Promise<number[]> {
  const { external_id, id } = citizen;
  switch (act) {
    case 'attack':
      await system.report(...Array.from({ length: 5 }, () => attempt({ external_id })));
      return [];
    case 'success':
      await system.report(attempt({ external_id, outcome: 'success' }));
      return [];
    case 'end':
      await sql`UPDATE locks SET started_at = now() - interval '1 hour', ends_at = now() WHERE account_id = ${id}
                 AND ended_at IS NULL AND kind = 'temporary'`.execute(api.services.db);
      return [];
    case 'disable':
    case 'enable':
      await updated(citizen, { status: act === 'disable' ? 'disabled' : 'active' });
      return [];
    case 'move':
      await updated(citizen, { division: round % 2 ? '320505' : '320102' });
      return [];
    case 'phone':
      await updated(citizen, { phone: `1380000${String(round % 10_000).padStart(4, '0')}` });
      return [];
    default: {
      const opening = await openFor(api.services, PEOPLE.clerk, id);
      const { version } = await api.services.db
        .selectFrom('accounts')
        .select('version')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      const input = unlockInput(id, opening, version);
      const key = crypto.randomUUID();
      const answers = await Promise.all(
        Array.from({ length: twice ? 2 : 1 }, () =>
          act === 'unlock'
            ? api.call(PEOPLE.clerk, 'unlockAccount', input, { key })
            : api.call(PEOPLE.clerk, 'forceReset', asReset(input), { key }),
        ),
      );
      return answers.map(({ statusCode }) => statusCode);
    }
  }
}

interface Told {
  action: string;
  outcome: string;
  before: EntryState | null;
  after: EntryState | null;
  lock_id: string | null;
}

/** All of one moment: a lock may run out while this reads. */
const readHistory = ({ id }: Citizen) =>
  api.services.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const entries = await sql<Told>`
        SELECT action, outcome, before, after, lock_id FROM entries
         WHERE account_id = ${id} AND outcome = 'done' AND action <> 'open' ORDER BY id`.execute(trx);
      const now = await sql<EntryState>`
        SELECT version, locks.id IS NOT NULL AS locked, kind AS lock_kind, disabled,
               reset_pending_since IS NOT NULL AS reset_pending
          FROM accounts LEFT JOIN locks ON account_id = accounts.id AND ended_at IS NULL
         WHERE accounts.id = ${id}`.execute(trx);
      const locks = await sql<{ begun: string[] | null; ended: string[] | null }>`
        SELECT array_agg(id ORDER BY id) AS begun, array_agg(id ORDER BY id) FILTER (WHERE ended_at IS NOT NULL) AS ended
          FROM locks WHERE account_id = ${id}`.execute(trx);
      return { entries: entries.rows, now: now.rows, locks: locks.rows[0] };
    });

async function expectOneHistory(citizen: Citizen): Promise<void> {
  const { entries, now, locks } = await readHistory(citizen);
  let state: EntryState = { version: 1, locked: false, lock_kind: null, disabled: false, reset_pending: false };
  for (const { before, after } of entries) {
    expect(plain(before)).toEqual(state);
    state = plain(after);
  }
  expect(now).toEqual([state]);
  const named = (test: (entry: Told) => boolean) =>
    entries
      .filter(test)
      .map(({ lock_id }) => lock_id)
      .sort();
  expect(named(({ action }) => action === 'lock')).toEqual(locks?.begun ?? []);
  expect(named(({ lock_id, before, after }) => lock_id !== null && !!before?.locked && !after?.locked)).toEqual(
    locks?.ended ?? [],
  );
}

/** A state without what an entry adds to it. */
function plain(state: EntryState | null): EntryState {
  const { effective_at: _, division: __, ...rest } = state as EntryState;
  return rest;
}

/** All in one statement, so of one moment: a lock that runs out meanwhile is in none of the three or in all of them. */
async function expectTotals(): Promise<void> {
  const places = (table: string) => sql<unknown[]>`
    (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY place, kind, cause), '[]') FROM ${sql.table(table)} AS t)`;
  const read = async () => {
    const { rows } = await sql<{ waiting: number; counted: unknown[]; truth: unknown[] }>`
      WITH counted AS (SELECT place, kind, cause, count FROM lock_counters WHERE count <> 0),
           truth AS (SELECT place, kind, cause, count(*)
                       FROM locks, unnest(ARRAY['', province, city, division]) AS place
                      WHERE ended_at IS NULL GROUP BY 1, 2, 3)
      SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT FROM leaves WHERE entry_id = entries.id)) AS waiting,
             ${places('counted')} AS counted, ${places('truth')} AS truth
        FROM entries`.execute(api.services.db);
    return rows[0] as (typeof rows)[0];
  };
  const settled = await vi.waitUntil(async () => {
    const moment = await read();
    return moment.waiting === 0 && moment;
  }, 10_000);
  expect(settled.truth.length).toBeGreaterThan(0);
  expect(settled.counted).toEqual(settled.truth);
}

it('promise 6: whatever acts at once on an account, its entries tell one history, and totals follow', async () => {
  let acts = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 2, maxLength: 8 }), { minLength: 2, maxLength: 6 }),
      async (rounds) => {
        const citizens = await Promise.all(
          Array.from({ length: ACCOUNTS }, async (): Promise<Citizen> => {
            const row = accountRow();
            const external_id = await system.newCitizen(row);
            const { id } = await api.services.db
              .selectFrom('accounts')
              .select('id')
              .where('external_id', '=', external_id)
              .executeTakeFirstOrThrow();
            return { id, external_id, row };
          }),
        );
        for (const [round, steps] of rounds.entries()) {
          const statuses = await Promise.all(steps.map((one) => perform(one, citizens[one.account] as Citizen, round)));
          for (const status of statuses.flat()) {
            acts++;
            expect([200, 409]).toContain(status);
          }
        }
        for (const citizen of citizens) await expectOneHistory(citizen);
      },
    ),
    { numRuns: RUNS },
  );
  await expectTotals();
  expect(acts).toBeGreaterThan(RUNS);
});
