/** Erasing looks everywhere: what others wrote and typed about the citizen goes too, and the ledger stays provable. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { recordEntry } from '../../api/ledger/record.ts';
import { changeHold, eraseAccount } from '../../api/personal/erase.ts';
import { HOLDINGS } from '../../api/personal/holdings.ts';
import { maskDocument } from '../../api/personal/mask.ts';
import { asReset, readyToUnlock, unlockInput } from '../../api/testing/acts.ts';
import { openFor } from '../../api/testing/citizens.ts';
import { PEOPLE } from '../../api/testing/issuer.ts';
import { attempt, residentId } from '../../api/testing/sign-in-system.ts';
import { ADMINISTRATOR, startErasing, type TestErasing } from './testing.ts';

const actor = ADMINISTRATOR;
const CANARY = { name: '司徒孤云', phone: '13987650123', licence_file: '320198765432' };
const DEVICE = { device_id: 'canary-device-77', device: '金丝雀手机', client: 'Canary 7.7.7', ip: '223.104.147.77' };
/** Nobody's: what was written about others must stay. */
const OTHER_NOTE = '柜台排队，王小明陪同';

let api: TestErasing['api'];
let system: TestErasing['system'];
let owner: TestErasing['owner'];
let client: TestErasing['client'];
let erasing: TestErasing;
beforeAll(async () => {
  erasing = await startErasing();
  ({ api, system, owner, client } = erasing);
});
afterAll(() => erasing.close());

const verify = () => erasing.verify();
const everything = () => erasing.everything();
const erase = (account: string) => erasing.erase(account);
const note = (text: string) => ({ code: 'other', note: text }) as const;
const search = async (text: string) => (await api.call(PEOPLE.clerk, 'searchAccounts', { text })).json();

/** An act on somebody else, with such a note. @returns id of its entry */
async function actOnAnother(text: string): Promise<string> {
  const input = { ...(await readyToUnlock(api)), reason: note(text) };
  const answer = await api.call(PEOPLE.clerk, 'unlockAccount', input);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().entry_id;
}

interface Citizen {
  id: string;
  external_id: string;
  document: string;
}

/** A citizen with a row in every table that may hold one. */
async function citizen(name = CANARY.name): Promise<Citizen> {
  const document = residentId();
  const external_id = await system.newCitizen({ ...CANARY, name, document_number: document });
  for (let n = 0; n < 5; n++) {
    await system.report(attempt({ external_id, sign_in_name: CANARY.phone, ...DEVICE }));
  }
  // Reported by the number alone: no account is known for it.
  await system.report(attempt({ sign_in_name: CANARY.phone, ...DEVICE }));
  const found = await search(document);
  const { id, version } = found.hits[0].account;
  const opening_id = await openFor(api.services, PEOPLE.clerk, id);
  const act = { ...unlockInput(id, opening_id, version), reason: note(`${name}本人`) };
  const unlocked = await api.call(PEOPLE.clerk, 'unlockAccount', act);
  expect(unlocked.statusCode, unlocked.body).toBe(200);
  await system.report(attempt({ external_id, sign_in_name: CANARY.phone, outcome: 'success', ...DEVICE }));
  const reset = await api.call(PEOPLE.clerk, 'forceReset', asReset(unlockInput(id, opening_id, version + 1)));
  expect(reset.statusCode, reset.body).toBe(200);
  await client.query('INSERT INTO account_marks (account_id, staff_subject) VALUES ($1, $2)', [id, 'lixiang']);
  // As of an account that had lived outside.
  await client.query(
    `INSERT INTO orders (entry_id, directory, account_id, action, ended_at, answer)
     VALUES (uuidv7(), 'agency', $1, 'unlock', now(), '{"notice_to": "139****0123"}')`,
    [id],
  );
  await client.query(
    `INSERT INTO report_waiting (lock_id, account_id, locked_at, ended_at, division, keys, look_at)
     SELECT id, account_id, started_at, now(), division, '{}', 'infinity' FROM locks WHERE account_id = $1
         ON CONFLICT DO NOTHING`,
    [id],
  );
  return { id, external_id, document };
}

/** Lines of a dump with one of these texts, also as bytes. */
const linesWith = (dump: string, texts: readonly string[]): string[] =>
  dump
    .split('\n')
    .filter((line) => texts.some((text) => line.includes(text) || line.includes(Buffer.from(text).toString('hex'))));

