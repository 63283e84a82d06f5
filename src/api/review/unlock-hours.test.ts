import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HourlyUnlocks } from '../../contract/index.ts';
import { countEntries } from '../reports/count-entries.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { sequenceEntries } from '../testing/sequence.ts';
import { forgetUnlockHours } from './unlock-hours.ts';

/** The offices' clock in these tests: nine hours and a half ahead, so that neither UTC nor Shanghai would do. */
const TIME_ZONE = 'Australia/Darwin';
const OFFICE = '320106-01';

let api: TestApi;
beforeAll(async () => {
  // Nothing counts but what a test lets count.
  api = await startTestApi({ TIME_ZONE }, { leads: false });
});
afterAll(() => api.close());

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: TIME_ZONE });
const daysAgo = (days: number) => new Date(Date.parse(today()) - days * 86_400_000).toISOString().slice(0, 10);
const at = (hour: number, count: number) => Array.from({ length: 24 }, (_, one) => (one === hour ? count : 0));

async function unlock(recordedAt: string): Promise<void> {
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', await readyToUnlock(api));
  expect(answer.statusCode, answer.body).toBe(200);
  await api.database.asOwner('UPDATE entries SET recorded_at = $1 WHERE id = $2', [recordedAt, answer.json().entry_id]);
}

const kept = async (place: string) =>
  (
    await api.database.asOwner(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, key, unlocks FROM unlock_hours WHERE place = $1 ORDER BY day, key`,
      [place],
    )
  ).rows;

async function asked(person: TestPerson): Promise<HourlyUnlocks> {
  const answer = await api.call(person, 'hourlyUnlocks', {});
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

describe('unlocks by the hour', () => {
  test('are counted once, on the day and in the hour of the offices, whoever counts at the same time', async () => {
    const before = daysAgo(1);
    await unlock(`${before}T23:59:59.999+09:30`);
    await unlock(`${today()}T00:00:00+09:30`);
    await unlock(`${today()}T00:59:59.999+09:30`);
    await unlock(`${today()}T01:00:00+09:30`);
    await sequenceEntries(api);
    await Promise.all([countEntries(api.services), countEntries(api.services), countEntries(api.services)]);
    const two = at(0, 2).with(1, 1);
    for (const place of ['320106', '3201', '32']) {
      expect(await kept(place)).toEqual([
        { day: before, key: OFFICE, unlocks: at(23, 1) },
        { day: today(), key: OFFICE, unlocks: two },
      ]);
    }
    expect(await kept('')).toMatchObject([{ key: '32' }, { key: '32', unlocks: two }]);

    await unlock(`${today()}T00:30:00+09:30`);
    await sequenceEntries(api);
    await countEntries(api.services);
    expect((await kept('3201'))[1]).toMatchObject({ unlocks: at(0, 3).with(1, 1) });
  });

  test('are told within the scope: offices, and of the country its provinces', async () => {
    const office = { key: OFFICE, name: '南京市车管所鼓楼分所', usual: null, outlier: null };
    const city = await asked(PEOPLE.supervisor);
    expect(city).toMatchObject({ day: today(), by: 'office', more: 0 });
    expect(city.rows).toEqual([{ ...office, hours: at(0, 3).with(1, 1) }]);
    expect(city.hour).toBe(
      Number(new Date().toLocaleTimeString('en-GB', { timeZone: TIME_ZONE, hour: '2-digit', hour12: false })) % 24,
    );
    const twice = { ...PEOPLE.supervisor, subject: 'of-counties', scope: ['320104', '320106'] };
    expect((await asked(twice)).rows).toEqual(city.rows);
    expect(await asked(PEOPLE.otherSupervisor)).toMatchObject({ rows: [], more: 0 });
    const country = await asked({ ...PEOPLE.supervisor, subject: 'of-all', scope: [''] });
    expect(country).toMatchObject({ by: 'province', rows: [{ key: '32', name: '江苏省' }] });
    expect((await api.call(PEOPLE.clerk, 'hourlyUnlocks', {})).statusCode).toBe(403);
  });

  test('beside the usual of 28 days, those that stand out first, then the busiest, a hundred of them', async () => {
    const keep = (key: string, days: number, unlocks: number[]) =>
      api.database.asOwner('INSERT INTO unlock_hours VALUES ($1, $2, $3, $4)', [daysAgo(days), '3205', key, unlocks]);
    for (let days = 1; days <= 28; days++) await keep('out', days, at(11, 8));
    await keep('out', 29, at(11, 8000));
    await keep('out', 0, at(11, 31));
    for (let n = 1; n <= 120; n++) await keep(`even-${n}`, 0, at(9, 40 + n));
    const { rows, more } = await asked(PEOPLE.otherSupervisor);
    expect(rows[0]).toMatchObject({ key: 'out', usual: at(11, 8), outlier: { hour: 11, count: 31, usual: 8 } });
    expect(rows[1]).toMatchObject({ key: 'even-120', usual: null, outlier: null });
    expect([rows.length, more]).toEqual([100, 21]);

    // The database may be a day behind the offices.
    await keep('out', 32, at(11, 1));
    expect(await forgetUnlockHours(api.services)).toEqual({ more: false });
    const { rows: old } = await api.database.asOwner('SELECT FROM unlock_hours WHERE day <= $1', [daysAgo(32)]);
    expect(old).toEqual([]);
  });
});
