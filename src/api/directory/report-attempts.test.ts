import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptReport } from '../../contract/index.ts';
import { payloadPlace } from '../notify/outbox.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import {
  ADDRESSES,
  accountRow,
  attempt,
  minutesAgo,
  type SignInSystem,
  signInSystem,
} from '../testing/sign-in-system.ts';

let api: TestApi;
let system: SignInSystem;
let external_id: string;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());
beforeEach(async () => {
  external_id = await system.newCitizen();
});

const NETWORKS = [ADDRESSES.nanjingMobile, ADDRESSES.guangdongTelecom, ADDRESSES.beijingTelecom];
const seconds = (ago: number) => new Date(Date.now() - ago * 1000).toISOString();

type Overrides = Partial<Record<keyof AttemptReport, unknown>>;
const wrong = (report: Overrides = {}) => attempt({ external_id, ...report });
const success = (report: Overrides = {}) => attempt({ external_id, outcome: 'success', ...report });
/** So many wrong passwords a second apart, the last one so many minutes ago. */
const several = (count: number, ago = 0, report: Overrides = {}) =>
  Array.from({ length: count }, (_, at) => wrong({ occurred_at: seconds(ago * 60 + count - at), ...report }));

async function account() {
  return api.services.db
    .selectFrom('accounts')
    .selectAll()
    .where('external_id', '=', external_id)
    .executeTakeFirstOrThrow();
}
async function locks() {
  const { id } = await account();
  return api.services.db.selectFrom('locks').selectAll().where('account_id', '=', id).orderBy('started_at').execute();
}
async function stored() {
  const { id } = await account();
  return api.services.db
    .selectFrom('attempts')
    .selectAll()
    .where('account_id', '=', id)
    .orderBy('occurred_at')
    .execute();
}
/** As if the lock had begun, and its attempts been made, so much earlier. */
async function letPass(minutes: number) {
  const { id } = await account();
  const back = sql`make_interval(mins => ${minutes})`;
  await sql`UPDATE locks SET started_at = started_at - ${back}, ends_at = ends_at - ${back} WHERE account_id = ${id}`.execute(
    api.services.db,
  );
  await api.database.asOwner(
    'UPDATE attempts SET occurred_at = occurred_at - make_interval(mins => $2) WHERE account_id = $1',
    [id, minutes],
  );
}

