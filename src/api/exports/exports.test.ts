import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asReset, readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { makeCitizen } from '../testing/citizens.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { abandonExports } from './end.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

const fetchFile = (person: TestPerson, id: string) =>
  api.app.inject({ url: `/v1/exports/${id}`, headers: { authorization: api.bearer(person) } });

async function begun(
  person: TestPerson,
  operation: 'exportEntries' | 'exportLockedAccounts' = 'exportEntries',
  input: object = {},
): Promise<string> {
  const answer = await api.call(person, operation, { language: 'zh-CN', ...input });
  expect(answer.statusCode).toBe(200);
  return answer.json().export_id;
}

/** Lines of a file, its heading first. */
const linesOf = (file: string): string[] =>
  file
    .replace(/^\ufeff/, '')
    .split('\r\n')
    .slice(0, -1);

/** The entries of an export, in their order. */
async function entriesOf(id: string) {
  const { rows } = await api.database.asOwner(
    "SELECT id, action, outcome, reason, refers_to, convert_from(leaf, 'UTF8')::jsonb -> 'entry' AS said FROM entries WHERE id = $1 OR refers_to = $1 ORDER BY id",
    [id],
  );
  return rows;
}

describe('an export of the ledger', () => {
  test('is an entry before its first byte and another after its last, which tells the file’s hash', async () => {
    await readyToUnlock(api);
    const id = await begun(PEOPLE.supervisor);
    expect(await entriesOf(id)).toMatchObject([{ action: 'export', outcome: 'pending', reason: 'entries' }]);
    const file = await fetchFile(PEOPLE.supervisor, id);
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(file.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const sha256 = createHash('sha256').update(file.rawPayload).digest('hex');
    const rows = linesOf(file.body).length - 1;
    const said = { rows, bytes: file.rawPayload.length, sha256 };
    const [, done, ...more] = await entriesOf(id);
    expect(more).toEqual([]);
    expect(done).toMatchObject({ action: 'export', outcome: 'done', refers_to: id, said: { file: said } });
    const whole = await api.call(PEOPLE.supervisor, 'getEntry', { entry_id: done?.id });
    expect(whole.json()).toMatchObject({ file: said, filters: null, refers_to: id });
    const first = await api.call(PEOPLE.supervisor, 'getEntry', { entry_id: id });
    expect(first.json()).toMatchObject({ file: null, filters: { language: 'zh-CN', to: expect.any(String) } });
  });

  test('holds what the list shows, and nothing beyond the reader’s scope', async () => {
    const [ours, theirs] = [
      await readyToUnlock(api, {}, PEOPLE.clerk),
      await readyToUnlock(api, { division: '320508' }, PEOPLE.otherClerk),
    ];
    await api.call(PEOPLE.clerk, 'unlockAccount', ours);
    await api.call(PEOPLE.otherClerk, 'forceReset', asReset(theirs));
    for (const [person, seen, unseen] of [
      [PEOPLE.supervisor, ours, theirs],
      [PEOPLE.otherSupervisor, theirs, ours],
    ] as const) {
      const period = { to: new Date(Date.now() + 1000).toISOString() };
      const list = (await api.call(person, 'listEntries', { ...period, limit: 200 })).json();
      const lines = linesOf((await fetchFile(person, await begun(person, 'exportEntries', period))).body).slice(1);
      const ids = lines.map((line) => /"([^"]*)"$/.exec(line)?.[1]);
      // The export's own first entry came in between.
      expect(ids.slice(1)).toEqual(list.items.map((entry: { id: string }) => entry.id));
      expect(ids).toContain(seen.opening_id);
      expect(ids).not.toContain(unseen.opening_id);
    }
  });

  test('is narrowed as the list is, worded in either language, with what staff wrote', async () => {
    const act = await readyToUnlock(api);
    const note = '=1+1\r\n"9","伪造"\u202e\u001b[31m';
    // The contract refuses most of it; a row of another make may hold it all the same.
    await api.call(PEOPLE.clerk, 'unlockAccount', { ...act, reason: { code: 'other', note: '=1+1' } });
    await api.database.asOwner(
      "UPDATE entry_private SET fields = jsonb_set(fields, '{note,value}', to_jsonb($1::text)) WHERE fields ? 'note'",
      [note],
    );
    // Its number comes a moment after it.
    await vi.waitUntil(async () => {
      const { items } = (await api.call(PEOPLE.auditor, 'listEntries', { account_id: act.account_id })).json();
      return items.every(({ index }: { index: number | null }) => index !== null);
    }, 10_000);
    const file = async (language: string) => {
      const input = { language, actions: ['unlock'], account_id: act.account_id };
      return linesOf((await fetchFile(PEOPLE.auditor, await begun(PEOPLE.auditor, 'exportEntries', input))).body);
    };
    const [heading, line, ...more] = await file('zh-CN');
    expect(more).toEqual([]);
    expect(heading).toMatch(/^"编号","时间","行为","结果"/);
    expect(line).toMatch(/^"\d+","\d{4}-\d\d-\d\d \d\d:\d\d:\d\d","解锁","成功",/);
    expect(line).toContain(`"其他","'=1+1 ⏎ ""9"",""伪造""<U+202E><U+001B>[31m","身份证","读卡器读入"`);
    expect((await file('en'))[1]).toContain('"Unlock","Done",');
  });

  test('of more entries than one page holds has each of them once', async () => {
    await api.database.asOwner(`
      INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, province, city, division, leaf)
      SELECT uuidv7(), now() - n * interval '1 second', CASE WHEN n % 7 = 0 THEN 'lock' ELSE 'expire' END, 'done', 'policy', 'P-1', '32', '3201', '320106', '{}'
        FROM generate_series(1, 9000) AS n`);
    for (const [person, actions] of [
      [PEOPLE.supervisor, ['lock']],
      [PEOPLE.auditor, ['lock', 'expire']],
    ] as const) {
      const { rows } = await api.database.asOwner(
        "SELECT id FROM entries WHERE action = ANY ($1) AND city LIKE $2 || '%' ORDER BY recorded_at DESC, id DESC",
        [actions, person.scope[0]],
      );
      const file = await fetchFile(person, await begun(person, 'exportEntries', { actions }));
      const ids = linesOf(file.body)
        .slice(1)
        .map((line) => line.slice(-37, -1));
      expect(ids.length).toBeGreaterThan(1280);
      expect(ids).toEqual(rows.map(({ id }) => id));
    }
  });
});

