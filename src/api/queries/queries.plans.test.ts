/**
 * What each operation costs the database at a million accounts, counted in buffers: they don't jitter. Attempts and
 * entries are fewer than such a register would have, which only makes whole reads look cheaper than they are.
 */
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Cause,
  type EntrySummary,
  type LockKind,
  type LockSort,
  OPERATION_NAMES,
  type OperationInput,
  type OperationName,
  QUEUE_PARTS,
} from '../../contract/index.ts';
import { countEntries } from '../reports/count-entries.ts';
import { assessActs } from '../review/assess-acts.ts';
import { checkAgain } from '../review/check-again.ts';
import { escalateOverdue, rerouteLeft } from '../review/escalate.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import {
  accountId,
  BUSY_ACCOUNT,
  clerkSubject,
  fillLarge,
  HAMMERED_ACCOUNT,
  LARGE_CITY,
  LARGE_COUNTY,
} from '../testing/large.ts';
import { explain, type Plan, type Watch, watchStatements, wholeReads } from '../testing/plans.ts';
import { accountRow, attempt } from '../testing/sign-in-system.ts';
import { encodeCursor } from './cursor.ts';

const SIZE = { accounts: 1_000_000, locks: 200_000, attempts: 500_000, entries: 300_000 };

let database: TestDatabase;
let api: TestApi;
let watch: Watch;
let connection: PoolClient;
beforeAll(async () => {
  database = await openTestDatabase();
  await fillLarge(database.ownerUrl, SIZE);
  api = await startTestApi({ DATABASE_URL: database.apiUrl }, { leads: false });
  watch = watchStatements(api.services.pool);
  connection = await database.pool.connect();
});
afterAll(async () => {
  connection?.release();
  await api?.close();
  await database?.close();
});

const EVERYWHERE: TestPerson = { ...PEOPLE.clerk, subject: 'everywhere', roles: ['clerk', 'supervisor'], scope: [''] };

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

interface Asked {
  answer: Record<string, unknown>;
  plans: Plan[];
}

const asked = new Set<OperationName>();
/** Acts of administrators on a ledger as a whole; they begin with a loss or a new key, which this one has not. */
const ONCE_IN_YEARS: readonly OperationName[] = [
  ...(['restorationState', 'proposeRestoration', 'confirmRestoration', 'reportCheckpoint'] as const),
  'rotateLedgerKey',
];

/** Calls an operation and explains all that it sent to the database. */
async function ask<N extends OperationName>(person: TestPerson, name: N, input: OperationInput<N>): Promise<Asked> {
  asked.add(name);
  const { result: answer, statements } = await watch(() => api.call(person, name, input));
  expect(answer.statusCode, answer.body).toBe(200);
  const plans: Plan[] = [];
  for (const statement of statements) plans.push(await explain(connection, statement));
  return { answer: answer.json(), plans };
}

describe('a page of the locked at a million accounts: 60 buffers at most, 5 for each further branch (speed row 2)', () => {
  const places = [
    [''],
    ['32'],
    [LARGE_CITY],
    ['3205'],
    [LARGE_COUNTY],
    [LARGE_CITY, '3205'],
    ['44', '320506', '51', LARGE_CITY],
  ];
  const filters: { branches: number; kinds?: LockKind[]; causes?: Cause[] }[] = [
    { branches: 1 },
    { kinds: ['temporary'], branches: 2 },
    { causes: ['spread_sources'], branches: 2 },
    { kinds: ['temporary'], causes: ['spread_sources'], branches: 1 },
    { kinds: ['permanent'], causes: ['many_wrong_passwords'], branches: 1 },
  ];
  /** Near both ends of each order, and in its middle. */
  const keys: Record<LockSort, (string | number)[]> = {
    newest: [ago(3), ago(15), ago(29.5)],
    ending_soonest: [ago(-0.2), ago(-0.9), 'infinity'],
    most_failures: [60, 30, 4],
  };
  const depths = (sort: LockSort) => [
    {},
    { from_end: true },
    ...keys[sort].flatMap((key) => {
      const cursor = encodeCursor({ sort, key, id: '80000000-0000-4000-8000-000000000000' });
      return [{ after: cursor }, { before: cursor }];
    }),
  ];

  async function expectCheap(input: OperationInput<'listLockedAccounts'>, branches: number): Promise<void> {
    const { plans } = await ask(EVERYWHERE, 'listLockedAccounts', input);
    expect(plans).toHaveLength(1);
    for (const plan of plans) {
      expect(plan.buffers, `${JSON.stringify(input)}\n${plan.shape}`).toBeLessThanOrEqual(60 + 5 * (branches - 1));
      expect(wholeReads(plan)).toEqual([]);
    }
  }

  test.each(Object.keys(keys) as LockSort[])('%s first, for every filter, place and depth', async (sort) => {
    for (const place of places) {
      for (const { branches, ...filter } of filters) {
        for (const depth of depths(sort)) {
          await expectCheap({ sort, places: place, ...filter, ...depth }, branches * place.length);
        }
      }
    }
  });

  test('between two times, at every depth', async () => {
    const bounds = [{ since: ago(10) }, { until: ago(20) }, { since: ago(20), until: ago(10) }];
    for (const place of places) {
      for (const bound of bounds) {
        for (const depth of depths('newest')) await expectCheap({ places: place, ...bound, ...depth }, place.length);
      }
    }
  });

  test('a scope of several places costs what asking for them does', async () => {
    const { plans } = await ask({ ...PEOPLE.clerk, subject: 'two', scope: ['3201', '3205'] }, 'listLockedAccounts', {});
    for (const plan of plans) expect(plan.buffers, plan.shape).toBeLessThanOrEqual(65);
  });
});

