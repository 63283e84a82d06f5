import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asReset, readyToUnlock, unlockInput } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { attempt, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';
import { deliverMessages } from './delivery.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Received {
  id: string;
  type: string;
  to: string;
  text: string;
}

let receiver: Server;
const received: Received[] = [];
/** Statuses to answer messages to a phone with, in turn; 204 after them. */
const answers = new Map<string, number[]>();
/** The leader delivers a few times a second. */
const SOON = { timeout: 10_000 };

let api: TestApi;
let system: SignInSystem;

beforeAll(async () => {
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const headers = request.headers as IncomingHttpHeaders & Record<string, string>;
    // Throws where the signature is not right.
    const payload = new Webhook(SECRET).verify(body, headers) as Omit<Received, 'id'>;
    const status = answers.get(payload.to)?.shift() ?? 204;
    if (status < 300) received.push({ id: String(headers['webhook-id']), ...payload });
    response.writeHead(status).end();
  };
  receiver = createServer((request, response) => {
    receive(request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  const { port } = receiver.address() as AddressInfo;
  api = await startTestApi({ NOTIFIER_URL: `http://127.0.0.1:${port}/sms`, NOTIFIER_SECRET: SECRET });
  system = signInSystem(api);
});
afterAll(async () => {
  await api.close();
  await new Promise((closed) => receiver.close(closed));
});

let phones = 0;
/** Another one each time, so that no test hears of another's messages. */
const newPhone = () => `139${String(++phones).padStart(8, '0')}`;
const receivedBy = (phone: string) => received.filter(({ to }) => to === phone);

async function act(operation: 'unlockAccount' | 'forceReset', account_id: string): Promise<string> {
  const input = unlockInput(account_id, await openFor(api.services, PEOPLE.clerk, account_id));
  const response = await api.call(PEOPLE.clerk, operation, operation === 'forceReset' ? asReset(input) : input);
  expect(response.statusCode, response.body).toBe(200);
  return response.json().entry_id;
}

const outbox = (entryId: string) =>
  api.services.db.selectFrom('outbox').selectAll().where('entry_id', '=', entryId).orderBy('kind').execute();

describe('promise 22: the citizen is told of every recovery', () => {
  it('an unlock: a notice to the registered phone, without a code', async () => {
    const phone = newPhone();
    const entryId = await act('unlockAccount', await makeCitizen(api.services, { phone }));
    await expect.poll(() => receivedBy(phone), SOON).toHaveLength(1);
    const [message] = await outbox(entryId);
    expect(receivedBy(phone)).toEqual([
      {
        id: message?.id,
        type: 'unlock_notice',
        to: phone,
        text: expect.stringMatching(/^您的账号已于 \d+ 月 \d+ 日 \d\d:\d\d 由南京市车管所鼓楼分所解锁/),
      },
    ]);
    await expect.poll(async () => (await outbox(entryId))[0], SOON).toMatchObject({ payload_cipher: null, tries: 1 });
  });

  it('a reset: a notice without the code, and the code as a message of its own that dies with its 10 minutes', async () => {
    const phone = newPhone();
    const entryId = await act('forceReset', await makeCitizen(api.services, { phone }));
    const types = () => receivedBy(phone).map(({ type }) => type);
    await expect.poll(() => types().sort(), SOON).toEqual(['reset_code', 'reset_notice']);
    const text = (type: string) => receivedBy(phone).find((message) => message.type === type)?.text ?? '';
    const code = /重置码 (\S{3} \S{3} \S{3})，/.exec(text('reset_code'))?.[1] ?? 'none';
    expect(code).toMatch(/^[0-9A-Z ]{11}$/);
    expect(text('reset_notice')).not.toContain(code);
    expect(text('reset_notice')).not.toContain(code.replaceAll(' ', ''));
    const { rows } = await sql<{ kind: string; minutes: number }>`
      SELECT kind, extract(epoch FROM not_after - created_at)::float8 / 60 AS minutes FROM outbox
       WHERE entry_id = ${entryId} ORDER BY kind`.execute(api.services.db);
    expect(rows).toEqual([
      { kind: 'reset_code', minutes: 10 },
      { kind: 'reset_notice', minutes: 30 * 24 * 60 },
    ]);
  });

  it('a notice that is not taken is tried again until it is, by the same id and after waits that double', async () => {
    const phone = newPhone();
    answers.set(phone, [503, 500, 429]);
    const entryId = await act('unlockAccount', await makeCitizen(api.services, { phone }));
    const waits: number[] = [];
    for (const tries of [1, 2, 3]) {
      await expect.poll(async () => (await outbox(entryId))[0]?.tries, SOON).toBe(tries);
      expect((await outbox(entryId))[0]?.payload_cipher).not.toBeNull();
      // As if the wait were over.
      const { rows } = await sql<{ wait: number }>`
        UPDATE outbox SET next_try_at = now() WHERE entry_id = ${entryId}
        RETURNING extract(epoch FROM old.next_try_at - now())::float8 AS wait`.execute(api.services.db);
      waits.push(rows[0]?.wait ?? Number.NaN);
    }
    await expect.poll(async () => (await outbox(entryId))[0]?.delivered_at, SOON).toBeInstanceOf(Date);
    expect(receivedBy(phone).map(({ id }) => id)).toEqual([(await outbox(entryId))[0]?.id]);
    expect((await outbox(entryId))[0]).toMatchObject({ tries: 4, payload_cipher: null, gave_up_at: null });
    // What is left of 10, 20 and 40 seconds a moment after the try.
    for (const [at, whole] of [10, 20, 40].entries()) {
      expect(waits[at]).toBeLessThanOrEqual(whole);
      expect(waits[at]).toBeGreaterThan(whole / 2);
    }
  });

  it('a code that nobody took in time is wiped, not sent late', async () => {
    const phone = newPhone();
    answers.set(phone, [503, 503]);
    const entryId = await act('forceReset', await makeCitizen(api.services, { phone }));
    await expect.poll(async () => (await outbox(entryId)).map(({ tries }) => tries), SOON).toEqual([1, 1]);
    await sql`UPDATE outbox SET not_after = now(), next_try_at = now()
               WHERE entry_id = ${entryId} AND kind = 'reset_code'`.execute(api.services.db);
    await expect
      .poll(async () => (await outbox(entryId))[0], SOON)
      .toMatchObject({ kind: 'reset_code', gave_up_at: expect.any(Date), payload_cipher: null, tries: 1 });
    expect(receivedBy(phone)).toEqual([]);
  });

  it('a second reset voids the first one’s code, also the message that has not gone out yet', async () => {
    const phone = newPhone();
    answers.set(phone, [503, 503]);
    const account = await makeCitizen(api.services, { phone });
    const first = await act('forceReset', account);
    await expect.poll(async () => (await outbox(first)).map(({ tries }) => tries), SOON).toEqual([1, 1]);
    await sql`UPDATE accounts SET version = 1 WHERE id = ${account}`.execute(api.services.db);
    await act('forceReset', account);
    expect((await outbox(first)).map(({ kind, gave_up_at }) => [kind, gave_up_at !== null])).toEqual([
      ['reset_code', true],
      ['reset_notice', false],
    ]);
  });

  it('a lock: cause and end go to the phone', async () => {
    const phone = newPhone();
    const external_id = await system.newCitizen({ phone });
    await system.report(...Array.from({ length: 5 }, () => attempt({ external_id })));
    await expect.poll(() => receivedBy(phone).map(({ type }) => type), SOON).toEqual(['lock_notice']);
  });

  it('an account without a phone gets no message, and nothing waits', async () => {
    const entryId = await act('unlockAccount', await makeCitizen(api.services, { phone: null }));
    expect(await outbox(entryId)).toEqual([]);
  });
});

it('gives up what piled up in rounds, so that none takes longer than a statement may', async () => {
  const idle = await startTestApi({}, { leads: false });
  const account = await makeCitizen(idle.services, { lock: null });
  await sql`
    INSERT INTO outbox (entry_id, account_id, kind, payload_cipher, key_id, not_after)
    SELECT uuidv7(), ${account}, 'lock_notice', '', 1, now() - interval '1 second' FROM generate_series(1, 1500)`.execute(
    idle.services.db,
  );
  const { signal } = new AbortController();
  const left = async () => {
    const { rows } = await sql<{ count: number }>`
      SELECT count(*) FROM outbox WHERE gave_up_at IS NULL OR payload_cipher IS NOT NULL`.execute(idle.services.db);
    return rows[0]?.count;
  };
  expect(await deliverMessages(idle.services, signal)).toMatchObject({ more: true });
  expect(await left()).toBeGreaterThan(0);
  while ((await deliverMessages(idle.services, signal)).more);
  expect(await left()).toBe(0);
  await idle.close();
});

it('a receiver that does not answer keeps nobody from leading again: an entry has its index within 5 s', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  const { port } = silent.address() as AddressInfo;
  const alone = await startTestApi({ NOTIFIER_URL: `http://127.0.0.1:${port}/sms`, NOTIFIER_SECRET: SECRET });
  const asked = once(silent, 'request');
  const input = await readyToUnlock(alone);
  expect((await alone.call(PEOPLE.clerk, 'unlockAccount', input)).statusCode).toBe(200);
  await asked;

  await alone.database.asOwner(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'lockdesk-leader' AND datname = current_database()`);
  const { opening_id } = (await alone.call(PEOPLE.clerk, 'openAccount', { account_id: input.account_id })).json();
  const sequenced = async () =>
    (await alone.database.asOwner('SELECT FROM leaves WHERE entry_id = $1', [opening_id])).rowCount;
  await expect.poll(sequenced, { timeout: 5_000 }).toBe(1);
  silent.closeAllConnections();
  await alone.close();
  await new Promise((closed) => silent.close(closed));
});
