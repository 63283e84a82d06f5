/** Who reviews for whom while they are away: who may be named, what they see then, and that it ends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import type { ReviewQueue } from '../../contract/index.ts';
import { assessActs } from '../review/assess-acts.ts';
import { rerouteLeft } from '../review/escalate.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { sequenceEntries } from '../testing/sequence.ts';

let api: TestApi;
beforeAll(async () => {
  // Jobs run when a test says so; offices are always open, and nobody is sampled.
  api = await startTestApi(
    { REVIEW_SAMPLE_PERCENT: 0, OFFICE_DAYS: '1,2,3,4,5,6,7', OFFICE_HOURS: '00:00-23:59' },
    { leads: false },
  );
});
afterAll(() => api.close());

const absent = PEOPLE.supervisor;
const substitute = PEOPLE.otherSupervisor;
const supervisor = (subject: string, scope: readonly string[]): TestPerson => ({ ...substitute, subject, scope });
const province = supervisor('province', ['32']);
const beyond = supervisor('beyond', ['3301']);
const county = supervisor('county', ['320106']);
const country = supervisor('country', ['']);

/** Everybody was seen, nobody is away. */
beforeEach(async () => {
  await api.database.asOwner('DELETE FROM substitutes');
  for (const person of [absent, substitute, province, beyond, county, country, PEOPLE.clerk]) {
    await api.call(person, 'me', {});
  }
  await api.services.staffSeen.write();
});

/** A day so many from now, by the offices' calendar. */
function day(offset: number): string {
  const zone = { timeZone: api.services.config.TIME_ZONE };
  return new Intl.DateTimeFormat('en-CA', zone).format(Date.now() + offset * 86_400_000);
}
const name = (person: TestPerson, by: TestPerson = absent, from = 0, until = 7) =>
  api.call(by, 'nameSubstitute', { substitute: person.subject, from: day(from), until: day(until) });
const end = (by: TestPerson, entry_id: string) => api.call(by, 'endSubstitute', { entry_id });
const codeOf = (answer: { json: () => { type?: string } }) => answer.json().type?.split(':').at(-1);

async function named(...given: Parameters<typeof name>): Promise<string> {
  const answer = await name(...given);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().entry_id;
}

async function queue(person: TestPerson): Promise<ReviewQueue> {
  const answer = await api.call(person, 'listReviews', { limit: 200 });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}
const find = async (person: TestPerson, id: string) => (await queue(person)).items.find(({ entry }) => entry.id === id);

/** An act of high risk, weighed: on the clerk's own account. */
async function act(clerk: TestPerson = PEOPLE.clerk): Promise<string> {
  const input = await readyToUnlock(api, {}, clerk);
  const { rows } = await api.database.asOwner('SELECT external_id FROM accounts WHERE id = $1', [input.account_id]);
  const answer = await api.call({ ...clerk, account: String(rows[0]?.external_id) }, 'unlockAccount', input);
  expect(answer.statusCode, answer.body).toBe(200);
  await sequenceEntries(api);
  await assessActs(api.services);
  return answer.json().entry_id;
}

/** As if so many days had passed. */
const pass = (days: number) =>
  api.database.asOwner(
    'UPDATE substitutes SET from_day = from_day - $1::integer, until_day = until_day - $1::integer',
    [days],
  );

describe('who may be named', () => {
  it.each([
    ['one of the next city', substitute, 200],
    ['one of the whole province', province, 200],
    ['one of the whole country', country, 200],
    ['one of a part only', county, 409],
    ['one of a city elsewhere', beyond, 409],
    ['oneself', absent, 409],
    ['a clerk', PEOPLE.clerk, 409],
    ['nobody', { ...substitute, subject: 'nobody' }, 409],
  ])('%s: %s', async (_who, person, status) => {
    const answer = await name(person);
    expect([answer.statusCode, codeOf(answer)]).toEqual([status, status === 200 ? undefined : 'substitute_unfit']);
    const { items } = (await api.call(absent, 'listSubstituteCandidates', {})).json();
    expect(items.some(({ subject }: TestPerson) => subject === person.subject)).toBe(status === 200);
  });

  it('nobody for a province but who is above it', async () => {
    const next = supervisor('next-province', ['33']);
    await queue(next);
    await api.services.staffSeen.write();
    expect(codeOf(await name(next, province))).toBe('substitute_unfit');
    expect((await name(country, province)).statusCode).toBe(200);
  });

  it('nobody who was not seen as a supervisor for ninety days', async () => {
    await api.database.asOwner("UPDATE staff SET seen_at = now() - interval '91 days' WHERE subject = $1", [
      substitute.subject,
    ]);
    expect(codeOf(await name(substitute))).toBe('substitute_unfit');
    await api.database.asOwner('UPDATE staff SET seen_at = now()');
  });

  it('nobody who is away themself in that time', async () => {
    await named(country, substitute, 5, 9);
    expect(codeOf(await name(substitute, absent, 9, 12))).toBe('substitute_away');
    expect((await name(substitute, absent, 10, 12)).statusCode).toBe(200);
  });
});

