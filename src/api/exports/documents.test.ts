import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentEnd } from '../../contract/index.ts';
import { readyToUnlock } from '../testing/acts.ts';
import { startTestApi, type TestApi } from '../testing/api.ts';
import { PEOPLE, type TestPerson } from '../testing/issuer.ts';
import { abandonExports } from './end.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const TODAY = new Date().toISOString().slice(0, 10);
const FILE = { pages: 3, bytes: 123_456, sha256: 'ab'.repeat(32) };
const DONE: DocumentEnd = { is: 'done', file: FILE };

async function begun(person: TestPerson = PEOPLE.supervisor): Promise<string> {
  const answer = await api.call(person, 'exportReport', { from: TODAY, to: TODAY, language: 'zh-CN' });
  expect(answer.statusCode).toBe(200);
  return answer.json().export_id;
}

const endOf = (export_id: string, end: DocumentEnd, person: TestPerson = PEOPLE.supervisor) =>
  api.call(person, 'endExport', { export_id, end });

/** The entries of an export that were not refused, in their order. */
async function entriesOf(id: string) {
  const { rows } = await api.database.asOwner(
    "SELECT id, outcome, reason, refers_to, convert_from(leaf, 'UTF8')::jsonb -> 'entry' AS said FROM entries WHERE id = $1 OR refers_to = $1 ORDER BY id",
    [id],
  );
  return rows;
}

describe('a report’s document', () => {
  test('leaves with a pending entry, and is done with the hash that the console told', async () => {
    const asked = { from: TODAY, to: TODAY, place: '3201', language: 'zh-CN' } as const;
    const answer = (await api.call(PEOPLE.supervisor, 'exportReport', asked)).json();
    expect(answer).toMatchObject({ places: ['南京市'], report: { totals: { locks: expect.any(Number) } } });
    const id: string = answer.export_id;
    expect(await entriesOf(id)).toMatchObject([{ outcome: 'pending', reason: 'report' }]);
    const ended = await endOf(id, DONE);
    expect(ended.statusCode).toBe(200);
    const [, second, ...more] = await entriesOf(id);
    expect(more).toEqual([]);
    expect(second).toMatchObject({
      id: ended.json().entry_id,
      outcome: 'done',
      reason: 'report',
      said: { file: FILE },
    });
    const entry = async (entry_id: string) => (await api.call(PEOPLE.supervisor, 'getEntry', { entry_id })).json();
    expect(await entry(id)).toMatchObject({ file: null, filters: asked });
    expect(await entry(ended.json().entry_id)).toMatchObject({ file: FILE, filters: null, refers_to: id });
  });

  test('holds what the screen reads, within the reader’s scope', async () => {
    const asked = { from: TODAY, to: TODAY };
    const shown = (await api.call(PEOPLE.supervisor, 'readReport', asked)).json();
    const { report } = (await api.call(PEOPLE.supervisor, 'exportReport', { ...asked, language: 'en' })).json();
    expect({ ...report, counted_to: null }).toEqual({ ...shown, counted_to: null });
    const beyond = { ...asked, place: '11', language: 'en' } as const;
    expect((await api.call(PEOPLE.supervisor, 'exportReport', beyond)).json()).toMatchObject({ places: [] });
  });

  test.each(['cancelled', 'broken_off'] as const)('that came to nothing is said to be %s', async (why) => {
    const id = await begun();
    expect((await endOf(id, { is: 'failed', why })).statusCode).toBe(200);
    const [, second] = await entriesOf(id);
    expect(second).toMatchObject({ outcome: 'failed', reason: why });
    expect(second.said).not.toHaveProperty('file');
  });

  test('is told once, however often the answer is lost: the same said again is the same entry, anything else is nothing', async () => {
    const id = await begun();
    const asked = async (person: TestPerson = PEOPLE.supervisor) =>
      (await api.call(person, 'readExportEnd', { export_id: id })).json();
    expect(await asked()).toEqual({ ended: null });
    const answers = await Promise.all([endOf(id, DONE), endOf(id, DONE), endOf(id, DONE)]);
    const ids = answers.map((answer) => answer.json().entry_id);
    expect(new Set(ids).size).toBe(1);
    expect(await asked()).toEqual({ ended: DONE });
    expect(await asked(PEOPLE.otherSupervisor)).toMatchObject({ type: 'urn:lockdesk:error:export_not_found' });
    const others: DocumentEnd[] = [
      { is: 'failed', why: 'cancelled' },
      { is: 'done', file: { ...FILE, sha256: 'cd'.repeat(32) } },
    ];
    for (const other of others) expect((await endOf(id, other)).statusCode).toBe(404);
    expect((await endOf(id, DONE, PEOPLE.otherSupervisor)).statusCode).toBe(404);
    const done = (await entriesOf(id)).filter(({ outcome }) => outcome !== 'refused');
    expect(done.map(({ outcome, id }) => [outcome, id])).toEqual([
      ['pending', id],
      ['done', ids[0]],
    ]);
  });

  test('of which nobody has told anything for an hour is said to be abandoned, where it was begun, and stays so', async () => {
    const id = await begun();
    await abandonExports(api.services);
    expect(await entriesOf(id)).toMatchObject([{ outcome: 'pending' }]);
    await api.database.asOwner("UPDATE export_tickets SET created_at = now() - interval '2 hours' WHERE id = $1", [id]);
    await Promise.all([abandonExports(api.services), abandonExports(api.services)]);
    const [first, second, ...more] = await entriesOf(id);
    expect(more).toEqual([]);
    expect(second).toMatchObject({ outcome: 'failed', reason: 'abandoned', said: { division: first.said.division } });
    expect((await endOf(id, DONE)).statusCode).toBe(404);
    expect((await api.call(PEOPLE.supervisor, 'readExportEnd', { export_id: id })).json()).toEqual({
      ended: { is: 'failed', why: 'abandoned' },
    });
    await api.database.asOwner("UPDATE export_tickets SET ended_at = now() - interval '2 hours' WHERE id = $1", [id]);
    await abandonExports(api.services);
    expect((await api.call(PEOPLE.supervisor, 'readExportEnd', { export_id: id })).statusCode).toBe(404);
  });

  test('of too long a period leaves no entry', async () => {
    const count = async () =>
      (await api.database.asOwner("SELECT count(*) FROM entries WHERE action = 'export'")).rows[0].count;
    const before = await count();
    const answer = await api.call(PEOPLE.supervisor, 'exportReport', { from: '2020-01-01', to: TODAY, language: 'en' });
    expect(answer.json().type).toBe('urn:lockdesk:error:period_too_long');
    expect(await count()).toBe(before);
  });
});

