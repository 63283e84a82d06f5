import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OutboxPayload, payloadPlace } from '../notify/outbox.ts';
import { asReset, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { attempt, minutesAgo, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';
import { makeCode, readCode } from './reset-code.ts';

let api: TestApi;
let system: SignInSystem;
let external_id: string;
let code: string;
beforeAll(async () => {
  api = await startTestApi();
  system = signInSystem(api);
});
afterAll(() => api.close());
beforeEach(async () => {
  external_id = await system.newCitizen();
  code = await forceReset();
});

const account = () =>
  api.services.db.selectFrom('accounts').selectAll().where('external_id', '=', external_id).executeTakeFirstOrThrow();

/** @returns the code that goes to the citizen's phone */
async function forceReset(): Promise<string> {
  const { id, version } = await account();
  const input = asReset(unlockInput(id, await openFor(api.services, PEOPLE.clerk, id), version));
  const response = await api.call(PEOPLE.clerk, 'forceReset', input);
  expect(response.statusCode, response.body).toBe(200);
  const { entry_id } = response.json();
  const { key_id, payload_cipher } = await api.services.db
    .selectFrom('outbox')
    .selectAll()
    .where('entry_id', '=', entry_id)
    .where('kind', '=', 'reset_code')
    .executeTakeFirstOrThrow();
  const payload: OutboxPayload = JSON.parse(
    api.services.keys.open(payloadPlace(entry_id, 'reset_code'), key_id, payload_cipher as Buffer),
  );
  return readCode(/重置码 (\S{3} \S{3} \S{3})，/.exec(payload.text)?.[1] ?? '') ?? '';
}

/** Another code that could have been sent. */
function otherCode(): string {
  for (;;) {
    const other = makeCode();
    if (other !== code) return other;
  }
}

describe('a reset’s one-time code', () => {
  it('serves once', async () => {
    expect(await system.redeem(external_id, code.toLowerCase())).toEqual({ result: 'redeemed', tries_left: 5 });
    expect(await system.redeem(external_id, code)).toEqual({ result: 'none', tries_left: 0 });
  });

  it('survives four wrong tries, and not the fifth', async () => {
    for (const tries_left of [4, 3, 2, 1]) {
      expect(await system.redeem(external_id, otherCode())).toEqual({ result: 'wrong', tries_left });
    }
    expect(await system.redeem(external_id, otherCode())).toEqual({ result: 'spent', tries_left: 0 });
    expect(await system.redeem(external_id, code)).toEqual({ result: 'spent', tries_left: 0 });
  });

  it('loses no try by a slip that its check character shows', async () => {
    const slip = code.slice(0, 8) + (code.endsWith('7') ? '8' : '7');
    expect(await system.redeem(external_id, slip)).toEqual({ result: 'wrong', tries_left: 5 });
    expect(await system.redeem(external_id, 'just anything')).toEqual({ result: 'wrong', tries_left: 5 });
    expect(await system.redeem(external_id, code)).toMatchObject({ result: 'redeemed' });
  });

  it('answers the same try again with the same answer, also after others', async () => {
    const [first, second, third] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const guess = otherCode();
    expect(await system.redeem(external_id, guess, first)).toEqual({ result: 'wrong', tries_left: 4 });
    expect(await system.redeem(external_id, guess, second)).toEqual({ result: 'wrong', tries_left: 3 });
    expect(await system.redeem(external_id, guess, first)).toEqual({ result: 'wrong', tries_left: 4 });
    expect(await system.redeem(external_id, code, third)).toEqual({ result: 'redeemed', tries_left: 3 });
    expect(await system.redeem(external_id, code, third)).toEqual({ result: 'redeemed', tries_left: 3 });
    expect(await system.redeem(external_id, guess, second)).toEqual({ result: 'wrong', tries_left: 3 });
  });

  it('gives five tries in all to twenty who try at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => system.redeem(external_id, otherCode())));
    const count = (result: string) => results.filter((one) => one.result === result).length;
    expect([count('wrong'), count('spent')]).toEqual([4, 16]);
  });

  it('is redeemed by one of two at once', async () => {
    const results = await Promise.all([system.redeem(external_id, code), system.redeem(external_id, code)]);
    expect(results.map(({ result }) => result).sort()).toEqual(['none', 'redeemed']);
  });

  it('holds ten minutes', async () => {
    const { id } = await account();
    const { rows } = await sql<{ minutes: number }>`
      SELECT extract(epoch FROM expires_at - created_at)::float8 / 60 AS minutes FROM reset_codes WHERE account_id = ${id}`.execute(
      api.services.db,
    );
    expect(rows).toEqual([{ minutes: 10 }]);
    await sql`UPDATE reset_codes SET expires_at = now() WHERE account_id = ${id}`.execute(api.services.db);
    expect(await system.redeem(external_id, code)).toEqual({ result: 'expired', tries_left: 0 });
  });

  it('is void from the next reset on', async () => {
    const next = await forceReset();
    expect(await system.redeem(external_id, code)).toEqual({ result: 'wrong', tries_left: 4 });
    expect(await system.redeem(external_id, next)).toMatchObject({ result: 'redeemed' });
  });

  it('belongs to one account', async () => {
    const other = await system.newCitizen();
    expect(await system.redeem(other, code)).toEqual({ result: 'none', tries_left: 0 });
    expect(await system.redeem('nobody', code)).toEqual({ result: 'none', tries_left: 0 });
  });

  it('is kept as a slow hash', async () => {
    const { id } = await account();
    const [row] = await api.services.db.selectFrom('reset_codes').selectAll().where('account_id', '=', id).execute();
    expect(row?.code_hash).toHaveLength(32);
    expect(JSON.stringify(row)).not.toContain(code);
  });
});

describe('a forced reset', () => {
  const changed = (occurred_at = new Date().toISOString()) =>
    system.report(attempt({ external_id, outcome: 'password_changed', factor: 'reset_code', occurred_at }));

  it('is over with the new password, chosen by whoever redeemed the code', async () => {
    expect(await system.state(external_id)).toMatchObject({ reset_required: true });
    expect((await system.state(external_id)).sessions_valid_after).not.toBeNull();
    await system.redeem(external_id, code);
    expect(await system.state(external_id)).toMatchObject({ reset_required: true });
    const [result] = await changed();
    expect(result).toMatchObject({ state: { reset_required: false } });
    expect(await system.state(external_id)).toMatchObject({ reset_required: false });
    expect(await account()).toMatchObject({ version: 2, reset_pending_since: null, reset_entry_id: null });
    expect((await account()).password_changed_at).toBeInstanceOf(Date);
  });

  it('is not over by a change without the code, or by one from before it that is told late', async () => {
    await changed();
    expect(await system.state(external_id)).toMatchObject({ reset_required: true });
    await system.redeem(external_id, code);
    await changed(minutesAgo(5));
    expect(await system.state(external_id)).toMatchObject({ reset_required: true });
  });

  it('leaves no password to guess: wrong ones do not lock', async () => {
    await system.report(...Array.from({ length: 9 }, () => attempt({ external_id })));
    expect(await system.state(external_id)).toMatchObject({ locked: false, reset_required: true });
  });
});