describe('the time', () => {
  it.each([
    [0, 0, null],
    [0, 89, null],
    [90, 100, null],
    [0, 90, 'until'],
    [3, 2, 'until'],
    [-1, 5, 'from'],
    [91, 92, 'from'],
  ])('from day %i to day %i', async (from, until, wrong) => {
    const answer = await name(substitute, absent, from, until);
    expect(answer.statusCode, answer.body).toBe(wrong === null ? 200 : 400);
    if (wrong !== null) expect(answer.json().details.issues).toMatchObject([{ path: wrong }]);
  });

  it('has one substitute a day, whoever they are', async () => {
    await named(substitute, absent, 3, 6);
    for (const [from, until] of [
      [0, 3],
      [6, 9],
      [4, 5],
      [0, 30],
    ]) {
      expect(codeOf(await name(province, absent, from, until))).toBe('substitute_overlaps');
    }
    await named(province, absent, 0, 2);
    await named(country, absent, 7, 9);
  });

  it('is one’s own even of many who are named at once', async () => {
    const answers = await Promise.all([substitute, province, country, substitute].map((person) => name(person)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409]);
  });

  it('leaves nobody to two who name each other at once', async () => {
    const answers = await Promise.all([name(substitute), name(absent, substitute)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });
});

describe('a substitute', () => {
  it('has the acts in their queue, counted, with whose they are, and reviews them', async () => {
    const [signed, disputed] = [await act(), await act()];
    expect(await find(substitute, signed)).toBeUndefined();
    const before = (await queue(substitute)).counts.all;
    await named(substitute);
    expect(await find(substitute, signed)).toMatchObject({ instead_of: { name: absent.name, until: day(7) } });
    expect(await find(absent, signed)).toMatchObject({ instead_of: null });
    expect((await queue(substitute)).counts.all).toBeGreaterThan(before);
    const attention = (await api.call(substitute, 'attention', {})).json();
    expect(attention.reviews).toBe((await queue(substitute)).counts.all);

    const detail = await api.call(substitute, 'getReview', { entry_id: signed });
    expect(detail.json()).toMatchObject({
      instead_of: { name: absent.name },
      account: { document: expect.stringContaining('*') },
    });
    expect((await api.call(substitute, 'signOff', { entry_ids: [signed] })).statusCode).toBe(200);
    expect((await api.call(substitute, 'disputeAct', { entry_id: disputed, comment: '为什么' })).statusCode).toBe(200);
    expect(await find(absent, signed)).toBeUndefined();
    // What they decided stays theirs to read.
    expect((await api.call(substitute, 'getReview', { entry_id: signed })).statusCode).toBe(200);
  });

  it('reads nothing else of the place', async () => {
    const [waiting, done, watched] = [await act(), await act(), await act()];
    await named(substitute);
    await api.call(absent, 'signOff', { entry_ids: [done] });
    await api.database.asOwner("UPDATE reviews SET state = 'watched' WHERE entry_id = $1", [watched]);
    const { rows } = await api.database.asOwner('SELECT account_id FROM reviews WHERE entry_id = $1', [waiting]);
    const { account_id } = rows[0];
    const statuses = await Promise.all([
      api.call(substitute, 'getReview', { entry_id: done }),
      api.call(substitute, 'getReview', { entry_id: watched }),
      api.call(substitute, 'signOff', { entry_ids: [watched] }),
      api.call(substitute, 'getEntry', { entry_id: waiting }),
      api.call(substitute, 'openAccount', { account_id }),
    ]);
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([404, 404, 409, 404, 403]);
    const { items } = (await api.call(substitute, 'listEntries', {})).json();
    expect(items.some(({ id }: { id: string }) => id === waiting)).toBe(false);
  });

  it('never has acts of their own, nor those of whom they stand in for', async () => {
    const roles = ['clerk', 'supervisor'] as const;
    // A colleague of the same place, so that acts of the absent one lie there at all.
    await queue({ ...absent, subject: 'colleague' });
    await queue(substitute);
    const theirs = await act({ ...PEOPLE.clerk, subject: absent.subject, roles });
    const own = await act({ ...PEOPLE.clerk, subject: substitute.subject, roles });
    await api.database.asOwner("UPDATE reviews SET desk = '3201', state = 'waiting' WHERE entry_id = ANY ($1)", [
      [theirs, own],
    ]);
    await named(substitute);
    for (const id of [theirs, own]) {
      expect(await find(substitute, id)).toBeUndefined();
      expect((await api.call(substitute, 'getReview', { entry_id: id })).statusCode).toBe(404);
      expect((await api.call(substitute, 'signOff', { entry_ids: [id] })).statusCode).toBe(404);
    }
  });

  it('of a substitute has nothing: what was taken on is not passed on', async () => {
    const id = await act();
    await named(substitute);
    const third = supervisor('third', ['3206']);
    await queue(third);
    await api.services.staffSeen.write();
    await named(third, substitute);
    expect(await find(third, id)).toBeUndefined();
    expect(await find(substitute, id)).toBeDefined();
  });

  it('has them no longer once their own scope does not allow it', async () => {
    const id = await act();
    await named(substitute);
    const moved = { ...substitute, scope: ['3301'] };
    expect(await find(moved, id)).toBeUndefined();
    expect((await api.call(moved, 'signOff', { entry_ids: [id] })).statusCode).toBe(404);
  });

  it('has what comes while they stand in, too, and who is away counts as away', async () => {
    await api.database.asOwner('DELETE FROM reviewers');
    for (const person of [absent, substitute, province]) await queue(person);
    await named(substitute);
    const id = await act();
    expect(await find(substitute, id)).toBeDefined();
    // Not there either: what comes goes to the level above, and so does what lies there.
    await api.database.asOwner("UPDATE reviewers SET seen_at = now() - interval '8 days' WHERE subject = $1", [
      substitute.subject,
    ]);
    expect(await find(province, await act())).toBeDefined();
    while ((await rerouteLeft(api.services)).more);
    expect(await find(province, id)).toBeDefined();
  });
});

describe('it ends', () => {
  test('by itself, and begins by itself', async () => {
    await api.database.asOwner('DELETE FROM reviewers');
    await queue(absent);
    const id = await act();
    await named(substitute, absent, 2, 4);
    expect((await queue(substitute)).substitutions).toMatchObject([{ begun: false, from: day(2), until: day(4) }]);
    expect(await find(substitute, id)).toBeUndefined();
    await pass(2);
    expect(await find(substitute, id)).toBeDefined();
    await pass(2);
    // The last day counts.
    expect(await find(substitute, id)).toBeDefined();
    expect((await queue(absent)).substitutions).toMatchObject([{ begun: true, substitute: { name: '陈静' } }]);
    await pass(1);
    expect(await find(substitute, id)).toBeUndefined();
    expect((await api.call(substitute, 'getReview', { entry_id: id })).statusCode).toBe(404);
    expect((await queue(absent)).substitutions).toEqual([]);
    expect(codeOf(await end(absent, crypto.randomUUID()))).toBe('substitute_over');
  });

  it.each([
    ['taken back by who was away', absent, 'taken_back'],
    ['handed back by who stood in', substitute, 'handed_back'],
  ])('%s', async (_how, by, reason) => {
    const id = await act();
    const entry_id = await named(substitute);
    expect(codeOf(await end(province, entry_id))).toBe('substitute_over');
    const ended = await end(by, entry_id);
    expect(ended.statusCode, ended.body).toBe(200);
    expect(codeOf(await end(by, entry_id))).toBe('substitute_over');
    expect(await find(substitute, id)).toBeUndefined();
    const detail = await api.call(PEOPLE.auditor, 'getEntry', { entry_id: ended.json().entry_id });
    expect(detail.json()).toMatchObject({ action: 'substitute', reason, refers_to: entry_id });
    await named(substitute);
  });

  it('once, however many end it at once', async () => {
    const entry_id = await named(substitute);
    const answers = await Promise.all([end(absent, entry_id), end(substitute, entry_id), end(absent, entry_id)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
  });
});

test('the ledger says who stands in for whom, apart from its leaf, to whoever may read the place’s entries', async () => {
  const entry_id = await named(substitute, absent, 1, 3);
  for (const reader of [absent, province, PEOPLE.auditor]) {
    expect((await api.call(reader, 'getEntry', { entry_id })).json()).toMatchObject({
      action: 'substitute',
      reason: 'named',
      actor: { name: absent.name },
      substitution: {
        absent: { subject: absent.subject, name: absent.name },
        substitute: { subject: substitute.subject, name: substitute.name },
        from: day(1),
        until: day(3),
      },
    });
  }
  const { rows } = await api.database.asOwner("SELECT convert_from(leaf, 'UTF8') AS leaf FROM entries WHERE id = $1", [
    entry_id,
  ]);
  expect(rows[0].leaf).not.toContain(substitute.subject);
});

it('is named once, however often it is asked with one key', async () => {
  const input = { substitute: substitute.subject, from: day(0), until: day(1) };
  const key = crypto.randomUUID();
  const [first, again] = [
    await api.call(absent, 'nameSubstitute', input, { key }),
    await api.call(absent, 'nameSubstitute', input, { key }),
  ];
  expect(first.statusCode).toBe(200);
  expect(again.body).toBe(first.body);
});