describe('an attempt', () => {
  it('is kept with place and operator, and the name typed as hash and mask only', async () => {
    const [result] = await system.report(wrong({ sign_in_name: '138 1234 5678', password_repeated: true }));
    expect(result).toMatchObject({ status: 'recorded', state: { external_id, known: true, locked: false } });
    const [row] = await stored();
    expect(row).toMatchObject({
      source: 'app',
      sign_in_name_masked: '138****5678',
      sign_in_name_hash: api.services.keys.searchHash('sign_in_name', '13812345678'),
      province: '江苏省',
      city: '南京市',
      operator: '电信',
      familiar_network: false,
      password_repeated: true,
      counted: false,
      device: '华为 Mate 60',
    });
  });

  it('for a name that belongs to nobody is kept as evidence, and creates no account', async () => {
    const before = await api.services.db.selectFrom('accounts').select('id').execute();
    const results = await system.report(
      attempt({ attempt_id: 'nobody-1', outcome: 'unknown_name', sign_in_name: 'Passw0rd!' }),
      attempt({ attempt_id: 'nobody-2', external_id: 'not-registered-yet' }),
    );
    expect(results).toMatchObject([
      { status: 'recorded', state: null },
      { status: 'recorded', state: { external_id: 'not-registered-yet', known: false, locked: false } },
    ]);
    const rows = await api.services.db
      .selectFrom('attempts')
      .select(['account_id', 'sign_in_name_masked', 'counted'])
      .where('attempt_id', 'like', 'nobody-%')
      .orderBy('attempt_id')
      .execute();
    expect(rows[0]).toEqual({ account_id: null, sign_in_name_masked: '***', counted: false });
    expect(await api.services.db.selectFrom('accounts').select('id').execute()).toHaveLength(before.length);
  });

  it('that is malformed, too old or from the future is refused by itself', async () => {
    const results = await system.report(
      'not an object',
      wrong({ outcome: 'guessed' }),
      wrong({ ip: '1.2.3' }),
      wrong({ occurred_at: minutesAgo(-6) }),
      wrong({ occurred_at: minutesAgo(-4) }),
      wrong({ occurred_at: minutesAgo(181 * 24 * 60) }),
      wrong({ occurred_at: minutesAgo(179 * 24 * 60) }),
      wrong({ password: 'secret' } as object),
    );
    expect(results.map((result) => (result.status === 'refused' ? result.issues : result.status))).toEqual([
      [{ path: '', code: 'invalid_type' }],
      [{ path: 'outcome', code: 'invalid_value' }],
      [{ path: 'ip', code: 'invalid_union' }],
      [{ path: 'occurred_at', code: 'in_future' }],
      'recorded',
      [{ path: 'occurred_at', code: 'too_old' }],
      'recorded',
      [{ path: 'password', code: 'unrecognized_keys' }],
    ]);
  });

  it('reported again is a duplicate, in the same call or a later one, and changes nothing', async () => {
    const four = several(4);
    expect((await system.report(...four, four[0])).map(({ status }) => status)).toEqual([
      'recorded',
      'recorded',
      'recorded',
      'recorded',
      'duplicate',
    ]);
    for (const result of await system.report(...four)) expect(result.status).toBe('duplicate');
    expect(await locks()).toEqual([]);
    expect(await stored()).toHaveLength(4);
  });

  it('reported again with another time is kept as another, and counts once', async () => {
    const same = several(5, 0, { attempt_id: 'the-same' });
    expect((await system.report(...same)).map(({ status }) => status)).toEqual(new Array(5).fill('recorded'));
    expect(await stored()).toHaveLength(5);
    expect(await locks()).toEqual([]);
  });
});