describe('an account’s file', () => {
  const asFile = ({ account_id, opening_id }: { account_id: string; opening_id: string }) =>
    ({ account_id, opening_id, language: 'zh-CN' }) as const;

  test('has who, the locks, acts with what staff wrote, looks and attempts; masked, and both its entries are on the account', async () => {
    const act = await readyToUnlock(api);
    const note = '本人到窗口，人证一致';
    await api.call(PEOPLE.clerk, 'unlockAccount', { ...act, reason: { code: 'other', note }, ticket: 'A042' });
    const { account_id } = act;
    const { opening_id } = (await api.call(PEOPLE.supervisor, 'openAccount', { account_id })).json();
    const answer = await api.call(PEOPLE.supervisor, 'exportAccountFile', asFile({ account_id, opening_id }));
    expect(answer.statusCode).toBe(200);
    const { export_id, detail, locks, entries, more_entries } = answer.json();
    expect(detail).toMatchObject({ opening_id, account: { id: account_id, name: '王*明' } });
    expect(locks).toMatchObject([{ ended: { by: 'unlocked' } }]);
    expect(more_entries).toBe(false);
    expect(entries.find(({ action }: { action: string }) => action === 'unlock')).toMatchObject({
      note,
      ticket: 'A042',
    });
    const opened = entries.filter(({ action }: { action: string }) => action === 'open');
    expect(opened.map(({ actor }: { actor: { subject: string } }) => actor.subject)).toEqual([
      PEOPLE.supervisor.subject,
      PEOPLE.clerk.subject,
    ]);
    expect((await endOf(export_id, DONE)).statusCode).toBe(200);
    const { rows } = await api.database.asOwner(
      "SELECT outcome FROM entries WHERE account_id = $1 AND action = 'export' ORDER BY id",
      [account_id],
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['pending', 'done']);
  });

  test('is had by whoever has opened it, and leaves out what lies outside their scope', async () => {
    const act = await readyToUnlock(api);
    const { account_id } = act;
    const code = async (person: TestPerson, opening_id: string) =>
      (await api.call(person, 'exportAccountFile', asFile({ account_id, opening_id }))).json().type;
    expect(await code(PEOPLE.supervisor, act.opening_id)).toBe('urn:lockdesk:error:opening_required');
    expect(await code(PEOPLE.clerk, act.opening_id)).toBe('urn:lockdesk:error:role_required');
    // Somebody of another place looked: their supervisors review that, and not these.
    await api.database.asOwner(
      "INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, account_id, province, city, division, leaf) VALUES (uuidv7(), now(), 'open', 'done', 'staff', 'from-afar', $1, '11', '1101', '110101', '{}')",
      [account_id],
    );
    const { opening_id } = (await api.call(PEOPLE.supervisor, 'openAccount', { account_id })).json();
    const answer = (await api.call(PEOPLE.supervisor, 'exportAccountFile', asFile({ account_id, opening_id }))).json();
    const subjects = answer.entries.map(({ actor }: { actor: { subject: string } }) => actor.subject);
    expect(subjects).toContain(PEOPLE.supervisor.subject);
    expect(subjects).not.toContain('from-afar');
  });

  test('of more than it holds says so', async () => {
    const act = await readyToUnlock(api);
    await api.database.asOwner(
      `INSERT INTO entries (id, recorded_at, action, outcome, actor_kind, actor_subject, account_id, province, city, division, leaf)
       SELECT uuidv7(), now() - n * interval '1 minute', 'open', 'done', 'staff', 'limin', $1, '32', '3201', '320106', '{}'
         FROM generate_series(1, 600) AS n`,
      [act.account_id],
    );
    const { opening_id } = (await api.call(PEOPLE.supervisor, 'openAccount', { account_id: act.account_id })).json();
    const file = asFile({ account_id: act.account_id, opening_id });
    const { entries, more_entries } = (await api.call(PEOPLE.supervisor, 'exportAccountFile', file)).json();
    expect(entries).toHaveLength(500);
    expect(more_entries).toBe(true);
  });
});

