import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { HOLDINGS, type Holding } from './holdings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const declared = ({ free = [], staff = [], erased = [], kept = {} }: Holding): string[] =>
  [...free, ...staff, ...erased, ...Object.keys(kept)].sort();

it('every column of every table is declared, once: free of personal data, the staff’s, erased, or kept with its reason', async () => {
  const { rows } = await database.asOwner(
    `SELECT relname AS name, array_agg(attname::text ORDER BY attname) AS columns
       FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
      WHERE relkind IN ('r', 'p', 'm') AND NOT relispartition AND relnamespace = 'public'::regnamespace
      GROUP BY relname`,
  );
  const columns = Object.fromEntries(rows.map((row) => [row.name, [...row.columns].sort()]));
  expect(Object.fromEntries(Object.entries(HOLDINGS).map(([table, holding]) => [table, declared(holding)]))).toEqual(
    columns,
  );
});

it('what is kept has its reason in words', () => {
  for (const { kept = {} } of Object.values(HOLDINGS)) {
    for (const reason of Object.values(kept)) expect(reason.length).toBeGreaterThan(20);
  }
});