describe('many wrong passwords', () => {
  it('lock with the fifth: lock, version, entry and message are one', async () => {
    const results = await system.report(...several(5));
    const [lock] = await locks();
    expect(lock).toMatchObject({
      kind: 'temporary',
      cause: 'many_wrong_passwords',
      policy_version: '2:5in15m-15m-4:3in60m-180d',
      failures: 5,
      trend: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5],
      name_masked: '王*明',
      division: '320106',
      ended_at: null,
    });
    expect(Number(lock?.ends_at) - Number(lock?.started_at)).toBe(15 * 60_000);
    expect(results.at(-1)).toMatchObject({
      state: { locked: true, locked_until: lock?.ends_at?.toISOString() },
    });
    expect(await system.state(external_id)).toMatchObject({ locked: true, locked_until: lock?.ends_at?.toISOString() });
    expect((await account()).version).toBe(2);

    const rows = await stored();
    expect(rows.map((row) => row.counted)).toEqual(new Array(5).fill(true));
    expect(rows.map((row) => row.lock_id)).toEqual([null, null, null, null, lock?.id]);
    expect(lock?.evidence.map((evidence) => evidence.attempt_id)).toEqual(rows.map((row) => row.attempt_id));

    const entry = await api.services.db
      .selectFrom('entries')
      .selectAll()
      .where('id', '=', lock?.entry_id ?? '')
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({
      action: 'lock',
      actor_kind: 'policy',
      actor_subject: lock?.policy_version,
      division: '320106',
      reason: 'many_wrong_passwords',
      lock_id: lock?.id,
      before: { version: 1, locked: false },
      after: { version: 2, locked: true, lock_kind: 'temporary' },
    });
    const message = await api.services.db
      .selectFrom('outbox')
      .selectAll()
      .where('entry_id', '=', entry.id)
      .executeTakeFirstOrThrow();
    const payload = JSON.parse(
      api.services.keys.open(payloadPlace(entry.id, 'lock_notice'), message.key_id, message.payload_cipher as Buffer),
    );
    expect(payload).toMatchObject({ type: 'lock_notice', to: '13812345678' });
    expect(payload.text).toMatch(/^您的账号因多次输错密码已暂停登录，\d+ 月 \d+ 日 \d\d:\d\d 自动恢复。/);
  });

  it.each<[string, () => Promise<unknown>, number]>([
    ['one call', () => system.report(...several(5)), 1],
    [
      'calls of one',
      async () => {
        for (const one of several(5)) await system.report(one);
      },
      1,
    ],
    ['any order', () => system.report(...several(5).toReversed()), 1],
    ['calls at once', () => Promise.all(several(5).map((one) => system.report(one))), 1],
    [
      'a late one that completes the window',
      async () => {
        await system.report(...several(4));
        await system.report(wrong({ occurred_at: minutesAgo(10) }));
      },
      1,
    ],
    [
      'a late one outside the window',
      async () => {
        await system.report(...several(4));
        await system.report(wrong({ occurred_at: minutesAgo(16) }));
      },
      0,
    ],
    ['a log of yesterday', () => system.report(...several(50, 24 * 60)), 0],
    ['one password again and again', () => system.report(wrong(), ...several(9, 0, { password_repeated: true })), 0],
    [
      'repeats between the guesses, however many: they must not push a guess out of sight',
      async () => {
        for (const ago of [5, 4, 3, 2, 1]) {
          await system.report(wrong({ occurred_at: minutesAgo(ago) }));
          await system.report(...several(55, ago - 0.95, { password_repeated: true }));
        }
      },
      1,
    ],
    [
      'wrong codes, which are no passwords',
      () => system.report(...several(9, 0, { outcome: 'wrong_code', factor: 'sms_code' })),
      0,
    ],
    [
      'attempts that were turned away',
      () => system.report(...several(4), ...several(9, 0, { outcome: 'refused_locked' })),
      0,
    ],
    [
      'a success between',
      () => system.report(...several(4, 1), success({ occurred_at: seconds(50) }), ...several(4)),
      0,
    ],
    [
      'a success told late',
      async () => {
        await system.report(...several(4, 1));
        await system.report(success({ occurred_at: seconds(50) }));
        await system.report(...several(4));
      },
      0,
    ],
    [
      'a late success from before them',
      async () => {
        await system.report(...several(4));
        await system.report(success({ occurred_at: minutesAgo(3) }));
        await system.report(wrong());
      },
      1,
    ],
    [
      'late ones from before a success',
      async () => {
        await system.report(success({ occurred_at: seconds(30) }));
        await system.report(...several(9, 2));
      },
      0,
    ],
  ])('%s', async (_, act, count) => {
    await act();
    expect(await locks()).toHaveLength(count);
  });

  it('keep each attempt that caused the lock, whatever else was tried meanwhile', async () => {
    const guesses = [5, 4, 3, 2, 1].map((ago) => wrong({ occurred_at: minutesAgo(ago) }));
    await system.report(...guesses.slice(0, 4));
    await system.report(...several(300, 1.5, { password_repeated: true }));
    await system.report(...guesses.slice(4));
    const evidence = (await locks())[0]?.evidence ?? [];
    expect(evidence).toHaveLength(200);
    expect(evidence.filter(({ counted }) => counted).map(({ attempt_id }) => attempt_id)).toEqual(
      guesses.map(({ attempt_id }) => attempt_id),
    );
    expect(evidence.map(({ occurred_at }) => occurred_at)).toEqual(
      evidence.map(({ occurred_at }) => occurred_at).sort(),
    );
  });

  it('attempts after a success in the same call judge by it, and those before it do not', async () => {
    await system.report(...several(4, 3), success({ occurred_at: minutesAgo(2) }), wrong());
    expect(
      (await stored()).map(({ outcome, counted, familiar_network }) => [outcome, counted, familiar_network]),
    ).toEqual([
      ['wrong_password', true, false],
      ['wrong_password', true, false],
      ['wrong_password', true, false],
      ['wrong_password', true, false],
      ['success', false, false],
      ['wrong_password', true, true],
    ]);
  });

  it('while locked nothing counts, also what was typed before the lock and is told late', async () => {
    await system.report(...several(5));
    await system.report(...several(5), wrong({ occurred_at: minutesAgo(10) }));
    expect((await stored()).filter(({ counted }) => counted)).toHaveLength(5);
    expect(await locks()).toHaveLength(1);
  });

  it('lock for 15, 30 and 60 minutes, then for good; each ends by itself first', async () => {
    for (const minutes of [15, 30, 60]) {
      await system.report(...several(5));
      const lock = (await locks()).at(-1);
      expect(Number(lock?.ends_at) - Number(lock?.started_at)).toBe(minutes * 60_000);
      await letPass(minutes + 1);
      expect(await system.state(external_id)).toMatchObject({ locked: false });
    }
    await system.report(...several(5));
    expect((await locks()).map(({ kind, ended_by }) => `${kind} ${ended_by}`)).toEqual([
      'temporary expired',
      'temporary expired',
      'temporary expired',
      'permanent null',
    ]);
    expect(await system.state(external_id)).toMatchObject({ locked: true, locked_until: null });
    // Four locks and three ends.
    expect((await account()).version).toBe(8);
    const { rows } = await sql<{ action: string; effective_at: string | null; ended_at: Date | null }>`
      SELECT action, after->>'effective_at' AS effective_at, locks.ended_at FROM entries JOIN locks ON locks.id = lock_id
       WHERE entries.account_id = ${(await account()).id} ORDER BY entries.id`.execute(api.services.db);
    expect(rows.map(({ action }) => action)).toEqual(['lock', 'expire', 'lock', 'expire', 'lock', 'expire', 'lock']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['a success', () => system.report(success())],
    [
      'an unlock',
      async () => {
        const { id, version } = await account();
        await system.report(...several(5));
        await unlock(id, version + 2);
      },
    ],
  ])('begin at 15 minutes again after %s', async (_, clear) => {
    await system.report(...several(5));
    await letPass(16);
    await clear();
    await delay(2);
    await system.report(...several(5).map((one) => ({ ...one, occurred_at: new Date().toISOString() })));
    const lock = (await locks()).at(-1);
    expect(Number(lock?.ends_at) - Number(lock?.started_at)).toBe(15 * 60_000);
  });

  it('of a day ago do not double', async () => {
    await system.report(...several(5));
    await letPass(24 * 60 + 1);
    await system.report(...several(5));
    const lock = (await locks()).at(-1);
    expect(Number(lock?.ends_at) - Number(lock?.started_at)).toBe(15 * 60_000);
  });

  it('on an account that the administrators disabled do nothing', async () => {
    const row = accountRow();
    external_id = await system.newCitizen(row);
    await system.register({ ...row, updated_at: '2026-01-02T00:00:00Z', status: 'disabled' });
    const results = await system.report(...several(9));
    expect(await locks()).toEqual([]);
    expect(results.at(-1)).toMatchObject({ state: { disabled: true, locked: false } });
  });
});