describe('nobody', () => {
  const code = async (answer: ReturnType<typeof endOf>) => (await answer).json().type;
  const NOT_FOUND = 'urn:lockdesk:error:export_not_found';

  test('tells what became of another’s document, of one twice, or of one that was never begun', async () => {
    const id = await begun();
    expect(await code(endOf(id, DONE, PEOPLE.otherSupervisor))).toBe(NOT_FOUND);
    expect(await code(endOf(id, DONE, PEOPLE.auditor))).toBe(NOT_FOUND);
    expect((await endOf(id, DONE)).statusCode).toBe(200);
    expect(await code(endOf(id, { is: 'failed', why: 'cancelled' }))).toBe(NOT_FOUND);
    expect(await code(endOf(crypto.randomUUID(), DONE))).toBe(NOT_FOUND);
    expect(await entriesOf(id)).toMatchObject([{ outcome: 'pending' }, { outcome: 'done' }]);
  });

  test('tells of a table, which the API itself hashes; nor fetches a document, which it does not have', async () => {
    const { export_id } = (await api.call(PEOPLE.supervisor, 'exportEntries', { language: 'en' })).json();
    expect(await code(endOf(export_id, DONE))).toBe(NOT_FOUND);
    const fetchFile = (id: string) =>
      api.app.inject({ url: `/v1/exports/${id}`, headers: { authorization: api.bearer(PEOPLE.supervisor) } });
    expect((await fetchFile(export_id)).statusCode).toBe(200);
    expect((await fetchFile(await begun())).json().type).toBe(NOT_FOUND);
  });
});

test('where its last entry cannot be written, nothing is told, and it can be told again', async () => {
  const id = await begun();
  await api.database.asOwner('REVOKE INSERT ON entries FROM lockdesk_api');
  expect((await endOf(id, DONE)).statusCode).toBe(503);
  await api.database.asOwner('GRANT INSERT ON entries TO lockdesk_api');
  expect((await endOf(id, DONE)).statusCode).toBe(200);
});
