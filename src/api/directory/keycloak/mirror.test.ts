/** What is read of users, handed in, against our own tables. Where it comes from is the follower's test, on a real Keycloak. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/api.ts';
import { PEOPLE } from '../../testing/issuer.ts';
import { ADDRESSES, residentId } from '../../testing/sign-in-system.ts';
import { type MirroredDirectory, mirror, type Reading } from './mirror.ts';
import { BruteForceStatus, KeycloakEvent, KeycloakUser } from './shapes.ts';
import { standingOf } from './state.ts';

const DIRECTORY: MirroredDirectory = {
  name: 'agency',
  people: {
    document: { kind: 'resident_id', number: 'username' },
    name: 'last_first',
    phone: { attribute: 'phone' },
    licence_file: { attribute: 'licence_file' },
    division: { attribute: 'division' },
    division_otherwise: '320106',
  },
};
const POLICY = { failureFactor: 3 };
const MARKED = { disabledReason: ['permanentLockout'] };
const NEVER = 2 ** 40;

let api: TestApi;
let user: Record<string, unknown> & { id: string; username: string; attributes: Record<string, string[]> };
beforeAll(async () => {
  api = await startTestApi({}, { leads: false });
});
afterAll(() => api.close());
beforeEach(() => {
  user = {
    id: crypto.randomUUID(),
    username: residentId(),
    firstName: '小明',
    lastName: '王',
    enabled: true,
    createdTimestamp: Date.parse('2024-03-01T00:00:00Z'),
    attributes: { phone: ['13812345678'], division: ['320102'] },
  };
});

const ago = (seconds: number) => Date.now() - seconds * 1000;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

async function databaseNow(): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT now()::timestamptz(3) AS now`.execute(api.services.db);
  return rows[0]?.now ?? new Date(0);
}

const seenNow = (status: object = {}) => {
  const [read, record] = [KeycloakUser.parse(user), BruteForceStatus.parse(status)];
  return { user: read, status: record, standing: standingOf(read, record, POLICY, new Date()) };
};

/** As the follower tells it: the user and the failure record now, with events. */
async function tell(status: object = {}, events: readonly object[] = [], reading: Partial<Reading> = {}) {
  const told = { userId: user.id, seen: seenNow(status), groups: [] };
  return mirror(api.services, DIRECTORY, {
    readAt: await databaseNow(),
    sightings: [told],
    events: events.map((event) => KeycloakEvent.parse(event)),
    ...reading,
  });
}

let made = 0;
const event = (fields: object) => ({
  id: `event-${++made}`,
  time: ago(1),
  type: 'LOGIN_ERROR',
  error: 'invalid_user_credentials',
  userId: user.id,
  ipAddress: ADDRESSES.nanjingTelecom,
  clientId: 'citizens',
  details: { username: user.username },
  ...fields,
});
const wrong = (count: number) => Array.from({ length: count }, (_, at) => event({ time: ago(count - at) }));

async function account() {
  return api.services.db
    .selectFrom('accounts')
    .selectAll()
    .where('directory', '=', DIRECTORY.name)
    .where('external_id', '=', user.id)
    .executeTakeFirst();
}
async function locks() {
  const { id } = (await account()) ?? { id: crypto.randomUUID() };
  return api.services.db.selectFrom('locks').selectAll().where('account_id', '=', id).orderBy('started_at').execute();
}
async function entries() {
  const { id } = (await account()) ?? { id: crypto.randomUUID() };
  return api.services.db
    .selectFrom('entries')
    .selectAll()
    .where('account_id', '=', id)
    .orderBy('recorded_at')
    .orderBy('id')
    .execute();
}
async function notices() {
  const { id } = (await account()) ?? { id: crypto.randomUUID() };
  return api.services.db.selectFrom('outbox').selectAll().where('account_id', '=', id).execute();
}
async function attempts() {
  const { id } = (await account()) ?? { id: crypto.randomUUID() };
  return api.services.db
    .selectFrom('attempts')
    .selectAll()
    .where('account_id', '=', id)
    .orderBy('occurred_at')
    .execute();
}

