import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationInput, OperationName, OperationOutput } from '../../contract/index.ts';
import { asReset, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import {
  ADDRESSES,
  type accountRow,
  attempt,
  minutesAgo,
  residentId,
  type SignInSystem,
  signInSystem,
} from '../testing/sign-in-system.ts';

let api: TestApi;
let system: SignInSystem;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());

async function ok<N extends OperationName>(
  person: TestPerson,
  name: N,
  input: OperationInput<N>,
): Promise<OperationOutput<N>> {
  const answer = await api.call(person, name, input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function refusal<N extends OperationName>(person: TestPerson, name: N, input: OperationInput<N>) {
  const answer = await api.call(person, name, input);
  return [answer.statusCode, answer.json().type?.split(':').at(-1)];
}

const open = (person: TestPerson, account_id: string, search_id?: string) =>
  ok(person, 'openAccount', { account_id, search_id });

/** A citizen of the register. @returns ids: the register's, and ours */
async function citizen(row: Parameters<typeof accountRow>[0] = {}): Promise<{ external_id: string; id: string }> {
  const external_id = await system.newCitizen(row);
  const { id } = await api.services.db
    .selectFrom('accounts')
    .select('id')
    .where('external_id', '=', external_id)
    .executeTakeFirstOrThrow();
  return { external_id, id };
}

const entriesOf = (account_id: string) =>
  api.services.db.selectFrom('entries').selectAll().where('account_id', '=', account_id).orderBy('id').execute();

/** Dates an entry, and what is private of it, back. */
async function age(id: string, interval: string): Promise<void> {
  for (const [table, column] of [
    ['entries', 'id'],
    ['entry_private', 'entry_id'],
  ]) {
    await api.database.asOwner(`UPDATE ${table} SET recorded_at = recorded_at - $2::interval WHERE ${column} = $1`, [
      id,
      interval,
    ]);
  }
}

describe('promise 11: opening an account leaves one entry, written before the answer leaves', () => {
  test('and reading it again leaves none', async () => {
    const id = await makeCitizen(api.services, { lock: null });
    const { opening_id } = await open(PEOPLE.clerk, id);
    const opened = { account_id: id, opening_id };
    for (let again = 0; again < 3; again++) await ok(PEOPLE.clerk, 'readAccount', opened);
    await ok(PEOPLE.clerk, 'listAttempts', opened);
    expect(await entriesOf(id)).toMatchObject([
      { id: opening_id, action: 'open', outcome: 'done', actor_subject: 'limin', division: '320106', reason: null },
    ]);
  });

  test('and there is no answer where it cannot be written', async () => {
    const id = await makeCitizen(api.services);
    await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
    try {
      expect(await refusal(PEOPLE.clerk, 'openAccount', { account_id: id })).toEqual([503, 'ledger_unavailable']);
    } finally {
      await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
    }
  });
});

describe('an opening', () => {
  test('serves its own reader, its own account, for twelve hours', async () => {
    const [id, other] = [await makeCitizen(api.services), await makeCitizen(api.services)];
    const { opening_id } = await open(PEOPLE.clerk, id);
    const { search_id } = await ok(PEOPLE.clerk, 'searchAccounts', { text: '王' });
    for (const name of ['readAccount', 'listAttempts'] as const) {
      await ok(PEOPLE.clerk, name, { account_id: id, opening_id });
      const required = [403, 'opening_required'];
      expect(await refusal({ ...PEOPLE.clerk, subject: 'x' }, name, { account_id: id, opening_id })).toEqual(required);
      expect(await refusal(PEOPLE.clerk, name, { account_id: other, opening_id })).toEqual(required);
      expect(await refusal(PEOPLE.clerk, name, { account_id: id, opening_id: search_id })).toEqual(required);
      expect(await refusal(PEOPLE.clerk, name, { account_id: id, opening_id: crypto.randomUUID() })).toEqual(required);
      const nobody = { account_id: crypto.randomUUID(), opening_id };
      expect(await refusal(PEOPLE.clerk, name, nobody)).toEqual([404, 'account_not_found']);
    }
    await age(opening_id, '11 hours 59 minutes');
    await ok(PEOPLE.clerk, 'readAccount', { account_id: id, opening_id });
    await age(opening_id, '2 minutes');
    for (const name of ['readAccount', 'listAttempts'] as const) {
      expect(await refusal(PEOPLE.clerk, name, { account_id: id, opening_id })).toEqual([403, 'opening_required']);
    }
  });

  test('of nobody is not found', async () => {
    const nobody = { account_id: crypto.randomUUID() };
    expect(await refusal(PEOPLE.clerk, 'openAccount', nobody)).toEqual([404, 'account_not_found']);
  });
});

describe('an account outside the scope', () => {
  const outside = [403, 'outside_scope'];

  test('opens by one’s own search for its whole document number, and is marked for review', async () => {
    const document_number = residentId();
    const { id } = await citizen({ document_number, division: '320508' });
    const { search_id } = await ok(PEOPLE.clerk, 'searchAccounts', { text: document_number });
    expect(await refusal(PEOPLE.clerk, 'openAccount', { account_id: id })).toEqual(outside);

    const detail = await open(PEOPLE.clerk, id, search_id);
    expect(detail.account).toMatchObject({ id, in_scope: false, division: { city: '苏州市' } });
    const [, , opening] = await entriesOf(id);
    expect(opening).toMatchObject({
      action: 'open',
      reason: 'outside_scope',
      refers_to: search_id,
      division: '320106',
    });
    await ok(PEOPLE.clerk, 'readAccount', { account_id: id, opening_id: detail.opening_id });
  });

  test('does not open by another clerk’s search, another citizen’s, one by phone or name, or an old one', async () => {
    const [document_number, another] = [residentId(), residentId()];
    const { id } = await citizen({ document_number, division: '320508', phone: '13955550000', name: '长孙无忌' });
    await citizen({ document_number: another, division: '320508' });
    const suzhou = { ...PEOPLE.clerk, scope: ['3205'] };
    const old = await ok(PEOPLE.clerk, 'searchAccounts', { text: document_number });
    await age(old.search_id, '16 minutes');
    const searches = [
      await ok({ ...PEOPLE.clerk, subject: 'colleague' }, 'searchAccounts', { text: document_number }),
      await ok(PEOPLE.clerk, 'searchAccounts', { text: another }),
      await ok(suzhou, 'searchAccounts', { text: '13955550000' }),
      await ok(suzhou, 'searchAccounts', { text: '长孙无忌' }),
      old,
    ];
    for (const { search_id } of [...searches, { search_id: crypto.randomUUID() }]) {
      expect(await refusal(PEOPLE.clerk, 'openAccount', { account_id: id, search_id })).toEqual(outside);
    }
  });

  test('does not open at all where the agency forbids it', async () => {
    const strict = await startTestApi({ SEARCH_EVERYWHERE: 'false' });
    try {
      const account_id = await makeCitizen(strict.services, { division: '320508' });
      const { search_id } = (await strict.call(PEOPLE.clerk, 'searchAccounts', { text: residentId() })).json();
      const answer = await strict.call(PEOPLE.clerk, 'openAccount', { account_id, search_id });
      expect(answer.json().type).toBe('urn:lockdesk:error:outside_scope');
    } finally {
      await strict.close();
    }
  });
});

describe('what is told of an account', () => {
  test('locked for wrong passwords: why, by what, and that unlocking is the thing to do', async () => {
    const { id, external_id } = await citizen();
    await system.report(attempt({ external_id, outcome: 'success', occurred_at: minutesAgo(60 * 24 * 40) }));
    await system.report(...[5, 4, 3, 2, 1].map((m) => attempt({ external_id, occurred_at: minutesAgo(m) })));
    const detail = await open(PEOPLE.clerk, id);
    expect(detail.lock).toMatchObject({ kind: 'temporary', cause: 'many_wrong_passwords', ended: null });
    expect(detail.account).toMatchObject({
      version: 2,
      name: '王*明',
      phone: '138****5678',
      licence_file: '3201****0001',
    });
    expect(detail.verdict).toMatchObject({
      code: 'locked_wrong_passwords',
      failures: 5,
      counted: 5,
      networks: 1,
      unfamiliar_networks: 0,
      known_device: true,
    });
    expect(
      Date.parse(detail.verdict.last_failure_at ?? '') - Date.parse(detail.verdict.first_failure_at ?? ''),
    ).toBeCloseTo(240_000, -3);
    expect(detail.advice).toBe('unlock');
  });

  test('keeps what was behind a lock when the attempts are gone', async () => {
    const { id, external_id } = await citizen();
    await system.report(...[5, 4, 3, 2, 1].map((m) => attempt({ external_id, occurred_at: minutesAgo(m) })));
    await api.database.asOwner('DELETE FROM attempts WHERE account_id = $1', [id]);
    expect((await open(PEOPLE.clerk, id)).verdict).toMatchObject({ failures: 5, networks: 1, known_device: false });
  });

  test('suspected theft: from how many networks, and that a reset is the thing to do', async () => {
    const { id, external_id } = await citizen();
    const networks = [ADDRESSES.nanjingMobile, ADDRESSES.guangdongTelecom, ADDRESSES.beijingTelecom];
    await system.report(...networks.map((ip, n) => attempt({ external_id, ip, device_id: `device-${n}` })));
    const { verdict, advice, lock } = await open(PEOPLE.clerk, id);
    expect(lock).toMatchObject({ kind: 'permanent', cause: 'spread_sources', ends_at: null });
    expect(verdict).toMatchObject({
      code: 'locked_suspected_theft',
      networks: 3,
      unfamiliar_networks: 3,
      known_device: false,
    });
    expect(advice).toBe('reset');
  });

  test('a saved password: the same wrong one again and again, from the citizen’s own phone', async () => {
    const { id, external_id } = await citizen();
    await system.report(attempt({ external_id, outcome: 'success', occurred_at: minutesAgo(60 * 24 * 10) }));
    await system.report(
      attempt({ external_id, occurred_at: minutesAgo(600) }),
      ...[500, 400, 300, 200].map((m) => attempt({ external_id, occurred_at: minutesAgo(m), password_repeated: true })),
    );
    const { verdict, advice, lock, last_lock } = await open(PEOPLE.clerk, id);
    expect(verdict).toMatchObject({ code: 'saved_password', failures: 5, counted: 1, known_device: true });
    expect([lock, last_lock, advice]).toEqual([null, null, 'none']);
  });

  test('disabled by the administrators; never signed in; a lock that has run out', async () => {
    const disabled = await citizen({ status: 'disabled', disabled_at: '2026-02-03T04:05:06.789+08:00' });
    expect(await open(PEOPLE.clerk, disabled.id)).toMatchObject({
      account: { disabled: { since: '2026-02-02T20:05:06.789Z' } },
      verdict: { code: 'disabled' },
      advice: 'none',
    });
    expect((await open(PEOPLE.clerk, (await citizen()).id)).verdict.code).toBe('never_signed_in');

    const runOut = await makeCitizen(api.services, { lock: 'temporary' });
    await api.database.asOwner(
      `UPDATE locks SET started_at = now() - interval '1 hour', ends_at = now() - interval '1 minute' WHERE account_id = $1`,
      [runOut],
    );
    expect(await open(PEOPLE.clerk, runOut)).toMatchObject({
      lock: null,
      last_lock: { kind: 'temporary', ended: { by: 'expired' } },
      verdict: { code: 'lock_ended' },
    });
  });

  test('a reset that is not finished: wait for the code, or send another one once it is dead', async () => {
    const { id } = await citizen();
    const { opening_id } = await open(PEOPLE.clerk, id);
    await ok(PEOPLE.clerk, 'forceReset', asReset(unlockInput(id, opening_id)));
    const opened = { account_id: id, opening_id };
    const waiting = await ok(PEOPLE.clerk, 'readAccount', opened);
    expect(waiting).toMatchObject({ verdict: { code: 'reset_pending' }, advice: 'none' });
    expect(waiting.account.reset_pending?.entry_id).toBe(waiting.acts[0]?.id);
    await api.database.asOwner(`UPDATE reset_codes SET expires_at = now() - interval '1 s' WHERE account_id = $1`, [
      id,
    ]);
    expect(await ok(PEOPLE.clerk, 'readAccount', opened)).toMatchObject({
      verdict: { code: 'reset_pending' },
      advice: 'reset',
    });
  });

  test('the last thirty days of sign-ins, by days of the configured zone', async () => {
    const { id, external_id } = await citizen();
    // 23:30 and 00:30 in Shanghai, one day apart there and the same day in UTC.
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    const midnight = Date.parse(`${today}T00:00:00+08:00`);
    const at = (ms: number) => new Date(midnight + ms).toISOString();
    const half = 30 * 60_000;
    const day = 24 * 60 * 60_000;
    await system.report(
      attempt({ external_id, occurred_at: at(-half), outcome: 'success' }),
      attempt({ external_id, occurred_at: at(half - day), outcome: 'wrong_password' }),
      attempt({ external_id, occurred_at: at(half - day), outcome: 'wrong_code' }),
      attempt({ external_id, occurred_at: at(half - day), outcome: 'refused_disabled' }),
      attempt({ external_id, occurred_at: at(-half - day), outcome: 'success' }),
      attempt({ external_id, occurred_at: at(-29 * day), outcome: 'success' }),
      attempt({ external_id, occurred_at: at(-29 * day - 1), outcome: 'success' }),
    );
    const { sign_in_days } = await open(PEOPLE.clerk, id);
    expect(sign_in_days).toHaveLength(30);
    expect(sign_in_days.at(-1)).toEqual({ date: today, successes: 0, failures: 0 });
    expect(sign_in_days.at(-2)).toMatchObject({ successes: 1, failures: 2 });
    expect(sign_in_days.at(-3)).toMatchObject({ successes: 1, failures: 0 });
    expect(sign_in_days[0]).toMatchObject({ successes: 1, failures: 0 });
    expect(sign_in_days.map(({ date }) => date)).toEqual([...sign_in_days.map(({ date }) => date)].sort());
  });

  test('what staff did on it, newest first, ten at most, and no looks', async () => {
    const { id } = await citizen();
    const { opening_id } = await open(PEOPLE.clerk, id);
    for (let version = 1; version <= 11; version++) {
      await ok(PEOPLE.clerk, 'forceReset', asReset(unlockInput(id, opening_id, version)));
      if (version === 10) expect(await open(PEOPLE.clerk, id)).toMatchObject({ more_acts: false });
    }
    const { acts, more_acts } = await open(PEOPLE.clerk, id);
    expect(acts.map(({ action }) => action)).toEqual(Array.from({ length: 10 }, () => 'reset'));
    expect(acts.map(({ recorded_at }) => recorded_at)).toEqual(
      acts
        .map(({ recorded_at }) => recorded_at)
        .sort()
        .reverse(),
    );
    expect(acts[0]).toMatchObject({ actor: { name: '李敏' }, account: { id, name: '王*明' }, reason: 'asked_for' });
    expect(more_acts).toBe(true);
  });
});

describe('an account with more attempts than anyone reads', () => {
  /** Every so many seconds back from a moment, all of one outcome. */
  const insert = (id: string, outcome: string, count: number, seconds: number, from = 'now()') =>
    api.database.asOwner(
      `INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
                             factor, password_repeated, counted)
       SELECT ${from} - n * make_interval(secs => $4), 'flood', $2 || n, $1, '', '', $2, 'password', true, false
         FROM generate_series(1, $3::integer) AS n`,
      [id, outcome, count, seconds],
    );

  test('is told by its newest: whole days only, and the last one in any case', async () => {
    const id = await makeCitizen(api.services, { lock: null });
    await insert(id, 'refused_locked', 3000, 60);
    await insert(id, 'success', 3, 86_400);
    // 20 a day, of which the newest 500 take up 25 days.
    await insert(id, 'wrong_password', 600, 4320);
    const { sign_in_days: days, verdict } = await open(PEOPLE.clerk, id);
    expect(days.length).toBeGreaterThanOrEqual(24);
    expect(days.length).toBeLessThanOrEqual(26);
    for (const { failures } of days.slice(0, -1)) expect(failures).toBe(20);
    expect(days.map(({ successes }) => successes).reduce((sum, one) => sum + one)).toBe(3);
    expect(verdict).toMatchObject({ code: 'recent_failures', failures: 59 });

    await insert(id, 'wrong_password', 700, 0.1, "now() - interval '1 second'");
    const hammered = await open(PEOPLE.clerk, id);
    expect(hammered.sign_in_days.length).toBeLessThanOrEqual(2);
    expect(hammered.sign_in_days.at(-1)?.failures).toBeGreaterThan(0);
    expect(hammered.verdict).toMatchObject({ failures: 200 });
  });
});
