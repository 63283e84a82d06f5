/**
 * Promises 12 and 14: a canary citizen goes through everything, right and wrong; then all that was written is searched.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HEADERS } from '../../contract/index.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE } from '../testing/issuer.ts';

/** Each stands nowhere else. */
const CANARY = {
  name: '欧阳金丝雀',
  document: '11010519491231002X',
  phone: '13987650123',
  licenceFile: '320198765432',
  typedName: 'my-secret-password-typed-as-name',
  note: '金丝雀的备注',
  ticket: 'TICKET-CANARY-17',
  code: 'CANARY2CODE',
};

let api: TestApi;
const written: string[] = [];
const answers: string[] = [];
/** Answers of `revealField`: the only ones that may hold a number, and no other than the one asked for. */
const revealed = new Map<string, string>();
const tokens: string[] = [];

beforeAll(async () => {
  api = await startTestApi({ LOG_LEVEL: 'debug' }, { logTo: { write: (line) => written.push(line) } });
  await everything();
});
afterAll(() => api.close());

async function everything(): Promise<void> {
  const now = new Date().toISOString();
  const directory = PEOPLE.directory;
  const account = {
    external_id: 'canary-1',
    updated_at: now,
    name: CANARY.name,
    document_kind: 'resident_id',
    document_number: CANARY.document,
    phone: CANARY.phone,
    licence_file: CANARY.licenceFile,
    division: '320106',
    status: 'active',
    registered_at: now,
  };
  const call: TestApi['call'] = async (...parameters) => {
    const answer = await api.call(...parameters);
    const [person, operation, input] = parameters;
    if (operation === 'revealField' && answer.statusCode === 200)
      revealed.set(String(Reflect.get(input, 'field')), answer.body);
    else if (person !== directory) answers.push(answer.body);
    return answer;
  };
  // Right and wrong rows of the agency's systems.
  await call(directory, 'registerAccounts', { accounts: [account, { ...account, division: CANARY.document }, CANARY] });
  const attempt = (n: number) => ({
    attempt_id: `${n}`,
    source: 'app',
    occurred_at: now,
    external_id: 'canary-1',
    sign_in_name: n % 2 ? CANARY.typedName : CANARY.phone,
    outcome: 'wrong_password',
  });
  await call(directory, 'reportAttempts', {
    attempts: [0, 1, 2, 3, 4, 5].map(attempt).concat([{ ...attempt(6), outcome: CANARY.typedName }]),
  });
  await call(directory, 'accountState', { external_ids: ['canary-1', CANARY.document] });

  // Whatever a clerk may look by, and then the whole way.
  for (const text of [CANARY.name, 'ouyangjinsique', CANARY.document, CANARY.phone, CANARY.licenceFile]) {
    await call(PEOPLE.clerk, 'searchAccounts', { text });
    await call(PEOPLE.otherClerk, 'searchAccounts', { text });
  }
  const found = await call(PEOPLE.clerk, 'searchAccounts', { text: CANARY.document });
  const { id: account_id, version } = found.json().hits[0].account;
  const { opening_id } = (await call(PEOPLE.clerk, 'openAccount', { account_id })).json();
  await call(PEOPLE.clerk, 'listAttempts', { account_id, opening_id });
  for (const field of ['document', 'phone', 'licence_file'] as const) {
    const reveal = { account_id, opening_id, field, reason: { code: 'other' as const, note: CANARY.note } };
    await call(PEOPLE.clerk, 'revealField', reveal);
    await call(PEOPLE.otherClerk, 'revealField', reveal);
  }
  const act = {
    account_id,
    opening_id,
    version,
    reason: { code: 'other' as const, note: CANARY.note },
    verification: { method: 'other_document' as const, reading: 'typed' as const, document_note: CANARY.note },
    channel: 'counter' as const,
    ticket: CANARY.ticket,
  };
  await call(PEOPLE.clerk, 'unlockAccount', { ...act, version: version + 9 });
  const done = await call(PEOPLE.clerk, 'forceReset', act);
  expect(done.statusCode).toBe(200);
  await call(PEOPLE.clerk, 'followAct', { entry_id: done.json().entry_id });
  await call(PEOPLE.clerk, 'readAccount', { account_id, opening_id });
  await call(directory, 'redeemCode', {
    external_id: 'canary-1',
    code: CANARY.code,
    redemption_id: crypto.randomUUID(),
  });

  // What is not understood must not be repeated either.
  const wrong = {
    authorization: api.bearer(PEOPLE.clerk),
    [HEADERS.idempotencyKey]: CANARY.typedName,
    [HEADERS.workstation]: CANARY.name.length.toString(),
  };
  for (const request of [
    { method: 'GET' as const, url: `/v1/accounts/${CANARY.document}?opening_id=${CANARY.phone}` },
    { method: 'GET' as const, url: `/nothing/${CANARY.document}` },
    { method: 'GET' as const, url: `/v1/accounts/%zz${CANARY.document}` },
    { method: 'POST' as const, url: '/v1/account-searches', payload: `{"text":"${CANARY.document}` },
    {
      method: 'POST' as const,
      url: '/v1/account-searches',
      payload: { text: CANARY.document, [CANARY.typedName]: CANARY.name },
    },
    { method: 'POST' as const, url: `/v1/accounts/${account_id}/unlock`, payload: { ...act, version: CANARY.phone } },
  ]) {
    const answer = await api.app.inject({
      ...request,
      headers: { ...wrong, ...('payload' in request && { 'content-type': 'application/json' }) },
    });
    answers.push(answer.body);
  }

  // The database fails in the middle, with the row in its mouth.
  await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
  await call(PEOPLE.clerk, 'searchAccounts', { text: CANARY.document });
  await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
  await api.database.asOwner(`
    CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'what about %, %?', NEW.name, NEW.document_masked; END $$;
    CREATE TRIGGER tells BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION tell()`);
  const later = new Date(Date.now() + 1000).toISOString();
  const told = await call(directory, 'registerAccounts', {
    accounts: [{ ...account, updated_at: later, phone: null }],
  });
  expect(told.statusCode).toBe(503);
  await api.database.asOwner('DROP TRIGGER tells ON accounts');
  tokens.push(...Object.values(PEOPLE).map((person) => api.bearer(person).slice('Bearer '.length)));
}

