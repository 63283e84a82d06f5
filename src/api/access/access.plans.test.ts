/** What it costs the database to know who may do what, beside a ledger of a million entries. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessPerson } from '../../contract/index.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { clerkSubject, LARGE_COUNTY } from '../testing/large.ts';
import { LargeApi } from '../testing/large-api.ts';
import { LARGE } from '../testing/large-database.ts';
import { forgetStaff, noteUses } from './note-uses.ts';

/** Staff of a province. */
const STAFF = 3_000;
/** Each with what they used and what was said of them, by key. */
const LIST_MAX = STAFF * 3;

let large: LargeApi;
beforeAll(async () => {
  large = await LargeApi.open();
  await large.api.database.asOwner(
    `INSERT INTO staff (subject, name, office, roles, scope)
     SELECT 'clerk-' || n, '李敏',
            jsonb_build_object('code', division || '-01', 'name', '分所', 'division', division), '{clerk}', '{3201}'
       FROM generate_series(1, $1::integer) AS n,
            LATERAL (SELECT CASE n % 3 WHEN 0 THEN $2 ELSE '440103' END AS division) AS place
     ON CONFLICT DO NOTHING`,
    [STAFF, LARGE_COUNTY],
  );
  await large.api.database.asOwner('ANALYZE staff');
});
afterAll(() => large?.close());

test('what staff used is noted from the ledger’s next entries, each by its key', async () => {
  const { services, database } = large.api;
  await database.asOwner('UPDATE staff_uses_state SET next_index = $1', [LARGE.entries / 2]);
  expect(await large.bounded(() => noteUses(services), 1_000 * 10)).toEqual({ more: true });
  const { rows } = await database.asOwner('SELECT next_index::integer FROM staff_uses_state');
  expect(rows).toEqual([{ next_index: LARGE.entries / 2 + 1_000 }]);
  await large.bounded(() => forgetStaff(services), 500);
});

test('the list is read from the staff alone, and signed person by person', async () => {
  // First, as whoever asks is written down with their rights of now.
  await large.askBounded(PEOPLE.supervisor, 'accessReview', { role: 'clerk', mark: 'unused' }, LIST_MAX);
  const { items, counts } = await large.askBounded(PEOPLE.auditor, 'accessReview', { limit: 200 }, LIST_MAX);
  expect(counts).toMatchObject({ people: expect.toSatisfy((people: number) => people >= STAFF) });
  const people = (items as AccessPerson[])
    .filter(({ subject }) => subject !== PEOPLE.auditor.subject)
    .map(({ subject, version }) => ({ subject, version, verdict: 'keep' as const }));
  await large.askBounded(PEOPLE.auditor, 'signAccess', { people: people.slice(0, 100) }, LIST_MAX);
  const { rows } = await large.api.database.asOwner('SELECT uses FROM staff_uses WHERE subject = $1', [
    clerkSubject(1),
  ]);
  expect(rows.length).toBeLessThanOrEqual(1);
});

test('filters of one’s own', async () => {
  const filter_id = crypto.randomUUID();
  const filter = { filter_id, screen: 'ledger', name: 'a', filter: {}, is_default: true, version: 0 } as const;
  await large.askBounded(PEOPLE.clerk, 'saveFilter', filter, 20);
  await large.askBounded(PEOPLE.clerk, 'listFilters', {}, 20);
  await large.askBounded(PEOPLE.clerk, 'deleteFilter', { filter_id }, 20);
});

test('exportAccessReview: beginning, and the file', async () => {
  const { export_id } = await large.askBounded(PEOPLE.auditor, 'exportAccessReview', { language: 'zh-CN' }, 100);
  const { statusCode, body } = await large.getBounded(PEOPLE.auditor, `/v1/exports/${export_id}`, LIST_MAX);
  expect(statusCode).toBe(200);
  expect(body.split('\r\n').length).toBeGreaterThan(STAFF);
});

test('nothing was left out', () => large.expectWhole('staff'));
