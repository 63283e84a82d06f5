import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationInput, OperationOutput } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.database.asOwner('UPDATE sequencer_state SET next_index = 42');
  // As the sequencer keeps them: three in Gulou, one in Xuanwu, two in Suzhou, one elsewhere.
  const counters: [string, string, string, number][] = [
    ['', 'temporary', 'many_wrong_passwords', 5],
    ['', 'permanent', 'spread_sources', 2],
    ['32', 'temporary', 'many_wrong_passwords', 4],
    ['32', 'permanent', 'spread_sources', 2],
    ['3201', 'temporary', 'many_wrong_passwords', 3],
    ['3201', 'permanent', 'spread_sources', 1],
    ['320106', 'temporary', 'many_wrong_passwords', 2],
    ['320106', 'permanent', 'spread_sources', 1],
    ['320102', 'temporary', 'many_wrong_passwords', 1],
    ['320102', 'permanent', 'spread_sources', 0],
    ['3205', 'temporary', 'many_wrong_passwords', 1],
    ['3205', 'permanent', 'spread_sources', 1],
  ];
  for (const counter of counters)
    await api.database.asOwner('INSERT INTO lock_counters VALUES ($1, $2, $3, $4)', counter);
});
afterAll(() => api.close());

async function totals(person: TestPerson, input: OperationInput<'lockTotals'> = {}) {
  const answer = await api.call(person, 'lockTotals', input);
  expect(answer.statusCode, answer.body).toBe(200);
  const { index, groups, places }: OperationOutput<'lockTotals'> = answer.json();
  const counts = Object.fromEntries(groups.map(({ kind, cause, count }) => [`${kind} ${cause}`, count]));
  return { index, groups: counts, places: places.filter(({ count }) => count > 0), listed: places.length };
}

test('a city by kind and cause, and its counties', async () => {
  expect(await totals(PEOPLE.clerk)).toEqual({
    index: 42,
    groups: { 'temporary many_wrong_passwords': 3, 'permanent spread_sources': 1 },
    places: [
      { code: '320102', name: '玄武区', count: 1 },
      { code: '320106', name: '鼓楼区', count: 3 },
    ],
    listed: 11,
  });
});

test('a county has no places below it, and no groups that are empty', async () => {
  expect(await totals(PEOPLE.clerk, { places: ['320102'] })).toEqual({
    index: 42,
    groups: { 'temporary many_wrong_passwords': 1 },
    places: [],
    listed: 0,
  });
});

test('a scope of several places is their sum, and lists them', async () => {
  const two = { ...PEOPLE.clerk, subject: 'two', scope: ['3201', '3205'] };
  expect(await totals(two)).toMatchObject({
    groups: { 'temporary many_wrong_passwords': 4, 'permanent spread_sources': 2 },
    places: [
      { code: '3201', name: '南京市', count: 4 },
      { code: '3205', name: '苏州市', count: 2 },
    ],
  });
});

test('the country by province', async () => {
  const country = { ...PEOPLE.clerk, subject: 'country', scope: [''] };
  expect(await totals(country)).toMatchObject({
    groups: { 'temporary many_wrong_passwords': 5, 'permanent spread_sources': 2 },
    places: [{ code: '32', name: '江苏省', count: 6 }],
    listed: 34,
  });
});

test('outside the scope there is nothing to count', async () => {
  expect(await totals(PEOPLE.clerk, { places: ['3205'] })).toEqual({ index: 42, groups: {}, places: [], listed: 0 });
});
