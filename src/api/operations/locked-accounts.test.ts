import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CAUSES,
  type Cause,
  LOCK_KINDS,
  LOCK_SORTS,
  type LockedAccount,
  type LockKind,
  type LockSort,
  type OperationInput,
  type OperationOutput,
} from '../../contract/index.ts';
import { encodeCursor } from '../queries/cursor.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

type Input = OperationInput<'listLockedAccounts'>;
type Page = OperationOutput<'listLockedAccounts'>;

const COUNTRY: TestPerson = { ...PEOPLE.clerk, subject: 'country', scope: [''] };
const DIVISIONS = ['320106', '320102', '320508', '321002', '440106'];
const HOUR_MS = 3_600_000;
const start = Date.now() - 100 * HOUR_MS;

let api: TestApi;
let all: LockedAccount[];
beforeAll(async () => {
  api = await startTestApi();
  for (let n = 0; n < 60; n++) {
    await makeCitizen(api.services, { division: DIVISIONS[n % DIVISIONS.length] ?? '' });
  }
  // Few values, so that every order has rows that only their ids part.
  await api.database.asOwner(
    `UPDATE locks SET kind = CASE WHEN n % 3 = 0 THEN 'permanent' ELSE 'temporary' END,
            ends_at = CASE WHEN n % 3 <> 0 THEN now() + interval '1 hour' * (1 + n % 7) END,
            cause = CASE WHEN n % 4 = 0 THEN 'spread_sources' ELSE 'many_wrong_passwords' END,
            failures = n % 5, started_at = to_timestamp($1) + interval '1 hour' * (n % 11)
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM locks) AS numbered WHERE numbered.id = locks.id`,
    [start / 1000],
  );
  const gone = await makeCitizen(api.services);
  await api.database.asOwner(`UPDATE locks SET ended_at = now(), ended_by = 'unlocked' WHERE account_id = $1`, [gone]);
  const runOut = await makeCitizen(api.services, { lock: 'temporary' });
  await api.database.asOwner(`UPDATE locks SET ends_at = now() - interval '1 ms' WHERE account_id = $1`, [runOut]);
  all = (await list(COUNTRY, { limit: 200 })).items;
});
afterAll(() => api.close());

async function list(person: TestPerson, input: Input): Promise<Page> {
  const answer = await api.call(person, 'listLockedAccounts', input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
const ORDERS: Record<LockSort, (a: LockedAccount, b: LockedAccount) => number> = {
  newest: (a, b) => compare(b.lock.started_at, a.lock.started_at) || compare(b.lock.id, a.lock.id),
  ending_soonest: (a, b) => compare(a.lock.ends_at ?? '~', b.lock.ends_at ?? '~') || compare(a.lock.id, b.lock.id),
  most_failures: (a, b) => b.lock.failures - a.lock.failures || compare(b.lock.id, a.lock.id),
};

/** What a page at a time must come to. */
function expected({ sort = 'newest', places, kinds, causes, since, until }: Input): string[] {
  return all
    .filter(({ lock, division }) => {
      if (places && !places.some((place) => division.code.startsWith(place))) return false;
      if ((kinds && !kinds.includes(lock.kind)) || (causes && !causes.includes(lock.cause))) return false;
      return (since === undefined || lock.started_at >= since) && (until === undefined || lock.started_at < until);
    })
    .sort(ORDERS[since === undefined && until === undefined ? sort : 'newest'])
    .map(({ account_id }) => account_id);
}

const ids = (page: Page): string[] => page.items.map(({ account_id }) => account_id);

async function forwards(input: Input): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | undefined, page: Page; ; after = page.after ?? undefined) {
    page = await list(COUNTRY, { ...input, after });
    expect(page.before === null).toBe(after === undefined);
    seen.push(...ids(page));
    if (page.after === null) return seen;
    expect(page.items).toHaveLength(input.limit ?? 50);
  }
}

async function backwards(input: Input): Promise<string[]> {
  const seen: string[] = [];
  let page = await list(COUNTRY, { ...input, from_end: true });
  expect(page.after).toBeNull();
  for (;;) {
    seen.unshift(...ids(page));
    if (page.before === null) return seen;
    page = await list(COUNTRY, { ...input, before: page.before });
    expect(page.after).not.toBeNull();
  }
}

const at = (hour: number) => new Date(start + hour * HOUR_MS).toISOString();
const inputs = fc.record(
  {
    sort: fc.constantFrom(...LOCK_SORTS),
    places: fc.subarray(['32', '3201', '320106', '3205', '44', '11'], { minLength: 1 }),
    kinds: fc.subarray([...LOCK_KINDS], { minLength: 1 }),
    causes: fc.subarray([...CAUSES], { minLength: 1 }),
    since: fc.nat(12).map(at),
    until: fc.nat(12).map(at),
    limit: fc.constantFrom(1, 3, 7, 50),
  },
  { requiredKeys: ['limit'] },
);

