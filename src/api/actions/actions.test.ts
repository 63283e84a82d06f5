import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { ErrorCode, Problem } from '../../contract/index.ts';
import { expireDueLocks } from '../directory/expiry.ts';
import { asReset, readyToUnlock, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { lockAgain, makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const codeOf = (answer: { json(): Problem }): string => answer.json().type.replace('urn:lockdesk:error:', '');

/** Everything that an act leaves behind. */
async function effectsOn(accountId: string) {
  const { db } = api.services;
  const [account, locks, entries, messages, keys] = await Promise.all([
    db.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow(),
    db.selectFrom('locks').selectAll().where('account_id', '=', accountId).execute(),
    db
      .selectFrom('entries')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('action', 'in', ['unlock', 'reset'])
      .orderBy('id')
      .execute(),
    db.selectFrom('outbox').selectAll().where('account_id', '=', accountId).orderBy('kind').execute(),
    sql<{ count: number }>`
      SELECT count(*) FROM idempotency_keys JOIN entries ON entries.id = entry_id WHERE account_id = ${accountId}`.execute(
      db,
    ),
  ]);
  return { account, locks, entries, messages, keys: keys.rows[0]?.count };
}

describe('unlock', () => {
  it('ends the lock, and tells the ledger and the citizen', async () => {
    const input = { ...(await readyToUnlock(api)), ticket: 'T-17' };
    const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input, {
      headers: { 'lockdesk-workstation': 'NJ-GL-W03' },
    });

    expect(answer.statusCode).toBe(200);
    const result = answer.json();
    expect(result).toMatchObject({
      before: { version: 1, locked: true, lock_kind: 'permanent' },
      after: { version: 2, locked: false, lock_kind: null },
      notice_to: '138****5678',
      code: null,
    });
    const { account, locks, entries, messages, keys } = await effectsOn(input.account_id);
    expect(account).toMatchObject({ version: 2, reset_pending_since: null });
    expect(account.cleared_at?.toISOString()).toBe(result.recorded_at);
    expect(locks).toMatchObject([{ ended_by: 'unlocked', end_entry_id: result.entry_id }]);
    expect(entries).toMatchObject([
      {
        id: result.entry_id,
        outcome: 'done',
        actor_subject: 'limin',
        workstation: 'NJ-GL-W03',
        reason: 'remembered_password',
        request_id: answer.headers['lockdesk-request-id'],
        before: result.before,
        after: result.after,
        lock_id: locks[0]?.id,
      },
    ]);
    expect(messages).toMatchObject([{ kind: 'unlock_notice', entry_id: result.entry_id }]);
    expect(keys).toBe(1);
  });

  it('ends a temporary lock too', async () => {
    const input = await readyToUnlock(api, { lock: 'temporary' });
    expect((await api.call(PEOPLE.clerk, 'unlockAccount', input)).json()).toMatchObject({
      before: { lock_kind: 'temporary' },
      after: { locked: false },
    });
  });

  it('says how the lock ended where there is none', async () => {
    const input = await readyToUnlock(api);
    const done = (await api.call(PEOPLE.clerk, 'unlockAccount', input)).json();
    const again = await api.call(PEOPLE.clerk, 'unlockAccount', { ...input, version: 2 });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({
      type: 'urn:lockdesk:error:not_locked',
      details: { ended_at: done.recorded_at, ended_by: 'unlocked' },
    });
  });

  it('counts a lock whose time is over as ended, before it is closed', async () => {
    const input = await readyToUnlock(api, { lock: 'temporary' });
    await sql`UPDATE locks SET ends_at = now() - interval '1 second' WHERE account_id = ${input.account_id}`.execute(
      api.services.db,
    );
    const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
    expect(answer.json().details).toMatchObject({ ended_by: 'expired' });
    expect((await effectsOn(input.account_id)).locks).toMatchObject([{ ended_at: null }]);
  });
});

describe('reset', () => {
  it('voids password and sessions, ends the lock and sends a code to the registered phone', async () => {
    const input = asReset(await readyToUnlock(api));
    const result = (await api.call(PEOPLE.clerk, 'forceReset', input)).json();

    expect(result).toMatchObject({
      after: { version: 2, locked: false, reset_pending: true },
      code: { to: '138****5678' },
    });
    expect(Date.parse(result.code.expires_at) - Date.parse(result.recorded_at)).toBe(600_000);
    const { account, locks, messages } = await effectsOn(input.account_id);
    expect(account).toMatchObject({ reset_entry_id: result.entry_id });
    expect(account.sessions_valid_after?.toISOString()).toBe(result.recorded_at);
    expect(locks).toMatchObject([{ ended_by: 'reset' }]);
    expect(messages.map((message) => message.kind)).toEqual(['reset_code', 'reset_notice']);
  });

  it('replaces the code of the reset before', async () => {
    const input = asReset(await readyToUnlock(api, { lock: null }));
    const first = (await api.call(PEOPLE.clerk, 'forceReset', input)).json();
    await api.call(PEOPLE.clerk, 'forceReset', { ...input, version: 2 });
    const progress = await api.call(PEOPLE.clerk, 'followAct', { entry_id: first.entry_id });
    expect(progress.json().code).toMatchObject({ state: 'replaced' });
  });

  it('needs a phone to send the code to', async () => {
    const input = asReset(await readyToUnlock(api, { phone: null }));
    expect(codeOf(await api.call(PEOPLE.clerk, 'forceReset', input))).toBe('no_phone');
  });
});

describe('what an act is refused for changes nothing and leaves an entry', () => {
  const cases: [ErrorCode, () => Promise<Parameters<typeof attempt>>][] = [
    ['stale_version', async () => [{ ...(await readyToUnlock(api)), version: 7 }]],
    ['account_disabled', async () => [await readyToUnlock(api, { disabled: true })]],
    ['not_locked', async () => [await readyToUnlock(api, { lock: null })]],
    ['opening_required', async () => [await readyToUnlock(api, {}, PEOPLE.otherClerk)]],
    [
      'opening_required',
      async () => [{ ...(await readyToUnlock(api)), opening_id: (await readyToUnlock(api)).opening_id }],
    ],
    ['opening_required', async () => [{ ...(await readyToUnlock(api)), opening_id: crypto.randomUUID() }]],
    ['role_required', async () => [await readyToUnlock(api), PEOPLE.supervisor]],
  ];
  const attempt = async (
    input: Awaited<ReturnType<typeof readyToUnlock>>,
    person: (typeof PEOPLE)[keyof typeof PEOPLE] = PEOPLE.clerk,
  ) => api.call(person, 'unlockAccount', input);

  test.each(cases)('%s', async (code, make) => {
    const [input, person] = await make();
    const { entries: _none, ...before } = await effectsOn(input.account_id);
    expect(codeOf(await attempt(input, person))).toBe(code);
    const { entries, ...after } = await effectsOn(input.account_id);
    expect(after).toEqual(before);
    // Whoever may not unlock at all has nothing of what they sent read.
    if (code !== 'role_required') {
      expect(entries).toMatchObject([{ action: 'unlock', outcome: 'refused', refused_with: code }]);
    }
  });

  it('account_not_found', async () => {
    expect(codeOf(await attempt(unlockInput(crypto.randomUUID(), crypto.randomUUID())))).toBe('account_not_found');
  });

  it('opening_required after twelve hours', async () => {
    const account_id = await makeCitizen(api.services);
    const opening_id = await openFor(api.services, PEOPLE.clerk, account_id);
    const tooLate = "UPDATE entries SET recorded_at = recorded_at - interval '12 hours 1 minute' WHERE id = $1";
    await api.database.asOwner(tooLate, [opening_id]);
    expect(codeOf(await attempt(unlockInput(account_id, opening_id)))).toBe('opening_required');
  });
});

it('tells a clerk who comes second what the first has done', async () => {
  const input = await readyToUnlock(api);
  const opening_id = await openFor(api.services, PEOPLE.otherClerk, input.account_id);
  const [first, second] = await Promise.all([
    api.call(PEOPLE.clerk, 'unlockAccount', input),
    api.call(PEOPLE.otherClerk, 'unlockAccount', { ...input, opening_id }),
  ]);
  expect([first.statusCode, second.statusCode].sort()).toEqual([200, 409]);
  const refused = first.statusCode === 409 ? first : second;
  expect(refused.json()).toMatchObject({
    type: 'urn:lockdesk:error:stale_version',
    details: { version: 2, last_change: { action: 'unlock', actor: refused === first ? '张伟' : '李敏' } },
  });
  expect((await effectsOn(input.account_id)).entries.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
});

it('follows an act: signed in since, locked again', async () => {
  const input = await readyToUnlock(api);
  const { entry_id } = (await api.call(PEOPLE.clerk, 'unlockAccount', input)).json();
  const follow = async () => (await api.call(PEOPLE.clerk, 'followAct', { entry_id })).json();
  expect(await follow()).toMatchObject({
    notice: { state: 'waiting' },
    code: null,
    signed_in: null,
    locked_again: null,
    version: 2,
  });

  await sql`
    INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
                          factor, password_repeated, counted, province, city, device)
    VALUES (now() + interval '1 millisecond', 'test', '1', ${input.account_id}, '', '', 'success', 'password', false, false,
            '江苏', '南京', 'Pixel')`.execute(api.services.db);
  await lockAgain(api.services, input.account_id);
  expect(await follow()).toMatchObject({
    signed_in: { device: 'Pixel', place: '江苏 南京' },
    locked_again: { cause: 'many_wrong_passwords', ends_at: null },
  });

  expect(codeOf(await api.call(PEOPLE.otherClerk, 'followAct', { entry_id }))).toBe('entry_not_found');
});

describe('two acts at once, the second on the version that the first will make', () => {
  /** Until so many sessions of this database wait for a row. */
  async function waiting(count: number): Promise<void> {
    const sessions = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await api.database.asOwner(sessions)).rowCount !== count);
  }

  it.each(['unlockAccount', 'forceReset'] as const)('%s: the lock ends once, and totals fall once', async (second) => {
    const input = await readyToUnlock(api);
    const blocker = await api.services.pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [input.account_id]);
    const first = api.call(PEOPLE.clerk, 'unlockAccount', input);
    await waiting(1);
    const ahead = { ...input, version: 2 };
    const then = api.call(PEOPLE.clerk, second, second === 'forceReset' ? asReset(ahead) : ahead);
    await waiting(2);
    await blocker.query('ROLLBACK');
    blocker.release();

    const done = await first;
    expect(done.statusCode, done.body).toBe(200);
    const late = await then;
    if (second === 'unlockAccount') expect(codeOf(late)).toBe('not_locked');
    else expect(late.json()).toMatchObject({ before: { version: 2, locked: false }, after: { version: 3 } });
    const { locks, entries } = await effectsOn(input.account_id);
    expect(locks).toMatchObject([{ ended_by: 'unlocked', end_entry_id: done.json().entry_id }]);
    // The sequencer takes one from the totals for each entry that names a lock's end.
    const ends = entries.filter(({ outcome, lock_id }) => outcome === 'done' && lock_id !== null);
    expect(ends.map(({ id }) => id)).toEqual([done.json().entry_id]);
  });
});

it('a reset waits until the end of a lock that has run out stands in the ledger', async () => {
  const leaderless = await startTestApi({}, { leads: false });
  const input = asReset(await readyToUnlock(leaderless));
  const key = crypto.randomUUID();
  await sql`UPDATE locks SET started_at = now() - interval '1 hour', ends_at = now() - interval '1 minute', kind = 'temporary'
             WHERE account_id = ${input.account_id}`.execute(leaderless.services.db);
  const early = await leaderless.call(PEOPLE.clerk, 'forceReset', input, { key });
  expect([early.statusCode, codeOf(early)]).toEqual([409, 'in_progress']);
  await expireDueLocks(leaderless.services);
  // The account has moved on by that: the clerk is to look again.
  const late = await leaderless.call(PEOPLE.clerk, 'forceReset', input, { key });
  expect([late.statusCode, codeOf(late)]).toEqual([409, 'stale_version']);
  await leaderless.close();
});
