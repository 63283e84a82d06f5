import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { lockAgain } from '../testing/citizens.ts';
import { accountRow, residentId, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';

let api: TestApi;
let system: SignInSystem;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());

const stored = (externalId: unknown) =>
  api.services.db
    .selectFrom('accounts')
    .selectAll()
    .where('external_id', '=', String(externalId))
    .executeTakeFirstOrThrow();
const entriesOf = (accountId: string) =>
  api.services.db
    .selectFrom('entries')
    .select(['action', 'before', 'after', 'lock_id', 'division', 'actor_kind', 'actor_subject'])
    .where('account_id', '=', accountId)
    .orderBy('id')
    .execute();
const later = (minutes: number) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();

describe('the register of accounts', () => {
  it('creates an account: sealed, hashed, masked and spelt', async () => {
    const row = accountRow({ name: '欧阳 小明', phone: '+8613912340000' });
    const [result] = await system.register(row);
    const account = await stored(row.external_id);
    expect(result).toEqual({ row: 0, status: 'created', account_id: account.id });
    expect(account).toMatchObject({
      version: 1,
      name: '欧阳小明',
      name_pinyin: 'ouyangxiaoming',
      name_initials: 'oyxm',
      name_masked: '欧阳*明',
      phone_masked: '139****0000',
      province: '32',
      city: '3201',
      division: '320106',
      disabled: false,
      registered_at: new Date('2019-12-31T16:00:00Z'),
    });
    const { keys } = api.services;
    const place = { table: 'accounts', id: account.id } as const;
    expect(keys.open({ ...place, column: 'document' }, account.key_id, account.document_cipher)).toBe(
      row.document_number,
    );
    expect(keys.open({ ...place, column: 'phone' }, account.key_id, account.phone_cipher as Buffer)).toBe(
      '13912340000',
    );
    expect(account.document_hash).toEqual(keys.searchHash('document', String(row.document_number)));
    expect(await entriesOf(account.id)).toEqual([]);
  });

  it('answers each row by itself; a bad one costs the others nothing', async () => {
    const good = accountRow();
    const wrongDigit = `${residentId().slice(0, 17)}${'Y'}`;
    const results = await system.register(
      accountRow({ document_number: wrongDigit }),
      accountRow({ division: '32' }),
      accountRow({ nickname: 'x' } as object),
      accountRow({ updated_at: '2999-01-01T00:00:00Z' }),
      accountRow({ registered_at: '0000-01-01T00:00:00Z' }),
      accountRow({ name: '王\u202e明' }),
      good,
    );
    expect(results.map((result) => (result.status === 'refused' ? result.issues : result.status))).toEqual([
      [{ path: 'document_number', code: 'check_digit' }],
      [{ path: 'division', code: 'invalid_format' }],
      [{ path: 'nickname', code: 'unrecognized_keys' }],
      [{ path: 'updated_at', code: 'in_future' }],
      [{ path: 'registered_at', code: 'too_old' }],
      [{ path: 'name', code: 'unprintable' }],
      'created',
    ]);
    expect(results.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['passport', 'E12345678'],
    ['hk_macau_permit', 'H12345678'],
    ['taiwan_permit', '12345678'],
    ['foreigner_permit', 'USA110000000001'],
    ['officer_card', '南字第1234567号'],
  ])('takes a %s', async (document_kind, document_number) => {
    expect(await system.register(accountRow({ document_kind, document_number }))).toMatchObject([
      { status: 'created' },
    ]);
  });

  it('ignores what is older than what it knows, and what it knows already', async () => {
    const row = accountRow({ updated_at: later(10) });
    const results = [
      await system.register(row),
      await system.register(row),
      await system.register({ ...row, updated_at: later(5), status: 'disabled' }),
      await system.register({ ...row, updated_at: later(20), name: '王大明' }),
    ];
    expect(results.flat().map(({ status }) => status)).toEqual(['created', 'unchanged', 'older', 'updated']);
    expect(await stored(row.external_id)).toMatchObject({ name: '王大明', disabled: false, version: 1 });
  });

  it('takes the newest of several rows for one account, wherever it stands, and the same call again changes nothing', async () => {
    const row = accountRow();
    const rows = [
      { ...row, updated_at: later(20), licence_classes: 'B2' },
      { ...row, updated_at: later(30), licence_classes: 'A2' },
      { ...row, updated_at: later(30), licence_classes: 'A1' },
      { ...row, updated_at: later(10) },
    ];
    expect((await system.register(...rows)).map(({ status }) => status)).toEqual([
      'older',
      'created',
      'unchanged',
      'older',
    ]);
    const before = await stored(row.external_id);
    expect(before.licence_classes).toBe('A2');
    expect((await system.register(...rows)).map(({ status }) => status)).toEqual([
      'older',
      'unchanged',
      'unchanged',
      'older',
    ]);
    expect(await stored(row.external_id)).toEqual(before);
  });

  it('raises the version, with an entry each, for disabling, a move and a phone; for nothing else', async () => {
    const row = accountRow();
    const external = await system.newCitizen(row);
    await system.register({ ...row, updated_at: later(1), name: '王大明', licence_file: '320100000009' });
    await system.register({
      ...row,
      updated_at: later(2),
      division: '320505',
      phone: '13900000000',
      status: 'disabled',
      disabled_at: later(1),
    });
    const account = await stored(external);
    expect(account).toMatchObject({ version: 4, disabled: true, disabled_at: new Date(later(1)), city: '3205' });
    expect(await entriesOf(account.id)).toMatchObject([
      {
        action: 'disable',
        division: '320106',
        actor_kind: 'system',
        actor_subject: 'sign-in-system',
        before: { version: 1, disabled: false },
        after: { version: 2, disabled: true },
      },
      { action: 'move', division: '320505', before: { division: '320106' }, after: { version: 3, division: '320505' } },
      { action: 'change_phone', division: '320505', before: { version: 3 }, after: { version: 4 } },
    ]);
    expect(await system.state(external)).toMatchObject({ disabled: true });
    await system.register({ ...row, updated_at: later(3), division: '320505', phone: '13900000000' });
    expect(await stored(external)).toMatchObject({ version: 5, disabled: false, disabled_at: null });
    expect((await entriesOf(account.id)).at(-1)).toMatchObject({ action: 'enable' });
  });

  it('ends a lock by disabling, and lets a lock move with its account', async () => {
    const row = accountRow();
    const external = await system.newCitizen(row);
    const { id } = await stored(external);
    await lockAgain(api.services, id);
    const lock = () =>
      api.services.db.selectFrom('locks').selectAll().where('account_id', '=', id).executeTakeFirstOrThrow();
    const lockId = (await lock()).id;

    await system.register({ ...row, updated_at: later(1), division: '320505' });
    expect(await lock()).toMatchObject({ province: '32', city: '3205', division: '320505', ended_at: null });
    expect((await entriesOf(id)).at(-1)).toMatchObject({ action: 'move', lock_id: lockId, after: { locked: true } });

    await system.register({ ...row, updated_at: later(2), division: '320505', status: 'disabled' });
    const [entry] = (await entriesOf(id)).slice(-1);
    expect(entry).toMatchObject({
      action: 'disable',
      lock_id: lockId,
      before: { locked: true },
      after: { locked: false },
    });
    expect(await lock()).toMatchObject({ ended_by: 'disabled' });
    expect(await system.state(external)).toMatchObject({ locked: false, disabled: true });
  });

  it('registers the same accounts from several systems at once, in any order, once', async () => {
    const rows = Array.from({ length: 100 }, () => accountRow());
    const calls = Array.from({ length: 6 }, (_, at) => system.register(...(at % 2 ? rows.toReversed() : rows)));
    const results = (await Promise.all(calls)).flat();
    expect(results.filter(({ status }) => status === 'created')).toHaveLength(100);
    expect(results.filter(({ status }) => status === 'unchanged')).toHaveLength(500);
  });
});
