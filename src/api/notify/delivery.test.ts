import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ResetInput } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen, openFor } from '../testing/citizens.ts';
import { PEOPLE } from '../testing/issuer.ts';
import { attempt, type SignInSystem, signInSystem } from '../testing/sign-in-system.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Received {
  id: string;
  type: string;
  to: string;
  text: string;
}

let receiver: Server;
let received: Received[] = [];
/** Statuses to answer with, in turn; 204 after them. */
let answers: number[] = [];
/** The leader delivers a few times a second. */
const SOON = { timeout: 10_000 };

let api: TestApi;
let system: SignInSystem;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const headers = request.headers as IncomingHttpHeaders & Record<string, string>;
    const status = answers.shift() ?? 204;
    // Throws where the signature is not right.
    const payload = new Webhook(SECRET).verify(body, headers) as Omit<Received, 'id'>;
    if (status < 300) received.push({ id: String(headers['webhook-id']), ...payload });
    response.writeHead(status).end();
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
beforeEach(() => {
  received = [];
  answers = [];
});

async function act(operation: 'unlockAccount' | 'forceReset', account_id: string): Promise<string> {
  const input = {
    account_id,
    opening_id: await openFor(api.services, PEOPLE.clerk, account_id),
    version: 1,
    reason: { code: 'other', note: '本人在窗口' },
    verification: { method: 'id_card', reading: 'scanned' },
    channel: 'counter',
  } satisfies ResetInput;
  const response = await api.call(PEOPLE.clerk, operation, input);
  expect(response.statusCode, response.body).toBe(200);
  return response.json().entry_id;
}

const outbox = (entryId: string) =>
  api.services.db.selectFrom('outbox').selectAll().where('entry_id', '=', entryId).orderBy('kind').execute();

describe('promise 22: the citizen is told of every recovery', () => {
  it('an unlock: a notice to the registered phone, without a code', async () => {
    const entryId = await act('unlockAccount', await makeCitizen(api.services, { phone: '13900001111' }));
    await expect.poll(() => received, SOON).toHaveLength(1);
    const [message] = await outbox(entryId);
    expect(received).toEqual([
      {
        id: message?.id,
        type: 'unlock_notice',
        to: '13900001111',
        text: expect.stringMatching(/^您的账号已于 \d+ 月 \d+ 日 \d\d:\d\d 由南京市车管所鼓楼分所解锁/),
      },
    ]);
    await expect.poll(async () => (await outbox(entryId))[0], SOON).toMatchObject({ payload_cipher: null, tries: 1 });
  });

  it('a reset: a notice without the code, and the code as a message of its own that dies with its 10 minutes', async () => {
    const entryId = await act('forceReset', await makeCitizen(api.services));
    await expect.poll(() => received.map(({ type }) => type).sort(), SOON).toEqual(['reset_code', 'reset_notice']);
    const text = (type: string) => received.find((message) => message.type === type)?.text ?? '';
    const code = /重置码 (\S{3} \S{3} \S{3})，/.exec(text('reset_code'))?.[1] ?? 'none';
    expect(code).toMatch(/^[0-9A-Z ]{11}$/);
    expect(text('reset_notice')).not.toContain(code);
    expect(text('reset_notice')).not.toContain(code.replaceAll(' ', ''));
    const rows = await sql<{ kind: string; minutes: number }>`
      SELECT kind, extract(epoch FROM not_after - created_at)::float8 / 60 AS minutes FROM outbox
       WHERE entry_id = ${entryId} ORDER BY kind`.execute(api.services.db);
    expect(rows.rows).toEqual([
      { kind: 'reset_code', minutes: 10 },
      { kind: 'reset_notice', minutes: 30 * 24 * 60 },
    ]);
  });

  it('a notice that is not taken is tried again until it is, by the same id', async () => {
    answers = [503, 500];
    const entryId = await act('unlockAccount', await makeCitizen(api.services));
    for (const tries of [1, 2]) {
      await expect.poll(async () => (await outbox(entryId))[0]?.tries, SOON).toBe(tries);
      expect((await outbox(entryId))[0]?.payload_cipher).not.toBeNull();
      // As if the wait were over.
      await sql`UPDATE outbox SET next_try_at = now() WHERE entry_id = ${entryId}`.execute(api.services.db);
    }
    await expect.poll(async () => (await outbox(entryId))[0]?.delivered_at, SOON).toBeInstanceOf(Date);
    expect(received.map(({ id }) => id)).toEqual([(await outbox(entryId))[0]?.id]);
    expect((await outbox(entryId))[0]).toMatchObject({ tries: 3, payload_cipher: null, gave_up_at: null });
  });

  it('the waits between tries double', async () => {
    answers = [503, 503, 503];
    const entryId = await act('unlockAccount', await makeCitizen(api.services));
    const waits: number[] = [];
    for (const tries of [1, 2, 3]) {
      await expect.poll(async () => (await outbox(entryId))[0]?.tries, SOON).toBe(tries);
      const { rows } = await sql<{ wait: number }>`
        SELECT round(extract(epoch FROM next_try_at - now()))::integer AS wait FROM outbox WHERE entry_id = ${entryId}`.execute(
        api.services.db,
      );
      waits.push(Math.ceil((rows[0]?.wait ?? 0) / 10) * 10);
      await sql`UPDATE outbox SET next_try_at = now() WHERE entry_id = ${entryId}`.execute(api.services.db);
    }
    expect(waits).toEqual([10, 20, 40]);
  });

  it('a code that nobody took in time is wiped, not sent late', async () => {
    answers = [503];
    const entryId = await act('forceReset', await makeCitizen(api.services, { phone: '13600003333' }));
    await expect.poll(async () => (await outbox(entryId)).map(({ tries }) => tries), SOON).toEqual([1, 1]);
    await sql`UPDATE outbox SET not_after = now(), next_try_at = now()
               WHERE entry_id = ${entryId} AND delivered_at IS NULL`.execute(api.services.db);
    await expect
      .poll(async () => (await outbox(entryId)).filter(({ gave_up_at }) => gave_up_at !== null), SOON)
      .toHaveLength(1);
    for (const message of await outbox(entryId)) expect(message.payload_cipher).toBeNull();
    expect(received.filter(({ to }) => to === '13600003333')).toHaveLength(1);
  });

  it('a second reset voids the first one’s code, also the message that has not gone out yet', async () => {
    answers = [503, 503];
    const account = await makeCitizen(api.services);
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
    const external_id = await system.newCitizen({ phone: '13700002222' });
    await system.report(...Array.from({ length: 5 }, () => attempt({ external_id })));
    const theirs = () => received.filter(({ to }) => to === '13700002222').map(({ type }) => type);
    await expect.poll(theirs, SOON).toEqual(['lock_notice']);
  });

  it('an account without a phone gets no message, and nothing waits', async () => {
    const entryId = await act('unlockAccount', await makeCitizen(api.services, { phone: null }));
    expect(await outbox(entryId)).toEqual([]);
  });
});
