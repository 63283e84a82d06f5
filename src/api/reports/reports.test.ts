import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationInput, Report, ReviewQueue } from '../../contract/index.ts';
import { asReset, readyToUnlock, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { openFor } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { countEntries } from './count-entries.ts';
import { countReturns } from './count-returns.ts';
import { countShown } from './count-reviewed.ts';

let api: TestApi;
beforeAll(async () => {
  // Every act is to be reviewed.
  api = await startTestApi({ REVIEW_SAMPLE_PERCENT: 100 });
  await act();
});
afterAll(() => api.close());

const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

async function report(person: TestPerson, input: Partial<OperationInput<'readReport'>> = {}): Promise<Report> {
  const answer = await api.call(person, 'readReport', { from: today(), to: today(), ...input });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** Three unlocks in Nanjing, one of them on an account that had just been reset, and one reset in Suzhou. */
async function act(): Promise<void> {
  const [first, second, theirs] = [
    await readyToUnlock(api),
    await readyToUnlock(api, { division: '320104' }),
    await readyToUnlock(api, { division: '320508' }, PEOPLE.otherClerk),
  ];
  await api.call(PEOPLE.clerk, 'unlockAccount', first);
  await api.call(PEOPLE.clerk, 'forceReset', asReset(second));
  await api.call(PEOPLE.otherClerk, 'forceReset', asReset(theirs));
  await api.database.asOwner(
    `INSERT INTO locks (account_id, directory, kind, cause, policy_version, failures, trend, evidence, name_masked,
         document_masked, province, city, division, started_at, entry_id)
     SELECT id, directory, 'permanent', 'spread_sources', '1', 3, '{0,0,0,0,0,0,0,1,0,2,3,4}', '[]', name_masked,
            document_masked, province, city, division, now() - interval '20 minutes', uuidv7() FROM accounts WHERE id = $1`,
    [second.account_id],
  );
  const opening = await openFor(api.services, PEOPLE.clerk, second.account_id);
  const again = await api.call(PEOPLE.clerk, 'unlockAccount', unlockInput(second.account_id, opening, 2));
  expect(again.statusCode, again.body).toBe(200);
  await api.database.asOwner(
    `INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
         factor, password_repeated, counted)
     VALUES (now(), 'app', 'back', $1, '', '', 'success', 'password', false, false)`,
    [second.account_id],
  );
}

describe('a report', () => {
  test('counts acts, repeats and returns, by who, where and why', async () => {
    await expect.poll(async () => (await report(PEOPLE.supervisor)).totals.returns, { timeout: 20_000 }).toBe(2);
    const { totals, steps, by } = await report(PEOPLE.supervisor);
    expect(totals).toMatchObject({ unlocks: 2, resets: 1, repeats: 1, returns: 2, returns_1_day: 2 });
    expect(steps).toMatchObject([{ starts: today(), unlocks: 2, resets: 1 }]);
    expect(by.place).toMatchObject([
      { key: '320106', name: '鼓楼区', unlocks: 2, resets: 1 },
      { key: '320104', name: '秦淮区', unlocks: 0, resets: 0, locks: 1 },
    ]);
    expect(by.office).toMatchObject([{ key: '320106-01', name: '南京市车管所鼓楼分所', unlocks: 2 }]);
    expect(by.clerk).toMatchObject([{ key: 'limin', name: '李敏', unlocks: 2, resets: 1, repeats: 1 }]);
    expect(by.reason.map(({ key, unlocks, resets }) => [key, unlocks, resets])).toEqual([
      ['remembered_password', 2, 0],
      ['asked_for', 0, 1],
    ]);
    expect(by.clerk).toMatchObject([{ shown: 3, reviewed: 0 }]);
    expect(by.cause.find(({ key }) => key === 'spread_sources')).toMatchObject({ unlocks: 1, returns_1_hour: 1 });
  });

  test('counts an act as reviewed once a supervisor has said what they think of it', async () => {
    const queue = await api.call(PEOPLE.supervisor, 'listReviews', {});
    const { items }: ReviewQueue = queue.json();
    const unlock = items.find(({ entry }) => entry.action === 'unlock')?.entry.id ?? '';
    const reset = items.find(({ entry }) => entry.action === 'reset')?.entry.id ?? '';
    await api.call(PEOPLE.supervisor, 'signOff', { entry_ids: [unlock] });
    await api.call(PEOPLE.supervisor, 'disputeAct', { entry_id: reset, comment: '为什么' });
    await api.call(PEOPLE.clerk, 'answerDispute', { entry_id: reset, comment: '本人来办' });
    await expect.poll(async () => (await report(PEOPLE.supervisor)).totals.reviewed).toBe(2);
    const { totals, by } = await report(PEOPLE.supervisor);
    expect(totals).toMatchObject({ unlocks: 2, resets: 1, shown: 3, reviewed: 2 });
    expect(by.reason.map(({ key, reviewed }) => [key, reviewed])).toEqual([
      ['remembered_password', 1],
      ['asked_for', 1],
    ]);
  });

  test('holds what lies within the reader’s scope, of the place asked for', async () => {
    expect((await report(PEOPLE.otherSupervisor)).totals).toMatchObject({ unlocks: 0, resets: 1 });
    expect((await report(PEOPLE.supervisor, { place: '3205' })).totals).toMatchObject({ unlocks: 0, resets: 0 });
    expect((await report(PEOPLE.supervisor, { place: '320106' })).totals).toMatchObject({ unlocks: 2 });
    const country = await report(PEOPLE.auditor);
    expect(country.totals).toMatchObject({ unlocks: 2, resets: 2 });
    expect(country.by.place).toMatchObject([{ key: '32', name: '江苏省', unlocks: 2, resets: 2 }]);
    // Of a whole country there would be thousands.
    expect(country.by.clerk).toEqual([]);
    const several = { ...PEOPLE.supervisor, subject: 'several', scope: ['3201', '3205'] };
    expect((await report(several)).by.place.map(({ key }) => key)).toEqual(['3201', '3205']);
  });

  test('says the same by months as by days', async () => {
    const byDays = await report(PEOPLE.auditor);
    const from = `${Number(today().slice(0, 4)) - 1}-12-15`;
    const byMonths = await report(PEOPLE.auditor, { from });
    expect(byMonths.totals).toEqual(byDays.totals);
    expect(byMonths.steps.length).toBeGreaterThan(2);
    expect(byMonths.steps.at(-1)).toMatchObject({ starts: `${today().slice(0, 7)}-01`, unlocks: 2 });
  });

  test('of more than a year is refused; of no day is empty', async () => {
    const input = { from: '2024-01-01', to: '2026-01-01' };
    const refused = await api.call(PEOPLE.auditor, 'readReport', input);
    expect(refused.json().type).toBe('urn:lockdesk:error:period_too_long');
    expect((await report(PEOPLE.auditor, { from: '2026-01-02', to: '2026-01-01' })).steps).toEqual([]);
  });
});

describe('the counting', () => {
  test('counts nothing twice, however often it runs and however many do it', async () => {
    const before = (await report(PEOPLE.auditor)).totals;
    await Promise.all([countEntries, countEntries, countReturns, countReturns].map((count) => count(api.services)));
    expect((await report(PEOPLE.auditor)).totals).toEqual(before);
  });

  test('comes to what the ledger holds, also where two begin from the first entry', async () => {
    const before = (await report(PEOPLE.auditor)).totals;
    await api.database.asOwner(
      'TRUNCATE report_counts; UPDATE report_state SET next_index = 0; UPDATE reviews SET counted = false',
    );
    await Promise.all([countShown, countShown, countEntries, countEntries].map((count) => count(api.services)));
    // Returns are counted as they come about, and not again.
    const { returns: _, returns_15_minutes, returns_1_hour, returns_1_day, ...acts } = before;
    expect((await report(PEOPLE.auditor)).totals).toMatchObject(acts);
    const { rows } = await api.database.asOwner(
      "SELECT action, count(*)::int AS count FROM entries WHERE outcome = 'done' AND action IN ('lock', 'unlock', 'reset') GROUP BY 1 ORDER BY 1",
    );
    expect(rows).toEqual([
      { action: 'lock', count: acts.locks },
      { action: 'reset', count: acts.resets },
      { action: 'unlock', count: acts.unlocks },
    ]);
  });

  test('goes on behind months that are no longer kept', async () => {
    const { rows } = await api.database.asOwner('SELECT next_index AS next FROM report_state');
    // As many leaves without an entry as one batch holds, in front of all others.
    await api.database.asOwner(`
      INSERT INTO leaves (index, entry_id, recorded_at, leaf_hash)
      SELECT -n, gen_random_uuid(), now() - interval '4 years', sha256('') FROM generate_series(1, 600) AS n`);
    await api.database.asOwner('UPDATE report_state SET next_index = -600');
    await api.database.asOwner('TRUNCATE report_counts');
    await expect
      .poll(async () => (await api.database.asOwner('SELECT next_index AS next FROM report_state')).rows[0]?.next, {
        timeout: 30_000,
      })
      .toBe(rows[0]?.next);
    await api.database.asOwner('DELETE FROM leaves WHERE index < 0');
  });

  test('says up to when it has come', async () => {
    const { counted_to } = await report(PEOPLE.auditor);
    expect(Date.now() - Date.parse(counted_to)).toBeLessThan(5_000);
    await api.database.asOwner("UPDATE report_state SET next_index = 0, counted_to = '2026-01-01T00:00:00Z'");
    expect((await report(PEOPLE.auditor)).counted_to).toBe('2026-01-01T00:00:00.000Z');
  });
});