describe('pages of the locked', () => {
  test('hold those in force and nobody else', () => {
    expect(all).toHaveLength(60);
    expect(all[0]).toMatchObject({ name: '王*明', document: '3201**********0010', directory: 'built-in' });
    expect(all[0]?.trend).toHaveLength(12);
  });

  test('come to the same forwards and backwards, in every order, for every filter and size', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const rows = expected(input);
        expect(await forwards(input)).toEqual(rows);
        expect(await backwards(input)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('lead back to where one came from', async () => {
    const first = await list(COUNTRY, { limit: 10 });
    const second = await list(COUNTRY, { limit: 10, after: first.after ?? '' });
    expect(ids(await list(COUNTRY, { limit: 10, before: second.before ?? '' }))).toEqual(ids(first));
  });

  test('lead back also where what lay beyond is gone by now', async () => {
    const account_id = await makeCitizen(api.services, { division: '110101' });
    const other = await makeCitizen(api.services, { division: '110101' });
    const page = await list(COUNTRY, { places: ['110101'], limit: 1 });
    expect(ids(page)).toEqual([other]);
    await api.database.asOwner(`UPDATE locks SET ended_at = now(), ended_by = 'unlocked' WHERE account_id = $1`, [
      account_id,
    ]);
    const empty = await list(COUNTRY, { places: ['110101'], limit: 1, after: page.after ?? '' });
    expect(empty).toMatchObject({ items: [], after: null, before: page.after });
    await api.database.asOwner(`UPDATE locks SET ended_at = now(), ended_by = 'unlocked' WHERE account_id = $1`, [
      other,
    ]);
  });

  test('hold what lies within the scope, whatever is asked for', async () => {
    const inNanjing = expected({ places: ['3201'] });
    expect(ids(await list(PEOPLE.clerk, {}))).toEqual(inNanjing);
    expect(ids(await list(PEOPLE.clerk, { places: [''] }))).toEqual(inNanjing);
    expect(ids(await list(PEOPLE.clerk, { places: ['32'] }))).toEqual(inNanjing);
    expect(ids(await list(PEOPLE.clerk, { places: ['320106', '3205'] }))).toEqual(expected({ places: ['320106'] }));
    expect(await list(PEOPLE.clerk, { places: ['44'] })).toMatchObject({ items: [], before: null, after: null });
    const several = { ...PEOPLE.clerk, subject: 'several', scope: ['320106', '44'] };
    expect(ids(await list(several, {}))).toEqual(expected({ places: ['320106', '44'] }));
    expect(ids(await list({ ...PEOPLE.clerk, subject: 'nowhere', scope: [] }, {}))).toEqual([]);
  });

  test('tell the index of the ledger that they have seen, also where they are empty', async () => {
    await api.database.asOwner('UPDATE sequencer_state SET next_index = 4711');
    expect((await list(COUNTRY, {})).index).toBe(4711);
    expect((await list(COUNTRY, { places: ['11'] })).index).toBe(4711);
    expect((await list(PEOPLE.clerk, { places: ['44'] })).index).toBe(4711);
  });
});

describe('a cursor is refused', () => {
  const id = '80000000-0000-4000-8000-000000000000';
  const newest = encodeCursor({ sort: 'newest', key: at(5), id });
  test.each<[string, Input]>([
    ['that the API did not make', { after: 'x' }],
    ['with something added', { after: encodeCursor({ sort: 'newest', key: at(5), id, more: 1 }) }],
    ['with a key of another order', { after: encodeCursor({ sort: 'newest', key: 5, id }) }],
    [
      'with a number beyond any',
      { sort: 'most_failures', after: encodeCursor({ sort: 'most_failures', key: 2 ** 31, id }) },
    ],
    ['of another order', { after: newest, sort: 'most_failures' }],
    ['together with another', { after: newest, before: newest }],
    ['together with the end', { after: newest, from_end: true }],
  ])('%s: %j', async (_, input) => {
    const answer = await api.call(COUNTRY, 'listLockedAccounts', input);
    expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:lockdesk:error:invalid_cursor']);
  });
});

const kinds: LockKind[] = ['temporary', 'permanent'];
const causes: Cause[] = ['many_wrong_passwords', 'spread_sources'];
test('asking for all kinds and causes is asking for none', async () => {
  expect(ids(await list(COUNTRY, { kinds, causes, limit: 200 }))).toEqual(expected({}));
});
