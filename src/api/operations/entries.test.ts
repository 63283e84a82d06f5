import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EntryAction, EntrySummary, OperationInput, OperationOutput } from '../../contract/index.ts';
import type { StaffActor } from '../http/actor.ts';
import { type EntryDraft, recordEntry } from '../ledger/record.ts';
import { encodeCursor } from '../queries/cursor.ts';
import { unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';

type Input = OperationInput<'listEntries'>;
type Page = OperationOutput<'listEntries'>;

const DAY_MS = 86_400_000;
const NOBODY = '80000000-0000-4000-8000-000000000000';
const CLERKS: TestPerson[] = [PEOPLE.clerk, PEOPLE.otherClerk, { ...PEOPLE.clerk, subject: 'wangfang' }];
const ACTIONS: EntryAction[] = ['search', 'open', 'unlock', 'reset', 'lock'];

let api: TestApi;
let accounts: string[];
/** Everything written, newest first, as the auditor reads it. */
let all: EntrySummary[];
beforeAll(async () => {
  api = await startTestApi();
  accounts = [await makeCitizen(api.services, { lock: null }), await makeCitizen(api.services, { lock: null })];
  for (let n = 0; n < 60; n++) await write(n);
  // Two a day for a month, at equal times that only ids part.
  await api.database.asOwner(
    `UPDATE entries SET recorded_at = date_trunc('milliseconds', now()) - interval '1 day' * (n / 2)
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM entries) AS numbered WHERE numbered.id = entries.id`,
  );
  all = (await list(PEOPLE.auditor, { from: ago(80), limit: 200 })).items;
  expect(all).toHaveLength(60);
});
afterAll(() => api.close());

const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

function staff(person: TestPerson): StaffActor {
  const { subject, name = '', office = null, roles, scope = [] } = person;
  return {
    kind: 'staff',
    subject,
    name,
    staffNumber: null,
    office,
    roles,
    scope,
    account: null,
    signedInAt: null,
    workstation: null,
  };
}

async function write(n: number): Promise<void> {
  const action = ACTIONS[n % ACTIONS.length] ?? 'open';
  const account = { id: accounts[n % 2] ?? '', division: n % 2 ? '320508' : '320106' };
  const clerk = CLERKS[n % CLERKS.length] ?? PEOPLE.clerk;
  const draft: EntryDraft = {
    action,
    outcome: n % 7 === 0 ? 'refused' : 'done',
    actor: action === 'lock' ? { kind: 'policy', subject: '1' } : staff(clerk),
    account: action === 'search' ? null : account,
  };
  await api.services.inTransaction((trx) => recordEntry(trx, draft));
}

async function list(person: TestPerson, input: Input): Promise<Page> {
  const answer = await api.call(person, 'listEntries', input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

/** All pages, whether full or not. */
async function paged(person: TestPerson, input: Input): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await list(person, { ...input, after });
    seen.push(...page.items.map(({ id }) => id));
    if (page.after === null) return seen;
    after = page.after;
  }
}

/** All pages from the oldest on, put together as they are listed. */
async function pagedBackwards(person: TestPerson, input: Input): Promise<string[]> {
  const seen: string[] = [];
  for (let way: Input = { from_end: true }; ; ) {
    const page = await list(person, { ...input, ...way });
    seen.unshift(...page.items.map(({ id }) => id));
    if (page.before === null) return seen;
    way = { before: page.before };
  }
}

const where = (test: (entry: EntrySummary, n: number) => boolean): string[] => all.filter(test).map(({ id }) => id);
const isOf = (subject: string) => (entry: EntrySummary) => entry.actor.subject === subject;
/** Where staff acted, or the account of the policy's own. */
const isIn = (office: string, account: number) => (entry: EntrySummary) =>
  entry.actor.kind === 'policy' ? entry.account?.id === accounts[account] : entry.actor.office?.code === office;
const inNanjing = isIn('320106-01', 0);
const inSuzhou = isIn('320508-01', 1);

describe('who reads which entries', () => {
  test.each<[string, TestPerson, (entry: EntrySummary) => boolean]>([
    ['an auditor all', PEOPLE.auditor, () => true],
    ['a supervisor those of their scope', PEOPLE.supervisor, inNanjing],
    ['another supervisor those of theirs', PEOPLE.otherSupervisor, inSuzhou],
    [
      'a supervisor of both those of both',
      { ...PEOPLE.supervisor, subject: 'both', scope: ['3201', '3205'] },
      () => true,
    ],
    ['a supervisor of one county those of it', { ...PEOPLE.supervisor, subject: 'one', scope: ['320508'] }, inSuzhou],
    ['a supervisor of nowhere none', { ...PEOPLE.supervisor, subject: 'none', scope: [] }, () => false],
    ['a clerk their own', PEOPLE.clerk, isOf('limin')],
    ['another clerk theirs', PEOPLE.otherClerk, isOf('zhangwei')],
  ])('%s', async (_, person, mayRead) => {
    const expected = where(mayRead);
    expect(await paged(person, { from: ago(80), limit: 7 })).toEqual(expected);
  });

  test('a clerk gets nothing of others by asking for them', async () => {
    expect(await paged(PEOPLE.clerk, { from: ago(80), actor: 'zhangwei' })).toEqual([]);
    expect(await paged(PEOPLE.clerk, { from: ago(80), actor: 'limin' })).toEqual(where(isOf('limin')));
  });
});

describe('questions', () => {
  const filters: [Input, (entry: EntrySummary) => boolean][] = [
    [{ actions: ['unlock'] }, (entry) => entry.action === 'unlock'],
    [{ actions: ['unlock', 'lock', 'unlock'] }, (entry) => ['unlock', 'lock'].includes(entry.action)],
    [{ outcomes: ['refused'] }, (entry) => entry.outcome === 'refused'],
    [{ office: '320508-01' }, (entry) => entry.actor.office?.code === '320508-01'],
    [{ actor: 'wangfang' }, isOf('wangfang')],
    [
      { actor: 'wangfang', actions: ['open', 'unlock'], outcomes: ['done'] },
      (entry) => isOf('wangfang')(entry) && ['open', 'unlock'].includes(entry.action) && entry.outcome === 'done',
    ],
  ];
  test.each(filters)('%j find the same in pages of any size, for whoever may ask', async (input, matches) => {
    const readers: [TestPerson, (entry: EntrySummary) => boolean][] = [
      [PEOPLE.auditor, () => true],
      [PEOPLE.supervisor, inNanjing],
      [{ ...PEOPLE.supervisor, subject: 'both', scope: ['3201', '3205'] }, () => true],
      [{ ...PEOPLE.supervisor, subject: 'country', scope: [''] }, () => true],
    ];
    for (const [person, mayRead] of readers) {
      const expected = where((entry) => matches(entry) && mayRead(entry));
      for (const limit of [1, 4, 200]) {
        expect(await paged(person, { from: ago(80), ...input, limit })).toEqual(expected);
        expect(await pagedBackwards(person, { from: ago(80), ...input, limit })).toEqual(expected);
      }
    }
  });

  test('by account, whoever acted on it within the scope', async () => {
    const [account_id] = accounts;
    const isOn = (entry: EntrySummary) => entry.account?.id === account_id;
    expect(await paged(PEOPLE.auditor, { from: ago(80), account_id, limit: 5 })).toEqual(where(isOn));
    const supervisors = where((entry) => isOn(entry) && inNanjing(entry));
    expect(await paged(PEOPLE.supervisor, { from: ago(80), account_id, limit: 5 })).toEqual(supervisors);
  });

  test('name the account masked, and nobody where there is none', () => {
    const [search, open] = ['search', 'open'].map((action) => all.find((entry) => entry.action === action));
    expect(search?.account).toBeNull();
    expect(open?.account).toMatchObject({ name: '王*明', document: '3201**********0010' });
  });
});

describe('the period', () => {
  test('is 31 days back where none is given, and its end is not in it', async () => {
    const { items, searched_to } = await list(PEOPLE.auditor, { limit: 200 });
    expect(items.map(({ id }) => id)).toEqual(where(({ recorded_at }) => recorded_at >= searched_to));
    expect(Date.now() - Date.parse(searched_to)).toBeGreaterThan(30.9 * DAY_MS);
    const [from, to] = [all[40]?.recorded_at ?? '', all[10]?.recorded_at ?? ''];
    const between = where(({ recorded_at }) => recorded_at >= from && recorded_at < to);
    expect(await paged(PEOPLE.auditor, { from, to, limit: 3 })).toEqual(between);
    expect(await pagedBackwards(PEOPLE.auditor, { from, to, limit: 3 })).toEqual(between);
    const nothing = { items: [], before: null, after: null, searched_to: to };
    expect(await list(PEOPLE.auditor, { from: to, to: from })).toEqual(nothing);
  });

  test.each<[Input, number]>([
    [{ from: '2025-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' }, 200],
    [{ from: '2025-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.001Z' }, 400],
    [{ from: ago(365) }, 200],
    [{ from: ago(367) }, 400],
    [{ to: '2020-01-01T00:00:00.000Z' }, 200],
  ])('%j is answered with %d: 366 days are the most', async (input, status) => {
    const answer = await api.call(PEOPLE.auditor, 'listEntries', input);
    expect(answer.statusCode).toBe(status);
    if (status === 400) {
      expect(answer.json()).toMatchObject({ type: 'urn:lockdesk:error:period_too_long', details: { max_days: 366 } });
    }
  });

  test.each(['x', encodeCursor({ at: ago(1) }), encodeCursor({ at: 'yesterday', id: crypto.randomUUID() })])(
    'a cursor %j is refused',
    async (after) => {
      const answer = await api.call(PEOPLE.auditor, 'listEntries', { after });
      expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:lockdesk:error:invalid_cursor']);
    },
  );
});

describe('a page leads on at both ends', () => {
  const period = { from: ago(80), limit: 20 };
  const ids = (page: Page) => page.items.map(({ id }) => id);

  test('from each page to its neighbours, and to nothing beyond the first and the last', async () => {
    const first = await list(PEOPLE.auditor, period);
    const second = await list(PEOPLE.auditor, { ...period, after: first.after ?? '' });
    const third = await list(PEOPLE.auditor, { ...period, after: second.after ?? '' });
    expect([first.before, third.after]).toEqual([null, null]);
    expect(ids(await list(PEOPLE.auditor, { ...period, before: second.before ?? '' }))).toEqual(ids(first));
    const back = await list(PEOPLE.auditor, { ...period, before: third.before ?? '' });
    expect(ids(back)).toEqual(ids(second));
    expect(ids(await list(PEOPLE.auditor, { ...period, after: back.after ?? '' }))).toEqual(ids(third));
    const last = await list(PEOPLE.auditor, { ...period, from_end: true });
    expect([ids(last), last.after]).toEqual([ids(third), null]);
  });

  test('an empty page leads back over the entry that it began at', async () => {
    const oldest = all.at(-1) as EntrySummary;
    const beyond = encodeCursor({ at: oldest.recorded_at, id: oldest.id });
    const page = await list(PEOPLE.auditor, { ...period, after: beyond });
    expect(page).toMatchObject({ items: [], after: null });
    expect(ids(await list(PEOPLE.auditor, { ...period, before: page.before ?? '' })).at(-1)).toBe(oldest.id);
  });

  test.each<Input>([
    { after: encodeCursor({ at: ago(1), id: NOBODY }), before: encodeCursor({ at: ago(2), id: NOBODY }) },
    { after: encodeCursor({ at: ago(1), id: NOBODY }), from_end: true },
  ])('it is asked for one way only: %j', async (input) => {
    const answer = await api.call(PEOPLE.auditor, 'listEntries', input);
    expect([answer.statusCode, answer.json().type]).toEqual([400, 'urn:lockdesk:error:invalid_cursor']);
  });
});

test('a page that finds little stops, says how far it came, and goes on from there, both ways', async () => {
  // 4,500 entries newer than the one refusal of this clerk's.
  const busy = { ...PEOPLE.clerk, subject: 'busy' };
  const entry = (outcome: 'done' | 'refused'): EntryDraft => ({ action: 'open', outcome, actor: staff(busy) });
  const first = await api.services.inTransaction((trx) => recordEntry(trx, entry('refused')));
  await api.database.asOwner(
    `INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, leaf)
     SELECT uuidv7(), $1::timestamptz + n * interval '1 ms', 'open', 'done', 'staff', 'busy', '\\x00'
       FROM generate_series(1, 4500) AS n`,
    [first.recorded_at],
  );
  const question: Input = { actor: 'busy', outcomes: ['refused'] };
  const pages: Page[] = [];
  for (let after: string | undefined; pages.at(-1)?.after !== null; after = pages.at(-1)?.after ?? undefined) {
    pages.push(await list(PEOPLE.auditor, { ...question, after }));
  }
  expect(pages.map(({ items }) => items.length)).toEqual([0, 0, 1]);
  const searched = pages.map(({ searched_to }) => Date.parse(searched_to) - first.recorded_at.getTime());
  expect(searched.slice(0, 2)).toEqual([2501, 501]);
  expect(pages[2]?.items[0]?.id).toBe(first.id);

  const to = new Date(first.recorded_at.getTime() + 4501).toISOString();
  const found: number[] = [];
  const reached: number[] = [];
  for (let way: Input | null = { from_end: true }; way; ) {
    const page: Page = await list(PEOPLE.auditor, { ...question, to, limit: 5, ...way });
    found.push(page.items.length);
    reached.push(Date.parse(page.searched_to) - first.recorded_at.getTime());
    way = page.before === null ? null : { before: page.before };
  }
  expect(found).toEqual([1, 0, 0]);
  expect(reached).toEqual([1999, 3999, 4501]);
});

describe('one entry', () => {
  test('whole, for its actor, their supervisor and an auditor; for nobody else is there one', async () => {
    const account_id = await makeCitizen(api.services);
    const act = unlockInput(account_id, await openFor(api.services, PEOPLE.clerk, account_id));
    const input = {
      ...act,
      reason: { code: 'other', note: '本人忘带手机' } as const,
      verification: { method: 'other_document', reading: 'typed', document_note: '驾驶证原件' } as const,
      ticket: 'A037',
    };
    const { entry_id } = (await api.call(PEOPLE.clerk, 'unlockAccount', input)).json();
    for (const person of [PEOPLE.clerk, PEOPLE.supervisor, PEOPLE.auditor]) {
      const answer = await api.call(person, 'getEntry', { entry_id });
      expect(answer.json(), person.subject).toMatchObject({
        id: entry_id,
        action: 'unlock',
        outcome: 'done',
        actor: { subject: 'limin', name: '李敏', staff_number: '0417', office: { code: '320106-01' } },
        account: { id: account_id, name: '王*明' },
        reason: 'other',
        note: '本人忘带手机',
        document_note: '驾驶证原件',
        ticket: 'A037',
        verification: { method: 'other_document', reading: 'typed' },
        before: { version: 1, locked: true },
        after: { version: 2, locked: false },
      });
    }
    for (const person of [PEOPLE.otherClerk, PEOPLE.otherSupervisor, { ...PEOPLE.clerk, subject: 'colleague' }]) {
      const answer = await api.call(person, 'getEntry', { entry_id });
      expect([answer.statusCode, answer.json().type]).toEqual([404, 'urn:lockdesk:error:entry_not_found']);
    }
  });

  test.each([crypto.randomUUID(), '0199f5a0-0000-7000-8000-000000000001'])('%s is not found', async (entry_id) => {
    const answer = await api.call(PEOPLE.auditor, 'getEntry', { entry_id });
    expect([answer.statusCode, answer.json().type]).toEqual([404, 'urn:lockdesk:error:entry_not_found']);
  });
});