describe('no operation reads accounts, attempts, locks or entries from end to end', () => {
  /** Generous, and far below any of the tables: an index read whole is found out by it. */
  const MOST = 2500;

  async function expectBounded<N extends OperationName>(
    person: TestPerson,
    name: N,
    input: OperationInput<N>,
    most = MOST,
  ): Promise<Record<string, unknown>> {
    const { answer, plans } = await ask(person, name, input);
    expect(plans).not.toHaveLength(0);
    for (const plan of plans) {
      expect(wholeReads(plan), plan.shape).toEqual([]);
      expect(plan.buffers, plan.shape).toBeLessThanOrEqual(most);
    }
    return answer;
  }

  test('totals come from counters alone', async () => {
    for (const person of [EVERYWHERE, PEOPLE.clerk]) await expectBounded(person, 'lockTotals', {}, 100);
  });

  test.each(['王', '王小明', 'wang', 'wan', 'wxm', 'w'])('searching for %s', async (text) => {
    for (const scope of [[''], ['32'], [LARGE_CITY], [LARGE_CITY, '3205', '320506', '44']]) {
      await expectBounded({ ...PEOPLE.clerk, subject: `clerk-of-${scope.length}`, scope }, 'searchAccounts', { text });
    }
  });

  test.each(['13812345678', '320112348876', '11010519491231002X', 'L01X00T47'])('searching for %s', async (text) => {
    for (const person of [EVERYWHERE, PEOPLE.clerk]) await expectBounded(person, 'searchAccounts', { text }, 20);
  });

  test.each([BUSY_ACCOUNT, 2, 3, HAMMERED_ACCOUNT, 500_000])('account %d: opening, reading, attempts', async (n) => {
    // However many attempts it had: the newest of each kind are read.
    const most = n === BUSY_ACCOUNT || n === HAMMERED_ACCOUNT ? 1100 : 150;
    const account_id = accountId(n);
    const { opening_id } = await expectBounded(EVERYWHERE, 'openAccount', { account_id }, most);
    const opened = { account_id, opening_id: String(opening_id) };
    await expectBounded(EVERYWHERE, 'readAccount', opened, most);
    const { after } = await expectBounded(EVERYWHERE, 'listAttempts', opened, 150);
    await expectBounded(EVERYWHERE, 'listAttempts', { ...opened, only_failures: true }, 150);
    if (after) await expectBounded(EVERYWHERE, 'listAttempts', { ...opened, after: String(after) }, 150);
  });

  const questions: OperationInput<'listEntries'>[] = [
    {},
    { from: ago(149), to: ago(1) },
    { account_id: accountId(BUSY_ACCOUNT) },
    { actor: clerkSubject(1) },
    { office: `${LARGE_COUNTY}-01` },
    { actions: ['unlock'] },
    { actions: ['reset'], from: ago(149) },
    { actions: ['unlock', 'lock'], outcomes: ['refused'] },
    { outcomes: ['failed'], from: ago(149) },
    { office: `${LARGE_COUNTY}-01`, actions: ['unlock'], outcomes: ['refused'], from: ago(149) },
  ];
  test.each(questions)('entries by %j, for each who may ask', async (question) => {
    const several = { ...PEOPLE.supervisor, subject: 'several', scope: [LARGE_CITY, '44', '320506'] };
    const country = { ...PEOPLE.supervisor, subject: 'country', scope: [''] };
    for (const person of [PEOPLE.auditor, PEOPLE.supervisor, several, country]) {
      const { after } = await expectBounded(person, 'listEntries', question);
      if (after) await expectBounded(person, 'listEntries', { ...question, after: String(after) });
    }
    const { actor: _, ...own } = question;
    await expectBounded({ ...PEOPLE.clerk, subject: clerkSubject(1) }, 'listEntries', own);
  });

  test('one entry', async () => {
    const { items } = await expectBounded(PEOPLE.auditor, 'listEntries', { limit: 1 });
    const [{ id }] = items as [{ id: string }];
    await expectBounded(PEOPLE.auditor, 'getEntry', { entry_id: id }, 60);
  });

  test.each([
    ['unlockAccount', 'remembered_password'],
    ['forceReset', 'forgot_password'],
  ] as const)('%s, and what became of it', async (name, code) => {
    const account_id = await makeCitizen(api.services);
    const { opening_id } = await expectBounded(PEOPLE.clerk, 'openAccount', { account_id }, 150);
    const act = {
      account_id,
      opening_id: String(opening_id),
      version: 1,
      reason: { code },
      verification: { method: 'id_card', reading: 'scanned' },
      channel: 'counter',
    } as const;
    const { entry_id } = await expectBounded(PEOPLE.clerk, name, act as OperationInput<typeof name>, 150);
    await expectBounded(PEOPLE.clerk, 'followAct', { entry_id: String(entry_id) }, 150);
  });

  test('a report of a year and of a month, from rollups alone', async () => {
    // 124 reasons, causes, offices and clerks of a city by 12 months and 60 days: half a page for each row at most.
    const year = { from: ago(365).slice(0, 10), to: ago(0).slice(0, 10) };
    const month = { from: ago(30).slice(0, 10), to: ago(0).slice(0, 10) };
    for (const person of [PEOPLE.auditor, PEOPLE.supervisor]) {
      await expectBounded(person, 'readReport', year, 4500);
      await expectBounded(person, 'readReport', month, 4500);
      await expectBounded(person, 'readReport', { ...month, place: LARGE_COUNTY }, 4500);
    }
  });

  test('counting the ledger’s next entries', async () => {
    await database.asOwner('UPDATE report_state SET next_index = $1', [SIZE.entries / 2]);
    const { statements } = await watch(async () => countEntries(api.services));
    expect(statements.length).toBeGreaterThan(2);
    for (const statement of statements) {
      const plan = await explain(connection, statement);
      expect(wholeReads(plan), plan.shape).toEqual([]);
      expect(plan.buffers, plan.shape).toBeLessThanOrEqual(500 * 16);
    }
  });

  test.each([
    ['exportEntries', PEOPLE.supervisor, { from: ago(3), to: ago(1), actions: ['open'] }, 9000],
    ['exportEntries', PEOPLE.auditor, { from: ago(3), to: ago(1) }, 9000],
    ['exportLockedAccounts', { ...PEOPLE.supervisor, scope: [LARGE_COUNTY] }, {}, 300],
  ] as const)('%s: beginning, and each page of the file', async (name, person, asked, most) => {
    const { export_id } = await expectBounded(person, name, { language: 'zh-CN', ...asked });
    const headers = { authorization: api.bearer(person) };
    const { result, statements } = await watch(async () => {
      const answer = await api.app.inject({ url: `/v1/exports/${export_id}`, headers });
      return answer;
    });
    expect(result.statusCode).toBe(200);
    expect(result.body.length).toBeGreaterThan(20_000);
    for (const statement of statements) {
      const plan = await explain(connection, statement);
      expect(wholeReads(plan), plan.shape).toEqual([]);
      expect(plan.buffers, plan.shape).toBeLessThanOrEqual(most);
    }
  });

  test('one number of an account', async () => {
    const account_id = await makeCitizen(api.services);
    const { opening_id } = await expectBounded(PEOPLE.clerk, 'openAccount', { account_id }, 150);
    const reveal = {
      account_id,
      opening_id: String(opening_id),
      field: 'phone',
      reason: { code: 'call_back' },
    } as const;
    await expectBounded(PEOPLE.clerk, 'revealField', reveal, 60);
  });

  describe('the review of acts', () => {
    const several = { ...PEOPLE.supervisor, subject: 'of-several', scope: [LARGE_CITY, LARGE_COUNTY] };

    test.each(QUEUE_PARTS)('the queue, %s', async (part) => {
      for (const person of [PEOPLE.supervisor, several]) {
        const { after, items } = await expectBounded(person, 'listReviews', { part }, 700);
        expect(items).toHaveLength(50);
        await expectBounded(person, 'listReviews', { part, after: String(after) }, 700);
      }
    });

    test('what waits for whom', async () => {
      for (const person of [several, EVERYWHERE, PEOPLE.auditor]) await expectBounded(person, 'attention', {}, 700);
      await expectBounded({ ...PEOPLE.clerk, subject: clerkSubject(1) }, 'listOwnDisputes', {}, 1500);
      await expectBounded(PEOPLE.auditor, 'listAlerts', {}, 20);
    });

    test('one act, disputed, answered and closed', async () => {
      const { items } = await expectBounded(PEOPLE.supervisor, 'listReviews', { limit: 2 }, 700);
      const [first, second] = items as [{ entry: EntrySummary }, { entry: EntrySummary }];
      const { id: entry_id, actor } = first.entry;
      const clerk = { ...PEOPLE.clerk, subject: actor.subject };
      const steps = { entry_id, comment: '为什么' };
      await expectBounded(PEOPLE.supervisor, 'getReview', { entry_id }, 150);
      await expectBounded(PEOPLE.supervisor, 'disputeAct', steps, 150);
      await expectBounded(clerk, 'answerDispute', steps, 150);
      await expectBounded(PEOPLE.supervisor, 'closeDispute', { ...steps, upheld: true }, 150);
      await expectBounded(PEOPLE.supervisor, 'signOff', { entry_ids: [second.entry.id] }, 150);
    });

    test('an alert', async () => {
      const { rows } = await database.asOwner(
        "INSERT INTO alerts (kind, cause, division) VALUES ('feed_behind', '', NULL) RETURNING id",
      );
      await expectBounded(PEOPLE.supervisor, 'acknowledgeAlert', { alert_id: rows[0]?.id }, 150);
    });

    test('what the leader does for it', async () => {
      for (const work of [assessActs, checkAgain, escalateOverdue, rerouteLeft]) {
        const { statements } = await watch(() => work(api.services));
        expect(statements).not.toHaveLength(0);
        for (const statement of statements) {
          const plan = await explain(connection, statement);
          expect(wholeReads(plan), plan.shape).toEqual([]);
        }
      }
    });
  });

  test('how far the ledger is signed and seen', async () => {
    await expectBounded(PEOPLE.clerk, 'ledgerStatus', {}, 20);
    await expectBounded(PEOPLE.clerk, 'listRestorations', {}, 20);
  });

  test('what the agency’s own systems tell and ask', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => String(2 + n * 1000));
    const accounts = ten.map((external_id) => accountRow({ external_id, updated_at: ago(0), division: '320508' }));
    await expectBounded(PEOPLE.directory, 'registerAccounts', { accounts: [...accounts, accountRow()] });
    const attempts = [...ten, String(HAMMERED_ACCOUNT), 'nobody'].map((external_id) => attempt({ external_id }));
    await expectBounded(PEOPLE.directory, 'reportAttempts', { attempts });
    await expectBounded(PEOPLE.directory, 'accountState', { external_ids: [...ten, 'nobody'] }, 150);
    const code = { external_id: '2', code: '00000-00000', redemption_id: crypto.randomUUID() };
    await expectBounded(PEOPLE.directory, 'redeemCode', code, 150);
  });

  describe('a file of the ledger', () => {
    beforeAll(async () => {
      // As after a signature; what the hashes are is all the same to a plan.
      await database.asOwner(`
        INSERT INTO tree_nodes (level, index, hash)
        SELECT 1, at, sha256('') FROM generate_series(0, ${Math.floor(SIZE.entries / 256) - 1}) AS at`);
      await database.asOwner(`UPDATE ledger_head SET size = ${SIZE.entries}, checkpoint = 'signed'`);
      await database.asOwner('ANALYZE tree_nodes, ledger_head');
    });

    test.each([
      ['checkpoint', 5],
      ['tile/0/000', 20],
      ['tile/0/x001/171', 20],
      ['tile/1/003', 20],
      // Each of 256 entries is looked up by its key, once its place is.
      ['tile/entries/x001/000', 256 * 8],
    ])('%s', async (path, most) => {
      const authorization = api.bearer(PEOPLE.auditor);
      const { result, statements } = await watch(async () => {
        // Begins when it is awaited, which must be in here to be watched.
        const answer = await api.app.inject({ url: `/v1/ledger/${path}`, headers: { authorization } });
        return answer;
      });
      expect(result.statusCode, result.body).toBe(path === 'tile/0/x001/171' ? 404 : 200);
      expect(statements.length).toBeGreaterThan(0);
      for (const statement of statements) {
        const plan = await explain(connection, statement);
        expect(wholeReads(plan), plan.shape).toEqual([]);
        expect(plan.buffers, plan.shape).toBeLessThanOrEqual(most);
      }
    });
  });

  test('nothing was left out', () => {
    // `me` asks the database nothing.
    expect([...asked, 'me', ...ONCE_IN_YEARS].sort()).toEqual([...OPERATION_NAMES].sort());
  });
});
