import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { HEADERS, type UnlockInput } from '../../contract/index.ts';
import { asReset, readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const ERROR = 'urn:lockdesk:error:';

async function entriesOn(accountId: string): Promise<string[]> {
  const { rows } = await api.database.asOwner(
    "SELECT id FROM entries WHERE account_id = $1 AND action IN ('unlock', 'reset') AND outcome = 'done'",
    [accountId],
  );
  return rows.map(({ id }) => id);
}

const unlock = (input: UnlockInput, key: string) => api.call(PEOPLE.clerk, 'unlockAccount', input, { key });

describe('promise 3: one effect a key', () => {
  test('of 1,000 concurrent posts one acts, and each answer is its answer or in_progress', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => unlock(input, key)));

    const byStatus = Map.groupBy(answers, ({ statusCode }) => statusCode);
    expect([...byStatus.keys()].sort()).toEqual(byStatus.has(409) ? [200, 409] : [200]);
    expect(new Set(byStatus.get(200)?.map(({ body }) => body)).size).toBe(1);
    for (const refused of byStatus.get(409) ?? []) {
      expect(refused.json()).toMatchObject({ type: `${ERROR}in_progress`, details: { retry_after_s: 1 } });
      expect(refused.headers['retry-after']).toBe('1');
    }
    expect(await entriesOn(input.account_id)).toEqual([byStatus.get(200)?.[0]?.json().entry_id]);
  });

  test('while one is held up nobody waits behind it, and other queries are answered', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    const blocker = await api.services.pool.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM accounts WHERE id = $1 FOR UPDATE', [input.account_id]);
    const held = unlock(input, key);
    await waitingForLock();

    // More than there are connections: were they to wait, none would be left.
    const others = await Promise.all(Array.from({ length: 100 }, () => unlock(input, key)));
    const query = await api.call(PEOPLE.clerk, 'listLockedAccounts', {});
    await blocker.query('ROLLBACK');
    blocker.release();

    expect(others.map(({ statusCode }) => statusCode)).toEqual(others.map(() => 409));
    expect(query.statusCode).toBe(200);
    expect((await held).statusCode).toBe(200);
    expect(await entriesOn(input.account_id)).toHaveLength(1);
  });

  /** Until a session of this database waits for a row. */
  async function waitingForLock(): Promise<void> {
    const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await api.database.asOwner(waiting)).rowCount === 0);
  }
});

describe('promise 4: a lost answer is safe', () => {
  /** Hands everything to the API, and cuts the caller off at the first byte that comes back. */
  async function startCutter(target: number): Promise<Server> {
    const server = createServer((caller) => {
      const upstream = connect(target, '127.0.0.1');
      caller.pipe(upstream);
      upstream.once('data', () => caller.destroy());
      for (const socket of [caller, upstream]) socket.on('error', () => {});
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return server;
  }

  it.each([
    { name: 'unlockAccount' as const, last: 'unlock', make: (input: UnlockInput) => input },
    { name: 'forceReset' as const, last: 'reset', make: asReset },
  ])('$name: cut off after COMMIT, the retry gets the recorded answer', async ({ name, last, make }) => {
    const other = await startTestApi();
    const cutter = await startCutter(Number(new URL(await other.app.listen({ port: 0, host: '127.0.0.1' })).port));
    try {
      const input = make(await readyToUnlock(other));
      const { account_id, ...body } = input;
      const key = crypto.randomUUID();
      const lost = fetch(
        `http://127.0.0.1:${(cutter.address() as AddressInfo).port}/v1/accounts/${account_id}/${last}`,
        {
          method: 'POST',
          headers: {
            authorization: other.bearer(PEOPLE.clerk),
            'content-type': 'application/json',
            [HEADERS.idempotencyKey]: key,
          },
          body: JSON.stringify(body),
        },
      );
      await expect(lost).rejects.toThrow('fetch failed');

      const recorded = await other.database.asOwner('SELECT answer, entry_id FROM idempotency_keys WHERE key = $1', [
        key,
      ]);
      const retry = await other.call(PEOPLE.clerk, name, input, { key });
      expect(retry.statusCode).toBe(200);
      expect(retry.json()).toEqual(recorded.rows[0].answer);
      const { rows } = await other.database.asOwner(
        "SELECT id FROM entries WHERE account_id = $1 AND action IN ('unlock', 'reset')",
        [account_id],
      );
      expect(rows).toEqual([{ id: recorded.rows[0].entry_id }]);
    } finally {
      cutter.close();
      await other.close();
    }
  });

  it('is answered byte for byte', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    const [first, again] = [await unlock(input, key), await unlock(input, key)];
    expect(again.rawPayload.equals(first.rawPayload)).toBe(true);
  });

  it('outlasts the opening and the version that it was done with', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    const first = await unlock(input, key);
    await api.database.asOwner('UPDATE accounts SET version = version + 5 WHERE id = $1', [input.account_id]);
    await api.database.asOwner('DELETE FROM entries WHERE id = $1', [input.opening_id]);
    expect((await unlock(input, key)).body).toBe(first.body);
  });
});