const temporary = (numFailures = 3, seconds = 60) => ({
  disabled: true,
  numFailures,
  lastFailure: ago(1),
  failedLoginNotBefore: inSeconds(seconds),
});
const lockForGood = () => {
  user = { ...user, enabled: false, attributes: { ...user.attributes, ...MARKED } };
  return { disabled: true, numFailures: 3, lastFailure: ago(1), failedLoginNotBefore: NEVER };
};

describe('an account', () => {
  it('is created as the mapping says, found and opened like any other', async () => {
    expect(await tell()).toMatchObject({ created: 1, unmappable: [] });
    expect(await account()).toMatchObject({
      directory: 'agency',
      name: '王小明',
      document_kind: 'resident_id',
      phone_masked: '138****5678',
      division: '320102',
      disabled: false,
      registered_at: new Date('2024-03-01T00:00:00Z'),
    });
    const found = await api.call(PEOPLE.clerk, 'searchAccounts', { text: user.username });
    expect(found.json().hits).toMatchObject([{ account: { directory: 'agency', name: '王*明' } }]);
  });

  it('that is as it was is not written again', async () => {
    await tell();
    const before = await account();
    expect(await tell()).toMatchObject({ created: 0, updated: 0 });
    expect(await account()).toEqual(before);
  });

  it('that moved or has a new phone is changed, with entries', async () => {
    await tell();
    user = { ...user, attributes: { phone: ['13900000000'], division: ['320104'] } };
    expect(await tell()).toMatchObject({ updated: 1 });
    expect(await account()).toMatchObject({ phone_masked: '139****0000', division: '320104', version: 3 });
    expect(
      (await entries()).map(({ action, actor_kind, actor_subject }) => [action, actor_kind, actor_subject]),
    ).toEqual([
      ['move', 'system', 'keycloak:agency'],
      ['change_phone', 'system', 'keycloak:agency'],
    ]);
  });

  it('that an administrator disabled is disabled here, and its lock ends so; enabled again it is enabled', async () => {
    await tell(temporary());
    user = { ...user, enabled: false };
    await tell(temporary());
    expect(await account()).toMatchObject({ disabled: true });
    expect(await locks()).toMatchObject([{ ended_by: 'disabled' }]);
    user = { ...user, enabled: true };
    await tell();
    expect(await account()).toMatchObject({ disabled: false });
    expect((await entries()).map(({ action }) => action)).toEqual(['lock', 'disable', 'enable']);
  });

  it('that is gone from the realm is disabled, once, and its lock ends', async () => {
    await tell(temporary());
    const gone = async () => tell({}, [], { sightings: [{ userId: user.id, seen: null, groups: [] }] });
    expect(await gone()).toMatchObject({ removed: 1 });
    expect(await gone()).toMatchObject({ removed: 0 });
    expect(await account()).toMatchObject({ disabled: true, version: 3 });
    expect(await locks()).toMatchObject([{ ended_by: 'removed' }]);
  });

  it('can’t be made without a document: the user is named with the reason, and whether they are locked', async () => {
    user = { ...user, username: 'wangming' };
    expect(await tell(temporary(), wrong(3))).toMatchObject({
      unmappable: [{ userId: user.id, because: 'document_number', locked: true }],
      created: 0,
      locked: 0,
    });
    expect(await account()).toBeUndefined();
  });
});