async function unlock(account_id: string, version: number): Promise<void> {
  const response = await api.call(PEOPLE.clerk, 'unlockAccount', {
    account_id,
    opening_id: await openFor(api.services, PEOPLE.clerk, account_id),
    version,
    reason: { code: 'remembered_password' },
    verification: { method: 'id_card', reading: 'scanned' },
    channel: 'counter',
  });
  expect(response.statusCode, response.body).toBe(200);
}

describe('spread sources', () => {
  const from = (...ips: string[]) => ips.map((ip, at) => wrong({ ip, occurred_at: minutesAgo(ips.length - at) }));

  it('lock for good: three networks within an hour, none familiar', async () => {
    await system.report(...from(...NETWORKS));
    expect(await locks()).toMatchObject([{ kind: 'permanent', cause: 'spread_sources', failures: 3, ends_at: null }]);
    expect(await system.state(external_id)).toMatchObject({ locked: true, locked_until: null });
  });

  it('do not where one of the three is familiar: a success within 180 days', async () => {
    await system.report(success({ ip: NETWORKS[0], occurred_at: minutesAgo(179 * 24 * 60) }));
    await system.report(...from(...NETWORKS));
    expect(await locks()).toEqual([]);
    expect((await stored()).map((row) => row.familiar_network)).toEqual([false, true, false, false]);
  });

  it('do where one of the citizen’s own comes on top: whoever shares their province is not thereby them', async () => {
    await system.report(success({ ip: ADDRESSES.nanjingTelecom, occurred_at: minutesAgo(60) }));
    await system.report(...from(ADDRESSES.nanjingTelecom, ...NETWORKS));
    expect(await locks()).toMatchObject([{ cause: 'spread_sources', failures: 4 }]);
  });

  it('do where the success lies further back', async () => {
    await system.report(success({ ip: NETWORKS[0], occurred_at: minutesAgo(100) }));
    const { id } = await account();
    await sql`UPDATE account_networks SET last_success_at = now() - interval '181 days' WHERE account_id = ${id}`.execute(
      api.services.db,
    );
    await system.report(...from(...NETWORKS));
    expect(await locks()).toMatchObject([{ cause: 'spread_sources' }]);
  });

  it.each<[string, () => unknown[]]>([
    [
      'one network seen by two versions of the protocol',
      () => from(NETWORKS[0] ?? '', '2409:8a20::1', NETWORKS[1] ?? ''),
    ],
    ['an address that tells nothing', () => from(NETWORKS[0] ?? '', ADDRESSES.nowhere, NETWORKS[1] ?? '')],
    [
      'one password saved on a phone that travels',
      () => from(...NETWORKS).map((one, at) => ({ ...one, password_repeated: at > 0 })),
    ],
  ])('do not by %s', async (_, attempts) => {
    await system.report(...attempts());
    expect(await locks()).toEqual([]);
  });
});