describe('promise 5: keys belong to their actor', () => {
  it('gives another clerk nothing of what was stored', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    const first = await unlock(input, key);
    const replayed = await api.call(PEOPLE.otherClerk, 'unlockAccount', input, { key });
    expect(replayed.json()).toMatchObject({ type: `${ERROR}opening_required`, details: {} });
    expect(replayed.body).not.toContain(first.json().entry_id);

    const opening_id = await openFor(api.services, PEOPLE.otherClerk, input.account_id);
    const own = await api.call(PEOPLE.otherClerk, 'unlockAccount', { ...input, opening_id }, { key });
    expect(own.json().type).toBe(`${ERROR}stale_version`);
    expect(await entriesOn(input.account_id)).toHaveLength(1);
  });

  it('lets another clerk use the same key for an act of their own', async () => {
    const key = crypto.randomUUID();
    await unlock(await readyToUnlock(api), key);
    const own = await readyToUnlock(api, {}, PEOPLE.otherClerk);
    expect((await api.call(PEOPLE.otherClerk, 'unlockAccount', own, { key })).statusCode).toBe(200);
  });
});

describe('a key', () => {
  it('is refused for another body, and for another act', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    await unlock(input, key);
    for (const other of [
      await unlock({ ...input, channel: 'hotline' }, key),
      await unlock(await readyToUnlock(api), key),
      await api.call(PEOPLE.clerk, 'forceReset', asReset(input), { key }),
    ]) {
      expect(other.statusCode).toBe(422);
      expect(other.json().type).toBe(`${ERROR}idempotency_key_reused`);
    }
    expect(await entriesOn(input.account_id)).toHaveLength(1);
  });

  it('is free again after a refusal', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    expect((await unlock({ ...input, version: 9 }, key)).statusCode).toBe(409);
    expect((await unlock(input, key)).statusCode).toBe(200);
  });

  it.each(['', 'abc', '00000000-0000-0000-0000-00000000000g', '"'])('must be a UUID, and %j is not', async (key) => {
    const { account_id, ...body } = await readyToUnlock(api);
    const answer = await api.app.inject({
      method: 'POST',
      url: `/v1/accounts/${account_id}/unlock`,
      headers: { authorization: api.bearer(PEOPLE.clerk), [HEADERS.idempotencyKey]: key },
      payload: body,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().type).toBe(`${ERROR}idempotency_key_required`);
  });

  it('may be a structured string, in any case', async () => {
    const input = await readyToUnlock(api);
    const key = crypto.randomUUID();
    const first = await unlock(input, key);
    expect((await unlock(input, `"${key.toUpperCase()}"`)).body).toBe(first.body);
  });
});