describe('a lock', () => {
  it('that is temporary is begun once: cause, failures, evidence, trend, end, entry and message', async () => {
    const status = temporary();
    expect(await tell(status, wrong(3))).toMatchObject({ created: 1, locked: 1 });
    expect(await tell(status, [])).toMatchObject({ locked: 0, endedElsewhere: 0 });
    const [lock, ...more] = await locks();
    expect(more).toEqual([]);
    expect(lock).toMatchObject({
      directory: 'agency',
      kind: 'temporary',
      cause: 'many_wrong_passwords',
      policy_version: 'keycloak:agency',
      failures: 3,
      trend: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3],
      started_at: new Date(status.lastFailure),
      ends_at: new Date(status.failedLoginNotBefore * 1000),
      division: '320102',
      ended_at: null,
    });
    expect(lock?.evidence).toHaveLength(3);
    expect(lock?.evidence[0]).toMatchObject({ source: 'agency', counted: true, city: '南京市', client: 'citizens' });
    const [entry] = await entries();
    expect(entry).toMatchObject({
      action: 'lock',
      actor_kind: 'policy',
      actor_subject: 'keycloak:agency',
      reason: 'many_wrong_passwords',
      lock_id: lock?.id,
      before: { version: 1, locked: false },
      after: { version: 2, locked: true, effective_at: new Date(status.lastFailure).toISOString() },
    });
    expect(await notices()).toMatchObject([{ kind: 'lock_notice', entry_id: entry?.id }]);
    expect((await attempts()).map(({ counted, lock_id }) => ({ counted, caused: lock_id === lock?.id }))).toEqual([
      { counted: true, caused: false },
      { counted: true, caused: false },
      { counted: true, caused: true },
    ]);
    const listed = await api.call(PEOPLE.clerk, 'listLockedAccounts', {});
    expect(listed.json().items).toContainEqual(expect.objectContaining({ account_id: lock?.account_id }));
  });

  it('that is permanent has no end; after a restart, when the record is gone, it is the same lock', async () => {
    await tell(lockForGood(), wrong(3));
    expect(await locks()).toMatchObject([{ kind: 'permanent', ends_at: null, failures: 3 }]);
    await tell({});
    expect(await locks()).toMatchObject([{ ended_at: null }]);
    expect(await entries()).toHaveLength(1);
  });

  it('for two quick failures says so', async () => {
    await tell(temporary(2), wrong(2));
    expect(await locks()).toMatchObject([{ cause: 'quick_failures', failures: 2 }]);
  });

  it('of which no failure is known has those that Keycloak counted', async () => {
    await tell(temporary(7));
    expect(await locks()).toMatchObject([{ failures: 7, evidence: [] }]);
  });

  it('that began long before it was first seen is no news to its citizen', async () => {
    await tell({ ...lockForGood(), lastFailure: ago(3600) });
    expect(await locks()).toHaveLength(1);
    expect(await notices()).toEqual([]);
  });

  it('that has run out is closed as expired at its end, and a further one begins', async () => {
    await tell(temporary(3));
    const [first] = await locks();
    await api.database.asOwner(
      `UPDATE locks SET started_at = now() - interval '2 minutes', ends_at = now() - interval '1 minute' WHERE id = $1`,
      [first?.id],
    );
    const status = temporary(6, 120);
    expect(await tell(status)).toMatchObject({ locked: 1, endedElsewhere: 0 });
    expect(await locks()).toMatchObject([
      { ended_by: 'expired' },
      { ended_at: null, ends_at: new Date(status.failedLoginNotBefore * 1000), failures: 6 },
    ]);
    expect((await entries()).map(({ action }) => action)).toEqual(['lock', 'expire', 'lock']);
  });

  it('that became permanent is another one', async () => {
    await tell(temporary());
    expect(await tell(lockForGood())).toMatchObject({ locked: 1, endedElsewhere: 1 });
    expect(await locks()).toMatchObject([
      { kind: 'temporary', ended_by: 'elsewhere' },
      { kind: 'permanent', ended_at: null },
    ]);
    expect((await account())?.version).toBe(4);
  });

  it.each([
    ['temporary', () => temporary()],
    ['permanent', () => lockForGood()],
  ])(
    '%s, that is gone from the realm ended elsewhere, with an entry; the list has it no more',
    async (kind, status) => {
      await tell(status());
      user = { ...user, enabled: true, attributes: { division: ['320102'], phone: ['13812345678'] } };
      expect(await tell()).toMatchObject({ endedElsewhere: 1, locked: 0 });
      expect(await locks()).toMatchObject([{ kind, ended_by: 'elsewhere' }]);
      const [, end] = await entries();
      expect(end).toMatchObject({
        action: 'end_elsewhere',
        actor_kind: 'policy',
        actor_subject: 'keycloak:agency',
        before: { version: 2, locked: true, lock_kind: kind },
        after: { version: 3, locked: false },
      });
      expect(end?.lock_id).toBe((await locks())[0]?.id);
    },
  );

  it('whose end is over by our clock is none, whatever the server says', async () => {
    await tell({ disabled: true, numFailures: 3, lastFailure: ago(60), failedLoginNotBefore: inSeconds(-1) });
    expect(await locks()).toEqual([]);
  });
});