describe('an export of the locked accounts', () => {
  test('has them all, masked, in the order and of the places asked for', async () => {
    for (let n = 0; n < 250; n++) await makeCitizen(api.services, { division: '320104' });
    const id = await begun(PEOPLE.supervisor, 'exportLockedAccounts', { places: ['320104'] });
    const [heading, ...lines] = linesOf((await fetchFile(PEOPLE.supervisor, id)).body);
    expect(heading).toBe('"账号","证件号","锁定类型","锁定原因","失败次数","锁定时间","到期时间","省","市","区县"');
    expect(lines.length).toBe(250);
    for (const line of lines) expect(line).toMatch(/^"王\*明","3201\*+[\dX]{4}".*"江苏省","南京市","秦淮区"$/);
  });
});

describe('nobody', () => {
  test('has a file that another asked for, or one twice, or one that was never asked for', async () => {
    const id = await begun(PEOPLE.supervisor);
    const code = async (person: TestPerson, id: string) => (await fetchFile(person, id)).json().type;
    expect(await code(PEOPLE.otherSupervisor, id)).toBe('urn:lockdesk:error:export_not_found');
    expect((await fetchFile(PEOPLE.supervisor, id)).statusCode).toBe(200);
    expect(await code(PEOPLE.supervisor, id)).toBe('urn:lockdesk:error:export_not_found');
    expect(await code(PEOPLE.supervisor, crypto.randomUUID())).toBe('urn:lockdesk:error:export_not_found');
    expect(await code(PEOPLE.supervisor, 'x')).toBe('urn:lockdesk:error:export_not_found');
  });

  test('asks for more than a year', async () => {
    const answer = await api.call(PEOPLE.auditor, 'exportEntries', {
      language: 'en',
      from: '2020-01-01T00:00:00.000Z',
    });
    expect(answer.json().type).toBe('urn:lockdesk:error:period_too_long');
  });
});

describe('an export that has no end', () => {
  test('says that it was cancelled, and reads no more than was taken', async () => {
    await api.database.asOwner(`
      INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, office_name, leaf)
      SELECT uuidv7(), now() - interval '2 days' - n * interval '1 second', 'disable', 'done', 'system', 'register', repeat('所', 400), '{}'
        FROM generate_series(1, 30000) AS n`);
    const id = await begun(PEOPLE.auditor, 'exportEntries', { actions: ['disable'] });
    const { port } = api.app.server.address() as AddressInfo;
    const headers = { authorization: api.bearer(PEOPLE.auditor) };
    const request = get({ host: '127.0.0.1', port, path: `/v1/exports/${id}`, headers });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    await once(answer, 'readable');
    answer.read();
    answer.destroy();
    await expect.poll(() => entriesOf(id), { timeout: 30_000 }).toHaveLength(2);
    expect((await entriesOf(id))[1]).toMatchObject({ outcome: 'failed', reason: 'cancelled', refers_to: id });
  });

  test('breaks off where its last entry cannot be written: no file is taken for whole', async () => {
    const id = await begun(PEOPLE.auditor);
    await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
    const { port } = api.app.server.address() as AddressInfo;
    const headers = { authorization: api.bearer(PEOPLE.auditor) };
    const file = await fetch(`http://127.0.0.1:${port}/v1/exports/${id}`, { headers });
    await expect(file.text()).rejects.toThrow();
    await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
    expect(await entriesOf(id)).toMatchObject([{ outcome: 'pending' }]);
    const silent = "UPDATE export_tickets SET created_at = created_at - interval '2 hours' WHERE id = $1";
    await api.database.asOwner(silent, [id]);
    await abandonExports(api.services);
    expect(await entriesOf(id), 'its file was asked for a moment ago').toHaveLength(1);
    await api.database.asOwner("UPDATE export_tickets SET coming_at = coming_at - interval '2 hours' WHERE id = $1", [
      id,
    ]);
    await abandonExports(api.services);
    expect(await entriesOf(id)).toMatchObject([{ outcome: 'pending' }, { outcome: 'failed', reason: 'abandoned' }]);
  });
});