async function fieldsOf(entryId: string): Promise<Record<string, { value: string }>> {
  const { rows } = await client.query('SELECT fields FROM entry_private WHERE entry_id = $1', [entryId]);
  return rows[0].fields;
}

/** Rows of each table about the account, by column. */
async function rowsOf(id: string): Promise<Map<string, Record<string, unknown>[]>> {
  const rows = new Map<string, Record<string, unknown>[]>();
  for (const [table, { erased }] of Object.entries(HOLDINGS)) {
    const column = table === 'accounts' ? 'id' : 'account_id';
    if (!erased || ['entry_private', 'idempotency_keys', 'export_tickets'].includes(table)) continue;
    const found = await client.query(`SELECT * FROM ${table} WHERE ${column} = $1`, [id]);
    rows.set(table, found.rows);
  }
  return rows;
}

describe('after lockdesk erase', () => {
  it('nothing in the whole database tells of the citizen any more, and every entry can be proven', async () => {
    const { id, external_id, document } = await citizen();
    const found = await search(CANARY.name);
    expect(found.hits).toHaveLength(1);
    await search('situguyun');
    // Nobody else's name begins so.
    await search('司徒孤');
    const acts = [
      await actOnAnother(`受${CANARY.name}委托`),
      await actOnAnother(`与 ${CANARY.phone} 同一部手机`),
      await actOnAnother(`见 ${maskDocument(document)}；号码 139****0123`),
      await actOnAnother(`与${document}混淆，登记号${external_id}`),
    ];
    const kept = await actOnAnother(OTHER_NOTE);
    const exported = await api.call(PEOPLE.supervisor, 'exportEntries', { language: 'en', actor: CANARY.phone });
    expect(exported.statusCode, exported.body).toBe(200);
    await api.services.inTransaction(async (trx) => {
      const comments = { note: `警报与${CANARY.name}有关` };
      const staff = { ...actor, subject: 'zhaogang' };
      await recordEntry(trx, { action: 'acknowledge', outcome: 'done', actor: staff, private: comments });
    });

    const told = [
      ...[CANARY.name, 'situguyun', '司徒*云', CANARY.phone, '139****0123', document, maskDocument(document)],
      ...[CANARY.licence_file, '3201****5432', external_id, ...Object.values(DEVICE), '本人', '司徒孤'],
    ];
    const before = linesWith(await everything(), told);
    const tables = new Set(before.map((line) => line.split(':')[0]));
    for (const table of ['accounts', 'locks', 'attempts', 'account_devices', 'entry_private', 'export_tickets']) {
      expect(tables).toContain(table);
    }
    expect(await verify()).toEqual([]);

    const outcome = await erase(id);
    // Three searches, four notes, a filter and a comment.
    expect(outcome).toMatchObject({ done: true, elsewhere: 9 });
    expect(linesWith(await everything(), told)).toEqual([]);

    expect(await fieldsOf(kept)).toMatchObject({ note: { value: OTHER_NOTE } });
    for (const act of acts) {
      expect(await fieldsOf(act)).toMatchObject({ actor_name: { value: PEOPLE.clerk.name } });
    }
    const findings = await verify();
    expect(findings.every(({ what }) => what === 'erased')).toBe(true);
    const { rows } = await client.query(
      `SELECT leaves.index::integer AS index, by.index::integer AS by
         FROM entries JOIN leaves AS by ON by.entry_id = entries.id JOIN leaves ON leaves.entry_id = entries.refers_to
        WHERE action = 'erase' AND entries.account_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(9);
    for (const row of rows) expect(findings).toContainEqual(expect.objectContaining({ what: 'erased', ...row }));

    // One such entry excuses its own entry and no other.
    await client.query(`UPDATE entry_private SET fields = fields - 'note' WHERE entry_id = $1`, [kept]);
    expect((await verify()).filter(({ what }) => what !== 'erased')).toEqual([
      expect.objectContaining({ what: 'private_changed', fields: ['note'] }),
    ]);
  });

  it('every value of a column that is declared erased is gone', async () => {
    const { id } = await citizen('诸葛孤舟');
    const before = await rowsOf(id);
    for (const [table, rows] of before) expect(rows.length, table).toBeGreaterThan(0);
    expect((await erase(id)).done).toBe(true);
    for (const [table, rows] of await rowsOf(id)) {
      for (const column of HOLDINGS[table]?.erased ?? []) {
        const values = rows
          .map((row) => JSON.stringify(row[column]))
          .filter((value) => !['null', '[]'].includes(value));
        const told = before.get(table)?.map((row) => JSON.stringify(row[column])) ?? [];
        for (const value of values) expect(told, `${table}.${column}`).not.toContain(value);
      }
    }
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::integer FROM idempotency_keys JOIN entries ON id = entry_id WHERE account_id = $1) AS answers,
              (SELECT count(*)::integer FROM export_tickets WHERE strpos(input::text, $1::text) > 0) AS tickets`,
      [id],
    );
    expect(rows).toEqual([{ answers: 0, tickets: 0 }]);
  });

  it('killed after any step, it goes on where it stopped; the ledger is provable throughout, and the account whole until the last', async () => {
    const name = '东方未明';
    const { id } = await citizen(name);
    const named = await actOnAnother(`受${name}委托`);
    const attempts = async () =>
      (await client.query('SELECT count(*)::integer AS n FROM attempts WHERE account_id = $1', [id])).rows[0].n;
    await client.query(
      `INSERT INTO attempts (occurred_at, source, attempt_id, account_id, sign_in_name_hash, sign_in_name_masked, outcome,
                             factor, counted, password_repeated)
       SELECT occurred_at - n * interval '1 second', source, attempt_id || n, account_id, sign_in_name_hash,
              sign_in_name_masked, outcome, factor, false, false
         FROM generate_series(1, 6000) AS n, (SELECT * FROM attempts WHERE account_id = $1 LIMIT 1) AS one`,
      [id],
    );
    const before = await attempts();
    // Some were made by the tests before this one.
    const unexcused = async () => (await verify()).filter(({ what }) => what !== 'erased');
    const wrong = await unexcused();
    const killedAfter = async (steps: number) => {
      let done = 0;
      const killed = eraseAccount(owner, { account: id, actor, ticket: null }, () => {
        if (++done === steps) throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      const { rows } = await client.query('SELECT name, erased_at FROM accounts WHERE id = $1', [id]);
      expect(rows).toEqual([{ name, erased_at: null }]);
      expect(await unexcused()).toEqual(wrong);
    };
    await killedAfter(1);
    expect(await attempts()).toBe(before - 5_000);
    expect(await fieldsOf(named)).toHaveProperty('note');
    await killedAfter(2);
    expect(await attempts()).toBe(0);
    expect(await fieldsOf(named)).not.toHaveProperty('note');
    expect(await erase(id)).toMatchObject({ done: true, elsewhere: 0 });
    expect(linesWith(await everything(), [name])).toEqual([]);
    expect(await unexcused()).toEqual(wrong);
  });

  it('what the reports count late brings nothing back', async () => {
    const counting = new pg.Client({ connectionString: api.database.ownerUrl });
    await counting.connect();
    await counting.query('BEGIN');
    await counting.query('SELECT FROM report_state FOR UPDATE');
    let over = false;
    const { id } = await citizen('令狐迟计');
    const erased = erase(id).finally(() => {
      over = true;
    });
    await vi.waitUntil(async () => {
      const { rows } = await client.query(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ~ 'report_state FOR SHARE'",
      );
      return over || rows.length > 0;
    }, 10_000);
    await counting.end();
    expect((await erased).done).toBe(true);
    await vi.waitUntil(async () => {
      const { rows } = await client.query(
        `SELECT next_index > (SELECT max(index) FROM leaves JOIN entries ON id = entry_id WHERE account_id = $1) AS counted
           FROM report_state`,
        [id],
      );
      return rows[0].counted === true;
    }, 10_000);
    const { rows } = await client.query('SELECT lock_id FROM report_waiting WHERE account_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('a name that others have, and what is under a legal hold, stay where they are not the citizen’s own', async () => {
    const { id } = await citizen('公孙同名');
    const namesake = await citizen('公孙同名');
    const ambiguous = await actOnAnother('公孙同名代办');
    const held = await actOnAnother(`电话${CANARY.phone}`);
    const { rows } = await client.query('SELECT account_id FROM entries WHERE id = $1', [held]);
    await changeHold(owner, { account: rows[0].account_id, actor, ticket: null }, 'placed');
    expect((await erase(id)).done).toBe(true);
    expect(await fieldsOf(ambiguous)).toHaveProperty('note');
    expect(await fieldsOf(held)).toHaveProperty('note');
    expect((await search(namesake.document)).hits).toHaveLength(1);
  });
});