test('promise 12: the log holds no personal data and no token', () => {
  const log = written.join('');
  const lines = written.map((line) => JSON.parse(line));
  expect(lines.length).toBeGreaterThan(30);
  expect(lines.map(({ code }) => code)).toContain('ledger_unavailable');
  for (const [what, value] of Object.entries(CANARY)) expect(log.includes(value), what).toBe(false);
  for (const token of tokens) for (const part of token.split('.')) expect(log.includes(part)).toBe(false);
});

test('promise 12: a line that tells of an answer names operation, status and request, not the URL', () => {
  const lines = written.map((line) => JSON.parse(line)).filter((line) => 'ms' in line);
  for (const { level: _level, time: _time, ms: _ms, code: _code, ...line } of lines) {
    expect(line).toEqual({
      operation: expect.stringMatching(/^\w+$/),
      status: expect.any(Number),
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  }
  expect(lines.map(({ operation }) => operation)).toEqual(expect.arrayContaining(['forceReset', 'none']));
});

test('promise 12: numbers, and what was typed as a name, stand in no table in clear', async () => {
  const tables = await api.database.asOwner(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  );
  for (const { name } of tables.rows) {
    const { rows } = await api.database.asOwner(`SELECT t::text AS text FROM ${name} AS t`);
    for (const { text } of rows) {
      for (const what of ['document', 'phone', 'licenceFile', 'typedName'] as const) {
        const bytes = Buffer.from(CANARY[what]).toString('hex');
        expect(text.includes(CANARY[what]) || text.includes(bytes), `${what} in ${name}`).toBe(false);
      }
    }
  }
});

test('promise 12: a leaf holds ids and commitments, nothing of a person', async () => {
  const { rows } = await api.database.asOwner("SELECT convert_from(leaf, 'UTF8') AS leaf FROM entries");
  const leaves = rows.map(({ leaf }) => leaf).join('\n');
  for (const value of [...Object.values(CANARY), '李敏', '张伟']) expect(leaves.includes(value), value).toBe(false);
  // The clerk's staff number. Ids and hashes have any four digits within them, now and then.
  expect(leaves).not.toMatch(/(?<![0-9a-f])0417(?![0-9a-f])/);
});

test('promise 14: no answer to the staff holds a whole number, but a reveal that one alone', () => {
  const said = answers.join('\n');
  for (const what of ['document', 'phone', 'licenceFile', 'typedName'] as const) {
    expect(said.includes(CANARY[what]), what).toBe(false);
  }
  const numbers = { document: CANARY.document, phone: CANARY.phone, licence_file: CANARY.licenceFile };
  expect([...revealed.keys()].sort()).toEqual(Object.keys(numbers).sort());
  for (const [field, answer] of revealed) {
    for (const [other, number] of Object.entries(numbers)) expect(answer.includes(number)).toBe(other === field);
  }
});