describe('what successes leave', () => {
  it('networks, devices and times; late ones move nothing back', async () => {
    const [first, last] = [minutesAgo(60), minutesAgo(5)];
    await system.report(success({ occurred_at: last, device_id: 'phone' }));
    await system.report(success({ occurred_at: first, device_id: 'phone' }));
    const { id, last_success_at, cleared_at } = await account();
    expect([last_success_at?.toISOString(), cleared_at?.toISOString()]).toEqual([last, last]);
    expect(
      await api.services.db.selectFrom('account_networks').selectAll().where('account_id', '=', id).execute(),
    ).toEqual([{ account_id: id, network: '江苏省 电信', last_success_at: new Date(last) }]);
    expect(
      await api.services.db.selectFrom('account_devices').selectAll().where('account_id', '=', id).execute(),
    ).toEqual([
      { account_id: id, device_id: 'phone', first_success_at: new Date(first), last_success_at: new Date(last) },
    ]);
    expect((await account()).version).toBe(1);
  });
});

describe('many calls at once', () => {
  it('that name the same accounts in different orders, and the register among them, all come through', async () => {
    const names = await Promise.all(Array.from({ length: 40 }, () => system.newCitizen()));
    const at = minutesAgo(1);
    const round = (turn: number) => {
      const shuffled = turn % 2 ? names : names.toReversed();
      const rows = shuffled.flatMap((name) => [
        wrong({ external_id: name, attempt_id: `${turn}-${name}` }),
        wrong({ external_id: name, attempt_id: `shared-${name}`, occurred_at: at }),
      ]);
      return system.report(...rows);
    };
    const registers = Array.from({ length: 4 }, (_, at) =>
      system.register(
        ...names.map((name) => accountRow({ external_id: name, updated_at: `2026-02-0${at + 1}T00:00:00Z` })),
      ),
    );
    await Promise.all([...Array.from({ length: 8 }, (_, turn) => round(turn)), ...registers]);
    const { rows } = await sql<{ locked: number; attempts: number }>`
      SELECT (SELECT count(*) FROM locks JOIN accounts ON accounts.id = account_id WHERE external_id = ANY (${names}))::integer AS locked,
             (SELECT count(*) FROM attempts JOIN accounts ON accounts.id = account_id WHERE external_id = ANY (${names}))::integer AS attempts`.execute(
      api.services.db,
    );
    expect(rows).toEqual([{ locked: 40, attempts: 40 * 9 }]);
  });
});