describe('attempts', () => {
  it('are kept once, by what they came to, and never lock by our own policy', async () => {
    const events = [
      ...wrong(6),
      event({ error: 'user_temporarily_disabled' }),
      event({ error: 'user_disabled' }),
      event({ error: 'expired_code' }),
      event({ type: 'LOGIN', error: null }),
      event({ type: 'UPDATE_PASSWORD', error: null }),
    ];
    await tell({}, events);
    await tell({}, events);
    expect((await attempts()).map(({ outcome }) => outcome).toSorted()).toEqual([
      'password_changed',
      'refused_disabled',
      'refused_locked',
      'success',
      ...new Array(6).fill('wrong_password'),
    ]);
    expect(await locks()).toEqual([]);
    expect(await account()).toMatchObject({ last_success_at: expect.any(Date), password_changed_at: expect.any(Date) });
  });

  it('without an id of their own are known again', async () => {
    const twins = wrong(2).map((one) => ({ ...one, id: null, time: 1_000 * Math.floor(ago(5) / 1_000) }));
    await tell({}, twins);
    await tell({}, twins);
    expect(await attempts()).toHaveLength(2);
  });

  it('of nobody are kept as evidence', async () => {
    const nobody = event({ userId: null, error: 'user_not_found', details: { username: 'Passw0rd!' } });
    await tell({}, [nobody]);
    const row = await api.services.db
      .selectFrom('attempts')
      .select(['account_id', 'outcome', 'sign_in_name_masked'])
      .where('attempt_id', '=', nobody.id)
      .executeTakeFirst();
    expect(row).toEqual({ account_id: null, outcome: 'unknown_name', sign_in_name_masked: '***' });
  });
});

describe('what was read before something was done here', () => {
  async function order(ended: boolean) {
    await sql`
      INSERT INTO orders (entry_id, directory, account_id, action, taken_at, ended_at, answer)
      SELECT gen_random_uuid(), directory, id, 'unlock', now(), CASE WHEN ${ended} THEN now() END,
             CASE WHEN ${ended} THEN '{}'::jsonb END
        FROM accounts WHERE external_id = ${user.id}`.execute(api.services.db);
  }

  it.each([
    ['is open', false],
    ['has ended since', true],
  ])('decides nothing while an order %s', async (_, ended) => {
    await tell(temporary());
    const readAt = await databaseNow();
    await order(ended);
    expect(await tell({}, wrong(1), { readAt })).toMatchObject({ undecided: [user.id], endedElsewhere: 0 });
    expect(await locks()).toMatchObject([{ ended_at: null }]);
    expect(await attempts()).toHaveLength(1);
  });

  it('decides nothing where a lock began since', async () => {
    const readAt = await databaseNow();
    await tell(temporary());
    expect(await tell({}, [], { readAt })).toMatchObject({ undecided: [user.id], endedElsewhere: 0 });
    expect(await tell()).toMatchObject({ undecided: [], endedElsewhere: 1 });
  });

  it('decides nothing where a lock ended since', async () => {
    await tell(temporary());
    const readAt = await databaseNow();
    await tell();
    expect(await tell(temporary(), [], { readAt })).toMatchObject({ undecided: [user.id], locked: 0 });
  });
});

describe('a reset', () => {
  const pending = () =>
    sql`UPDATE accounts SET reset_pending_since = now(), reset_entry_id = gen_random_uuid() WHERE external_id = ${user.id}`.execute(
      api.services.db,
    );

  it('is over when no new password is demanded any more', async () => {
    await tell();
    await pending();
    user = { ...user, requiredActions: ['UPDATE_PASSWORD'] };
    await tell();
    expect((await account())?.reset_pending_since).not.toBeNull();
    user = { ...user, requiredActions: [] };
    await tell();
    expect(await account()).toMatchObject({ reset_pending_since: null, reset_entry_id: null });
  });
});

it('tells of 200 users in one transaction as of one', async () => {
  const users = Array.from({ length: 200 }, (_, at) => {
    user = { ...user, id: crypto.randomUUID(), username: residentId() };
    return { userId: user.id, seen: seenNow(at % 2 === 0 ? temporary() : {}), groups: [] };
  });
  expect(await tell({}, [], { sightings: users })).toMatchObject({ created: 200, locked: 100 });
  expect(await tell({}, [], { sightings: users })).toMatchObject({ created: 0, locked: 0, endedElsewhere: 0 });
});
