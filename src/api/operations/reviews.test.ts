/** The review of acts: what comes into whose queue, and what supervisors and clerks do about it. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { ReviewQueue, ReviewSummary } from '../../contract/index.ts';
import { recordEntry } from '../ledger/record.ts';
import { assessActs } from '../review/assess-acts.ts';
import { checkAgain } from '../review/check-again.ts';
import { escalateOverdue, rerouteLeft } from '../review/escalate.ts';
import { readyToUnlock, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { sequenceEntries } from '../testing/sequence.ts';
import { attempt, signInSystem } from '../testing/sign-in-system.ts';

let api: TestApi;
beforeAll(async () => {
  // Jobs run when a test says so; offices are always open, and nobody is sampled.
  api = await startTestApi(
    { REVIEW_SAMPLE_PERCENT: 0, OFFICE_DAYS: '1,2,3,4,5,6,7', OFFICE_HOURS: '00:00-23:59' },
    { leads: false },
  );
});
afterAll(() => api.close());

/** What the leader does: numbers the entries, and weighs them. */
async function lead(): Promise<void> {
  await sequenceEntries(api);
  await assessActs(api.services);
}

async function queue(person: TestPerson = PEOPLE.supervisor, input = {}): Promise<ReviewQueue> {
  const answer = await api.call(person, 'listReviews', input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const find = (items: readonly ReviewSummary[], id: string) => items.find(({ entry }) => entry.id === id);

/** Someone who unlocks with a document that tells nothing: enough for a look. */
async function act(clerk: TestPerson = PEOPLE.clerk, note = '急用'): Promise<{ id: string; account_id: string }> {
  const input = await readyToUnlock(api, {}, clerk);
  const answer = await api.call(clerk, 'unlockAccount', { ...input, reason: { code: 'other', note } });
  expect(answer.statusCode, answer.body).toBe(200);
  return { id: answer.json().entry_id, account_id: input.account_id };
}

/** An act of high risk: on the clerk's own account. */
async function ownAccount(clerk: TestPerson = PEOPLE.clerk) {
  const input = await readyToUnlock(api, {}, clerk);
  const { rows } = await api.database.asOwner('SELECT external_id FROM accounts WHERE id = $1', [input.account_id]);
  const self = { ...clerk, subject: `${clerk.subject}-self`, account: String(rows[0]?.external_id) };
  const { opening_id } = (await api.call(self, 'openAccount', { account_id: input.account_id })).json();
  const answer = await api.call(self, 'unlockAccount', { ...input, opening_id });
  return { id: String(answer.json().entry_id), account_id: input.account_id, self };
}

describe('the queue', () => {
  it('has what deserves a look, the riskiest first, with the reasons', async () => {
    const plain = await act(PEOPLE.clerk, '读卡器今天坏了，已看证件原件');
    const { id, self } = await ownAccount();
    await api.database.asOwner(
      "INSERT INTO account_marks (account_id, staff_subject) SELECT account_id, 'limin' FROM entries WHERE id = $1",
      [plain.id],
    );
    const relative = plain.id;
    const nothing = await act(PEOPLE.clerk, '公民换了新手机号码登录');
    await lead();
    const { items, counts } = await queue();
    expect(find(items, id)).toMatchObject({
      risk: 90,
      state: 'waiting',
      reasons: [{ risk: 'own_account', points: 90 }],
    });
    expect(find(items, relative)).toMatchObject({ risk: 70, reasons: [{ risk: 'relative' }] });
    expect(find(items, nothing.id)).toBeUndefined();
    expect(items.map(({ risk }) => risk)).toEqual(items.map(({ risk }) => risk).toSorted((a, b) => b - a));
    expect(counts.high).toBeGreaterThanOrEqual(2);
    expect(find((await queue(PEOPLE.otherSupervisor)).items, id)).toBeUndefined();
    // The opening of one's own account deserves a look as well.
    expect(items.filter(({ entry }) => entry.actor.subject === self.subject)).toHaveLength(2);
  });

  it('weighs each entry once, whoever else does it at the same time', async () => {
    await act();
    // Numbered first: of several at it, one that looked before the numbering would send the others away for nothing.
    await sequenceEntries(api);
    await Promise.all([assessActs(api.services), assessActs(api.services), assessActs(api.services)]);
    const count = async () => (await api.database.asOwner('SELECT count(*) FROM reviews')).rows[0];
    const sum = async () => (await api.database.asOwner('SELECT sum(acts) FROM clerk_days')).rows[0];
    const before = [await count(), await sum()];
    await lead();
    expect([await count(), await sum()]).toEqual(before);
  });

  it('raises an act when a phone number changes after it, also one signed off', async () => {
    const { id, account_id } = await ownAccount({ ...PEOPLE.clerk, subject: 'phone-clerk' });
    await lead();
    expect((await api.call(PEOPLE.supervisor, 'signOff', { entry_ids: [id] })).statusCode).toBe(200);
    expect(find((await queue()).items, id)).toBeUndefined();
    await changePhone(account_id);
    await lead();
    await checkAgain(api.services);
    expect(find((await queue()).items, id)).toMatchObject({
      risk: 100,
      reasons: [{ risk: 'own_account' }, { risk: 'new_phone', minutes: 0 }],
    });
  });

  it('forgets after a day what nobody needs to see', async () => {
    const { id } = await act(PEOPLE.clerk, '公民换了新手机号码登录');
    await lead();
    const state = async () =>
      (await api.database.asOwner('SELECT state FROM reviews WHERE entry_id = $1', [id])).rows.map((row) => row.state);
    expect(await state()).toEqual(['watched']);
    // The column rounds to the millisecond: what is due right now may be due in half a one.
    await api.database.asOwner("UPDATE reviews SET next_check_at = now() - interval '1 s' WHERE entry_id = $1", [id]);
    await checkAgain(api.services);
    expect(await state()).toEqual(['watched']);
    await api.database.asOwner(
      "UPDATE reviews SET next_check_at = now() - interval '1 s', recorded_at = recorded_at - interval '2 days' WHERE entry_id = $1",
      [id],
    );
    await checkAgain(api.services);
    expect(await state()).toEqual([]);
  });

  it('pages without a gap or a double', async () => {
    const { items } = await queue(PEOPLE.supervisor, { limit: 200 });
    const paged: string[] = [];
    let after: string | undefined;
    do {
      const page = await queue(PEOPLE.supervisor, { limit: 1, ...(after && { after }) });
      paged.push(...page.items.map(({ entry }) => entry.id));
      after = page.after ?? undefined;
    } while (after);
    expect(paged).toEqual(items.map(({ entry }) => entry.id));
  });

  it('takes what is overdue to the level above', async () => {
    const above = { ...PEOPLE.supervisor, subject: 'province', scope: ['32'] };
    await queue(above);
    const { id } = await ownAccount({ ...PEOPLE.clerk, subject: 'late-clerk' });
    await lead();
    expect(find((await queue(above)).items, id)).toBeUndefined();
    await escalateOverdue(api.services);
    expect(find((await queue()).items, id)).toBeDefined();
    await api.database.asOwner("UPDATE reviews SET due_at = now() - interval '1 minute' WHERE entry_id = $1", [id]);
    await escalateOverdue(api.services);
    expect(find((await queue()).items, id)).toBeUndefined();
    expect(find((await queue(above)).items, id)).toMatchObject({ escalated: 1 });
  });

  it('goes elsewhere when whoever it waited for is away', async () => {
    const { id } = await ownAccount({ ...PEOPLE.clerk, subject: 'left-clerk' });
    await lead();
    const above = { ...PEOPLE.supervisor, subject: 'province', scope: ['32'] };
    await api.database.asOwner("UPDATE reviewers SET seen_at = now() - interval '8 days' WHERE subject <> 'province'");
    while ((await rerouteLeft(api.services)).more);
    expect(find((await queue(above)).items, id)).toBeDefined();
  });
});

/** As the register tells it. */
async function changePhone(account_id: string): Promise<void> {
  await api.services.inTransaction((trx) =>
    recordEntry(trx, {
      action: 'change_phone',
      outcome: 'done',
      actor: { kind: 'system', subject: 'register', name: null, roles: ['directory'] },
      account: { id: account_id, division: '320106' },
    }),
  );
}

describe('a review', () => {
  // Back again, and known to be there.
  beforeAll(async () => void (await queue()));

  it('shows all that tells of the act', async () => {
    const { id } = await act();
    await lead();
    await api.database.asOwner("UPDATE reviews SET state = 'waiting' WHERE entry_id = $1", [id]);
    const answer = await api.call(PEOPLE.supervisor, 'getReview', { entry_id: id });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toMatchObject({
      entry: { note: '急用', before: { locked: true }, after: { locked: false } },
      account: { name: '王*明', document: '3201**********0010', phone: '138****5678' },
      lock: { kind: 'permanent', failures: 5 },
      since: { signed_in: null },
      own: false,
      reasons: [{ risk: 'empty_note' }],
    });
    expect(answer.json().clerk.acts.own).toBeGreaterThan(0);
    expect((await api.call(PEOPLE.otherSupervisor, 'getReview', { entry_id: id })).statusCode).toBe(404);
  });

  it('says which document the account is by, and what was tried before the lock, newest first', async () => {
    const system = signInSystem(api);
    const external_id = await system.newCitizen({ document_kind: 'passport', document_number: 'E73519482' });
    for (let n = 1; n <= 5; n++) await system.report(attempt({ external_id, ip: `203.0.113.${n}`, device: '某手机' }));
    const { rows } = await api.database.asOwner('SELECT id, version FROM accounts WHERE external_id = $1', [
      external_id,
    ]);
    const { id: account_id, version } = rows[0];
    const { opening_id } = (await api.call(PEOPLE.clerk, 'openAccount', { account_id })).json();
    const unlock = await api.call(PEOPLE.clerk, 'unlockAccount', unlockInput(account_id, opening_id, version));
    expect(unlock.statusCode, unlock.body).toBe(200);
    await lead();
    const { account, lock } = (
      await api.call(PEOPLE.supervisor, 'getReview', { entry_id: unlock.json().entry_id })
    ).json();
    expect(account).toMatchObject({ document_kind: 'passport', document: 'E7****482' });
    expect(lock.attempts).toHaveLength(lock.failures);
    expect(lock.attempts[0]).toMatchObject({
      outcome: 'wrong_password',
      locked: true,
      ip: '203.0.113.5',
      device: '某手机',
    });
    expect(lock.attempts.at(-1)).toMatchObject({ locked: false, ip: '203.0.113.1' });
    expect(lock.attempts[0]).not.toHaveProperty('attempt_id');
  });

  it('disputed, answered by the clerk, and closed: an entry each, and nothing out of turn', async () => {
    const { id, self } = await ownAccount({ ...PEOPLE.clerk, subject: 'disputed-clerk' });
    await lead();
    const step = async (person: TestPerson, name: 'disputeAct' | 'answerDispute', comment: string) =>
      (await api.call(person, name, { entry_id: id, comment })).statusCode;
    expect(await step(self, 'answerDispute', '太早')).toBe(409);
    expect(await step(PEOPLE.supervisor, 'disputeAct', '为什么办理本人账号')).toBe(200);
    expect(await step(PEOPLE.supervisor, 'disputeAct', '再来一次')).toBe(409);
    expect((await queue(PEOPLE.supervisor, { part: 'disputes' })).items.map(({ entry }) => entry.id)).toContain(id);

    expect((await api.call(self, 'listOwnDisputes', {})).json().items).toMatchObject([
      { entry: { id }, by: '周建国', comment: '为什么办理本人账号' },
    ]);
    expect((await api.call(self, 'attention', {})).json()).toMatchObject({ disputes: 1 });
    expect((await api.call(PEOPLE.otherClerk, 'listOwnDisputes', {})).json().items).toEqual([]);
    expect(await step(PEOPLE.otherClerk, 'answerDispute', '不是我')).toBe(404);
    const close = { entry_id: id, upheld: true, comment: '核实后成立' };
    expect((await api.call(PEOPLE.supervisor, 'closeDispute', close)).statusCode).toBe(409);
    expect(await step(self, 'answerDispute', '当时只有我一个人')).toBe(200);
    expect((await api.call(self, 'listOwnDisputes', {})).json().items).toEqual([]);
    expect((await api.call(PEOPLE.supervisor, 'closeDispute', close)).json()).toMatchObject({ state: 'upheld' });

    const { history, state } = (await api.call(PEOPLE.supervisor, 'getReview', { entry_id: id })).json();
    expect(state).toBe('upheld');
    expect(history).toMatchObject([
      { step: 'dispute', by: '周建国', comment: '为什么办理本人账号' },
      { step: 'answer', by: '李敏', comment: '当时只有我一个人' },
      { step: 'uphold', by: '周建国', comment: '核实后成立' },
    ]);
    const { rows } = await api.database.asOwner(
      "SELECT reason FROM entries WHERE action = 'review' AND outcome = 'done' AND refers_to = $1 ORDER BY recorded_at, id",
      [id],
    );
    expect(rows.map(({ reason }) => reason)).toEqual(['dispute', 'answer', 'uphold']);
    const today = (await queue()).today;
    expect(today.reviewed).toBeGreaterThan(0);
    expect(today.minutes).toBeGreaterThan(0);
  });

  it('takes a step once, however often it is asked', async () => {
    const { id } = await ownAccount({ ...PEOPLE.clerk, subject: 'once-clerk' });
    await lead();
    const key = crypto.randomUUID();
    const ask = () => api.call(PEOPLE.supervisor, 'signOff', { entry_ids: [id] }, { key });
    const [first, again] = [await ask(), await ask()];
    expect(first.statusCode).toBe(200);
    expect(again.body).toBe(first.body);
    const { rows } = await api.database.asOwner('SELECT count(*) FROM entries WHERE refers_to = $1', [id]);
    expect(rows).toEqual([{ count: '1' }]);
  });

  it('signs off together only what is alike and of low risk', async () => {
    const [low, other, high] = [await act(), await act(), await ownAccount({ ...PEOPLE.clerk, subject: 'bulk-clerk' })];
    await lead();
    await api.database.asOwner("UPDATE reviews SET state = 'waiting' WHERE entry_id = ANY ($1)", [[low.id, other.id]]);
    const together = (entry_ids: string[]) => api.call(PEOPLE.supervisor, 'signOff', { entry_ids });
    expect((await together([low.id, high.id])).json().type).toBe('urn:lockdesk:error:not_alike');
    expect((await together([low.id, other.id])).json()).toMatchObject({ state: 'signed_off', count: 2 });
  });
});

describe('promise 20: nobody reviews their own act', () => {
  const both: TestPerson = { ...PEOPLE.clerk, subject: 'both', roles: ['clerk', 'supervisor'] };
  const STEPS = {
    signOff: (entry_id: string) => ({ entry_ids: [entry_id] }),
    disputeAct: (entry_id: string) => ({ entry_id, comment: '自己' }),
    closeDispute: (entry_id: string) => ({ entry_id, upheld: false, comment: '自己' }),
  };

  test.each(Object.keys(STEPS) as (keyof typeof STEPS)[])('%s, in whatever state it is', async (name) => {
    const { id } = await act(both);
    await lead();
    for (const state of ['watched', 'waiting', 'disputed', 'answered', 'signed_off']) {
      await api.database.asOwner('UPDATE reviews SET state = $2 WHERE entry_id = $1', [id, state]);
      const answer = await api.call(both, name, STEPS[name](id));
      expect([answer.statusCode, answer.json().type]).toEqual([403, 'urn:lockdesk:error:own_act']);
    }
    const { rows } = await api.database.asOwner(
      'SELECT action, outcome, refused_with FROM entries WHERE refers_to = $1',
      [id],
    );
    expect(rows).toEqual(Array(5).fill({ action: 'review', outcome: 'refused', refused_with: 'own_act' }));
  });

  it('nor among others', async () => {
    const [own, other] = [await act(both), await act()];
    await lead();
    await api.database.asOwner("UPDATE reviews SET state = 'waiting' WHERE entry_id = ANY ($1)", [[own.id, other.id]]);
    expect((await api.call(both, 'signOff', { entry_ids: [own.id, other.id] })).statusCode).toBe(403);
    const { items } = await queue(both, { limit: 200 });
    expect(items.some(({ entry }) => entry.actor.subject === both.subject)).toBe(false);
  });

  it('nor are the acts of an office laid before its only supervisor, who serves there too', async () => {
    await api.database.asOwner('DELETE FROM reviewers');
    const sole = { ...both, subject: 'sole', scope: ['320106'] };
    await queue(sole);
    await queue();
    const { id } = await ownAccount({ ...PEOPLE.clerk, subject: 'colleague' });
    await lead();
    expect(find((await queue(sole)).items, id)).toBeUndefined();
    expect(find((await queue()).items, id)).toBeDefined();
  });
});
