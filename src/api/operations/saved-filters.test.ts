/** Filters that people keep for themselves, wherever they sign in next. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OperationInput, SAVED_FILTERS_MAX, type SavedFilter } from '../../contract/index.ts';
import { forgetStaff } from '../access/note-uses.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, { leads: false });
});
afterAll(() => api.close());

let made = 0;
const someone = (): TestPerson => ({ ...PEOPLE.clerk, subject: `keeper-${made++}` });

const given = (change: Partial<OperationInput<'saveFilter'>> = {}): OperationInput<'saveFilter'> => ({
  filter_id: crypto.randomUUID(),
  screen: 'ledger',
  name: '昨天的重置',
  filter: { actions: 'reset', period: 'day' },
  is_default: false,
  version: 0,
  ...change,
});
const save = (person: TestPerson, input: OperationInput<'saveFilter'>) => api.call(person, 'saveFilter', input);
const listed = async (person: TestPerson): Promise<SavedFilter[]> =>
  (await api.call(person, 'listFilters', {})).json().items;
/** Saves, and gives what the person sees now. */
async function kept(person: TestPerson, input: OperationInput<'saveFilter'>): Promise<SavedFilter> {
  const answer = await save(person, input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}
const codeOf = (answer: { json: () => { type: string } }) => answer.json().type.split(':').at(-1);

test('a filter is its person’s alone: others neither see, change nor delete it', async () => {
  const [one, next] = [someone(), someone()];
  const input = given();
  const { version } = await kept(one, input);
  expect(await listed(one)).toEqual([{ ...input, version, place_path: [] }]);
  expect(await listed(next)).toEqual([]);
  await save(next, { ...input, name: '别人的' });
  await api.call(next, 'deleteFilter', { filter_id: input.filter_id });
  expect(await listed(one)).toEqual([{ ...input, version, place_path: [] }]);
});

test('saved again it is changed; deleted, it can be saved again as it was', async () => {
  const person = someone();
  const input = given();
  const { version } = await kept(person, input);
  const changed = { ...input, name: '重置', filter: { office: '320106-01', place: '320106' } };
  expect((await kept(person, { ...changed, version })).version).toBeGreaterThan(version);
  expect(await listed(person)).toMatchObject([
    {
      name: '重置',
      filter: { office: '320106-01', place: '320106' },
      place_path: [
        { code: '32', name: '江苏省' },
        { code: '3201', name: '南京市' },
        { code: '320106', name: '鼓楼区' },
      ],
    },
  ]);
  for (const _ of [1, 2]) await api.call(person, 'deleteFilter', { filter_id: input.filter_id });
  expect(await listed(person)).toEqual([]);
  await save(person, input);
  expect(await listed(person)).toHaveLength(1);
});

test('what was changed or deleted in another window is not overwritten', async () => {
  const person = someone();
  const input = given();
  const { version } = await kept(person, input);
  const renamed = { ...input, name: '改过', version };
  const after = await kept(person, renamed);
  // The first again, after an answer that was lost.
  expect(await kept(person, renamed)).toEqual(after);
  expect(codeOf(await save(person, { ...input, is_default: true, version }))).toBe('filter_changed');
  await api.call(person, 'deleteFilter', { filter_id: input.filter_id });
  expect(codeOf(await save(person, { ...input, name: '又改', version: after.version }))).toBe('filter_changed');
  expect(await listed(person)).toEqual([]);
});

test('deleted and saved again it is another version: what an older window saw is not overwritten', async () => {
  const person = someone();
  const input = given();
  const { version } = await kept(person, input);
  await api.call(person, 'deleteFilter', { filter_id: input.filter_id });
  const again = await kept(person, input);
  expect(again.version).toBeGreaterThan(version);
  expect(codeOf(await save(person, { ...input, name: '改过', version }))).toBe('filter_changed');
  expect(await listed(person)).toEqual([again]);
});

test('two windows at once: one changes the filter, the other is told', async () => {
  const person = someone();
  const input = given();
  const { version } = await kept(person, input);
  const answers = await Promise.all(['甲', '乙'].map((name) => save(person, { ...input, name, version })));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  expect(await listed(person)).toEqual([answers.find(({ statusCode }) => statusCode === 200)?.json()]);
});

test('each list has one default at most', async () => {
  const person = someone();
  const [first, second, elsewhere] = [
    given({ name: '一', is_default: true }),
    given({ name: '二', is_default: true }),
    given({ name: '三', screen: 'locked', is_default: true }),
  ];
  const { version } = await kept(person, first);
  for (const input of [second, elsewhere]) await save(person, input);
  const defaults = (await listed(person)).filter(({ is_default }) => is_default).map(({ name }) => name);
  expect(defaults.sort()).toEqual(['三', '二'].sort());
  // Whoever still sees the first as the default does not make it that again by giving it a name.
  expect(codeOf(await save(person, { ...first, name: '甲', version }))).toBe('filter_changed');
});

test('names differ within a list, and fifty are enough for one', async () => {
  const person = someone();
  await save(person, given());
  expect(codeOf(await save(person, given()))).toBe('filter_name_taken');
  expect((await save(person, given({ screen: 'own_acts' }))).statusCode).toBe(200);
  const more = Array.from({ length: SAVED_FILTERS_MAX - 1 }, (_, n) => given({ name: `筛选 ${n}` }));
  const answers = await Promise.all(more.map((input) => save(person, input)));
  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
  expect(codeOf(await save(person, given({ name: '第五十一' })))).toBe('too_many_filters');
  // Those that are there can still be changed.
  const [first] = await listed(person);
  if (!first) throw new Error('none is listed');
  const { place_path: _, ...rest } = first;
  expect((await save(person, { ...rest, name: '改名' } as OperationInput<'saveFilter'>)).statusCode).toBe(200);
});

test.each([
  ['a citizen', { account: crypto.randomUUID() }],
  ['a colleague', { actor: 'limin' }],
  ['a date', { until: '2026-11-18' }],
  ['words', { actions: '王小明 138' }],
  ['an office that is none', { office: '王小明' }],
])('%s can’t be kept', async (_, filter) => {
  const answer = await save(someone(), given({ filter: filter as SavedFilter['filter'] }));
  expect(codeOf(answer)).toBe('invalid_input');
});

test.each(['本人 320106198801011234', '手机 138-1234-5678'])(
  'a name with a number of somebody’s is refused: %s',
  async (name) => {
    const answer = await save(someone(), given({ name }));
    expect(answer.json().details).toEqual({ issues: [{ path: 'name', code: 'looks_personal' }] });
  },
);

test('a value that this API never heard of is kept: consoles of several versions share it', async () => {
  const person = someone();
  const input = given({ filter: { actions: 'invented_later' } });
  expect((await save(person, input)).statusCode).toBe(200);
  expect(await listed(person)).toMatchObject([{ filter: { actions: 'invented_later' } }]);
});

test('it leaves no entry, and goes with its person', async () => {
  const person = someone();
  await save(person, given());
  const { rows } = await api.database.asOwner('SELECT FROM entries WHERE actor_subject = $1', [person.subject]);
  expect(rows).toEqual([]);
  await api.services.staffSeen.write();
  await api.database.asOwner("UPDATE staff SET seen_at = now() - interval '401 days' WHERE subject = $1", [
    person.subject,
  ]);
  await forgetStaff(api.services);
  expect(await listed(person)).toEqual([]);
});
