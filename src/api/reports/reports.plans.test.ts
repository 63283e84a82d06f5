/** What reports cost the database beside a million entries: rollups alone are read, a range of them for each figure. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../contract/index.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { LARGE_CITY, LARGE_COUNTY } from '../testing/large.ts';
import { ago, LargeApi } from '../testing/large-api.ts';
import { LARGE } from '../testing/large-database.ts';
import { countEntries } from './count-entries.ts';
import { countReturns } from './count-returns.ts';
import { countShown, readReviewed } from './count-reviewed.ts';

let large: LargeApi;
beforeAll(async () => {
  large = await LargeApi.open();
});
afterAll(() => large?.close());

const day = (days: number): string => ago(days).slice(0, 10);

// 124 reasons, causes, offices and clerks of a city by 12 months and 60 days: half a page for each row at most.
test.each([
  ['a day', { from: day(1), to: day(1) }, 2000],
  ['a month', { from: day(30), to: day(0) }, 5000],
  ['a year', { from: day(365), to: day(0) }, 5000],
])('a report of %s, of places of every level', async (_, period, most) => {
  for (const place of [undefined, '32', LARGE_CITY, LARGE_COUNTY]) {
    const asked = { ...period, ...(place !== undefined && { place }) };
    const report = await large.askBounded(PEOPLE.auditor, 'readReport', asked, most);
    expect((report as Report).totals.locks).toBeGreaterThan(0);
  }
  await large.askBounded(PEOPLE.supervisor, 'readReport', period, most);
  const several = { ...PEOPLE.supervisor, subject: 'several', scope: [LARGE_CITY, '3205', '44'] };
  await large.askBounded(several, 'readReport', period, most);
});

test('exportReportTables: beginning, and the file', async () => {
  const person = { ...PEOPLE.supervisor, scope: [LARGE_CITY] };
  const asked = { from: day(365), to: day(0), language: 'zh-CN' } as const;
  const { export_id } = await large.askBounded(person, 'exportReportTables', asked, 100);
  const { statusCode, body } = await large.getBounded(person, `/v1/exports/${export_id}`, 5000);
  expect(statusCode).toBe(200);
  expect(body.split('\r\n').length).toBeGreaterThan(100);
});

test('a report’s document, and what became of it', async () => {
  const asked = { from: day(365), to: day(0), language: 'zh-CN' } as const;
  const { export_id } = await large.askBounded(PEOPLE.supervisor, 'exportReport', asked, 5000);
  const end = { is: 'failed', why: 'cancelled' } as const;
  await large.askBounded(PEOPLE.supervisor, 'endExport', { export_id: String(export_id), end }, 100);
  await large.askBounded(PEOPLE.supervisor, 'readExportEnd', { export_id: String(export_id) }, 20);
});

test('counting the ledger’s next entries', async () => {
  await large.api.database.asOwner('UPDATE report_state SET next_index = $1', [LARGE.entries / 2]);
  await large.bounded(() => countEntries(large.api.services), 500 * 16);
  await large.bounded(() => countReturns(large.api.services), 500 * 16);
});

test('counting what is reviewed', async () => {
  const { services, database } = large.api;
  await database.asOwner("UPDATE reviews SET counted = false WHERE recorded_at < now() - interval '140 days'");
  await large.bounded(() => countShown(services), 200 * 16);
  const { rows } = await database.asOwner(
    `SELECT row_number() OVER () AS index, 'review' AS action, 'done' AS outcome, 'sign_off' AS reason, account_id,
            entry_id AS refers_to FROM reviews WHERE action = 'unlock' LIMIT 500`,
  );
  const reviewed = await large.bounded(
    () => services.inTransaction((trx) => readReviewed(trx, rows, services.config.TIME_ZONE)),
    500 * 30,
  );
  expect(reviewed.length).toBeGreaterThan(400);
});

test('nothing was left out', () => large.expectWhole('reports'));
