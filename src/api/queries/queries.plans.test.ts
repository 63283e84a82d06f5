/** What each operation on accounts costs the database where there are a million, counted in buffers: they don't jitter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CAUSES,
  type Cause,
  EXTRACT_LINES_MAX,
  LOCK_KINDS,
  type LockKind,
  type LockSort,
  type OperationInput,
} from '../../contract/index.ts';
import { type EntryDraft, recordEntries } from '../ledger/record.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { accountId, BUSY_ACCOUNT, HAMMERED_ACCOUNT, LARGE_CITY, LARGE_COUNTY } from '../testing/large.ts';
import { ago, EVERYWHERE, LargeApi } from '../testing/large-api.ts';
import { wholeReads } from '../testing/plans.ts';
import { accountRow, attempt } from '../testing/sign-in-system.ts';
import { encodeCursor } from './cursor.ts';

let large: LargeApi;
beforeAll(async () => {
  large = await LargeApi.open();
});
afterAll(() => large?.close());

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
    { kinds: ['temporary'], branches: CAUSES.length },
    { causes: ['spread_sources'], branches: LOCK_KINDS.length },
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
    const { plans } = await large.ask(EVERYWHERE, 'listLockedAccounts', input);
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
    const { plans } = await large.ask(
      { ...PEOPLE.clerk, subject: 'two', scope: ['3201', '3205'] },
      'listLockedAccounts',
      {},
    );
    for (const plan of plans) expect(plan.buffers, plan.shape).toBeLessThanOrEqual(65);
  });
});

describe('no operation reads accounts, attempts or locks from end to end', () => {
  test('totals come from counters alone', async () => {
    for (const person of [EVERYWHERE, PEOPLE.clerk]) await large.askBounded(person, 'lockTotals', {}, 100);
  });

  test.each(['王', '王小明', 'wang', 'wan', 'wxm', 'w'])('searching for %s', async (text) => {
    for (const scope of [[''], ['32'], [LARGE_CITY], [LARGE_CITY, '3205', '320506', '44']]) {
      await large.askBounded({ ...PEOPLE.clerk, subject: `clerk-of-${scope.length}`, scope }, 'searchAccounts', {
        text,
      });
    }
  });

  test.each(['13812345678', '320112348876', '11010519491231002X', 'L01X00T47'])('searching for %s', async (text) => {
    for (const person of [EVERYWHERE, PEOPLE.clerk]) await large.askBounded(person, 'searchAccounts', { text }, 20);
  });

  test.each([BUSY_ACCOUNT, 2, 3, HAMMERED_ACCOUNT, 500_000])('account %d: opening, reading, attempts', async (n) => {
    // However many attempts it had: the newest of each kind are read.
    const most = n === BUSY_ACCOUNT || n === HAMMERED_ACCOUNT ? 1100 : 150;
    const account_id = accountId(n);
    const { opening_id } = await large.askBounded(EVERYWHERE, 'openAccount', { account_id }, most);
    const opened = { account_id, opening_id: String(opening_id) };
    await large.askBounded(EVERYWHERE, 'readAccount', opened, most);
    const { after } = await large.askBounded(EVERYWHERE, 'listAttempts', opened, 150);
    await large.askBounded(EVERYWHERE, 'listAttempts', { ...opened, only_failures: true }, 150);
    if (after) await large.askBounded(EVERYWHERE, 'listAttempts', { ...opened, after: String(after) }, 150);
  });

  test.each([
    ['unlockAccount', 'remembered_password'],
    ['forceReset', 'forgot_password'],
  ] as const)('%s, and what became of it', async (name, code) => {
    const account_id = await makeCitizen(large.api.services);
    const { opening_id } = await large.askBounded(PEOPLE.clerk, 'openAccount', { account_id }, 150);
    const act = {
      account_id,
      opening_id: String(opening_id),
      version: 1,
      reason: { code },
      verification: { method: 'id_card', reading: 'scanned' },
      channel: 'counter',
    } as const;
    const { entry_id } = await large.askBounded(PEOPLE.clerk, name, act as OperationInput<typeof name>, 150);
    await large.askBounded(PEOPLE.clerk, 'followAct', { entry_id: String(entry_id) }, 150);
  });

  test('exportLockedAccounts: beginning, and each page of the file', async () => {
    const person = { ...PEOPLE.supervisor, scope: [LARGE_COUNTY] };
    const { export_id } = await large.askBounded(person, 'exportLockedAccounts', { language: 'zh-CN' });
    const { statusCode, body } = await large.getBounded(person, `/v1/exports/${export_id}`, 300);
    expect(statusCode).toBe(200);
    expect(body.length).toBeGreaterThan(20_000);
  });

  test.each([BUSY_ACCOUNT, HAMMERED_ACCOUNT, 2])('account %d: its file', async (n) => {
    const account_id = accountId(n);
    const { opening_id } = await large.askBounded(EVERYWHERE, 'openAccount', { account_id }, 1100);
    const file = { account_id, opening_id: String(opening_id), language: 'zh-CN' } as const;
    await large.askBounded(EVERYWHERE, 'exportAccountFile', file);
  });

  test('one number of an account', async () => {
    const account_id = await makeCitizen(large.api.services);
    const { opening_id } = await large.askBounded(PEOPLE.clerk, 'openAccount', { account_id }, 150);
    const reveal = {
      account_id,
      opening_id: String(opening_id),
      field: 'phone',
      reason: { code: 'call_back' },
    } as const;
    await large.askBounded(PEOPLE.clerk, 'revealField', reveal, 60);
  });

  test('an extract of a long history', async () => {
    const { services } = large.api;
    const account_id = accountId(HAMMERED_ACCOUNT);
    const look: EntryDraft = {
      action: 'open',
      outcome: 'done',
      actor: { kind: 'system', subject: 'somebody', name: null, roles: [] },
      account: { id: account_id, division: LARGE_COUNTY },
    };
    await services.inTransaction((trx) => recordEntries(trx, Array(EXTRACT_LINES_MAX).fill(look)));
    const { opening_id } = await large.askBounded(EVERYWHERE, 'openAccount', { account_id }, 1100);
    const verification = { method: 'id_card', reading: 'scanned' } as const;
    const { lines, next } = await large.askBounded(
      EVERYWHERE,
      'exportExtract',
      { account_id, opening_id: String(opening_id), verification },
      // Each line is looked up in entries, leaves and messages.
      EXTRACT_LINES_MAX * 10,
    );
    expect(lines).toHaveLength(EXTRACT_LINES_MAX);
    expect(next).not.toBeNull();
  });

  test('what the agency’s own systems tell and ask', async () => {
    const ten = Array.from({ length: 10 }, (_, n) => String(2 + n * 1000));
    const accounts = ten.map((external_id) => accountRow({ external_id, updated_at: ago(0), division: '320508' }));
    await large.askBounded(PEOPLE.directory, 'registerAccounts', { accounts: [...accounts, accountRow()] });
    const attempts = [...ten, String(HAMMERED_ACCOUNT), 'nobody'].map((external_id) => attempt({ external_id }));
    await large.askBounded(PEOPLE.directory, 'reportAttempts', { attempts });
    await large.askBounded(PEOPLE.directory, 'accountState', { external_ids: [...ten, 'nobody'] }, 150);
    const code = { external_id: '2', code: '00000-00000', redemption_id: crypto.randomUUID() };
    await large.askBounded(PEOPLE.directory, 'redeemCode', code, 150);
  });
});

test('nothing was left out', () => large.expectWhole('accounts'));
