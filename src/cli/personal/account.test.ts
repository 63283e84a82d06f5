import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordEntry } from '../../api/ledger/record.ts';
import { changeHold, eraseAccount } from '../../api/personal/erase.ts';
import { maskDocument } from '../../api/personal/mask.ts';
import { rotateKeys } from '../../api/personal/rotate.ts';
import { unlockInput } from '../../api/testing/acts.ts';
import { openFor } from '../../api/testing/citizens.ts';
import { PEOPLE } from '../../api/testing/issuer.ts';
import { attempt, residentId } from '../../api/testing/sign-in-system.ts';
import { ADMINISTRATOR, startErasing, type TestErasing } from './testing.ts';

const CANARY = { name: '欧阳金丝雀', phone: '13987650123', licence_file: '320198765432' };
const NOTE = '金丝雀的备注';
const TICKET = '京A-2026-17';
const actor = ADMINISTRATOR;

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

interface Citizen {
  id: string;
  external_id: string;
  document: string;
}

/** A citizen with a history: locked, found, opened, revealed, unlocked, all with notes. */
async function citizen(row: Partial<typeof CANARY> = {}): Promise<Citizen> {
  const document = residentId();
  const external_id = await system.newCitizen({ ...CANARY, ...row, document_number: document });
  const attempts = [1, 2, 3, 4, 5].map(() => attempt({ external_id, sign_in_name: CANARY.phone }));
  for (const one of attempts) await system.report(one);
  const found = (await api.call(PEOPLE.clerk, 'searchAccounts', { text: document })).json();
  const { id, version } = found.hits[0].account;
  const opening_id = await openFor(api.services, PEOPLE.clerk, id);
  const reason = { code: 'other', note: NOTE } as const;
  const reveal = { account_id: id, opening_id, field: 'phone', reason } as const;
  expect((await api.call(PEOPLE.clerk, 'revealField', reveal)).statusCode).toBe(200);
  const unlock = await api.call(PEOPLE.clerk, 'unlockAccount', { ...unlockInput(id, opening_id, version), reason });
  expect(unlock.statusCode, unlock.body).toBe(200);
  return { id, external_id, document };
}

const verify = () => erasing.verify();
const everything = () => erasing.everything();
const erase = (account: string) => erasing.erase(account, TICKET);

async function countOf(table: string, account: string): Promise<number> {
  const { rows } = await client.query(`SELECT count(*)::integer AS count FROM ${table} WHERE account_id = $1`, [
    account,
  ]);
  return rows[0].count;
}

describe('lockdesk erase', () => {
  it('takes all that tells who the citizen was, and the ledger proves the rest and names why', async () => {
    const { id, external_id, document } = await citizen();
    expect(await everything()).toContain(CANARY.name);
    expect(await verify()).toEqual([]);

    const outcome = await erase(external_id);
    expect(outcome.done).toBe(true);
    const left = await everything();
    for (const gone of [CANARY.name, 'ouyang', '欧阳*雀', NOTE, external_id, maskDocument(document), '139****0123']) {
      expect(left.includes(gone), gone).toBe(false);
    }
    for (const table of ['attempts', 'account_networks', 'account_devices', 'outbox', 'reset_codes']) {
      expect(await countOf(table, id), table).toBe(0);
    }
    const { hits } = (await api.call(PEOPLE.clerk, 'searchAccounts', { text: document })).json();
    expect(hits).toEqual([]);

    const findings = await verify();
    expect(findings.length).toBeGreaterThan(2);
    const { rows } = await client.query('SELECT index::integer AS index FROM leaves WHERE entry_id = $1', [
      outcome.done ? outcome.entryId : null,
    ]);
    for (const finding of findings) expect(finding).toMatchObject({ what: 'erased', by: rows[0].index });
    expect(findings.flatMap((finding) => ('fields' in finding ? finding.fields : []))).toContain('note');
  });

  it('excuses nothing but what that entry tells: other rows, later ones, and what is changed are found', async () => {
    const erased = await citizen();
    const other = await citizen();
    expect((await erase(erased.id)).done).toBe(true);
    const before = (await verify()).length;
    const changes = [
      // Of somebody who was not erased.
      [
        `UPDATE entry_private SET fields = fields - 'note' WHERE account_id = $1 AND jsonb_exists(fields, 'note')`,
        other.id,
      ],
      // The clerk's name stands in the entry: it has to stay provable.
      ['DELETE FROM entry_private WHERE account_id = $1', erased.id],
      [
        `UPDATE entry_private SET fields = fields || '{"note": {"value": "another", "salt": "00"}}' WHERE account_id = $1`,
        erased.id,
      ],
      // The entry itself.
      [`UPDATE entries SET account_id = '${other.id}' WHERE action = 'erase' AND account_id = $1`, erased.id],
    ] as const;
    for (const [change, account] of changes) {
      await client.query('BEGIN');
      expect((await client.query(change, [account])).rowCount).toBeGreaterThan(0);
      const findings = await verify();
      await client.query('ROLLBACK');
      expect(
        findings.some(({ what }) => what === 'private_changed'),
        change,
      ).toBe(true);
    }
    expect(await verify()).toHaveLength(before);
  });

  it('refuses what is held, locked, gone or unknown, and changes nothing then', async () => {
    const { id } = await citizen();
    const command = { account: id, actor, ticket: TICKET };
    expect(await changeHold(owner, command, 'placed')).toMatchObject({ done: true });
    expect(await changeHold(owner, command, 'placed')).toEqual({ done: false, why: 'nothing_to_change' });
    expect(await erase(id)).toEqual({ done: false, why: 'held' });
    expect(await countOf('attempts', id)).toBe(5);
    expect(await changeHold(owner, command, 'lifted')).toMatchObject({ done: true });
    expect((await erase(id)).done).toBe(true);
    const { rows } = await client.query(
      `SELECT count(*)::integer AS kept FROM entry_private
        WHERE account_id = $1 AND fields -> 'ticket' ->> 'value' = $2`,
      [id, TICKET],
    );
    expect(rows, 'numbers of the order, its lifting and the request').toEqual([{ kept: 3 }]);
    expect(await erase(id)).toEqual({ done: false, why: 'erased_already' });
    expect(await erase('nobody')).toEqual({ done: false, why: 'no_such_account' });

    const locked = await system.newCitizen();
    for (let n = 0; n < 5; n++) await system.report(attempt({ external_id: locked }));
    expect(await erase(locked)).toEqual({ done: false, why: 'locked' });
  });

  it('leaves nothing that a rotation of keys or a reveal would stumble over', async () => {
    const { id } = await citizen();
    expect((await erase(id)).done).toBe(true);
    const { db, config } = api.services;
    const rotated = await rotateKeys({
      db,
      source: config.keySource,
      signal: new AbortController().signal,
      onProgress: () => {},
      settleSeconds: 0,
    });
    expect(rotated.finished).toBe(true);
    const opening_id = await openFor(api.services, PEOPLE.clerk, id);
    const answer = await api.call(PEOPLE.clerk, 'revealField', {
      account_id: id,
      opening_id,
      field: 'document',
      reason: { code: 'compare_document' },
    });
    expect(answer.json().type).toBe('urn:lockdesk:error:not_registered');
    expect((await verify()).every(({ what }) => what === 'erased')).toBe(true);
  });

  it('what went with its month is told apart from what somebody took', async () => {
    const { id } = await citizen();
    const before = await verify();
    await client.query('DELETE FROM entry_private WHERE account_id = $1', [id]);
    expect((await verify()).some(({ what }) => what === 'private_changed')).toBe(true);
    const month = new Date().toISOString().slice(0, 'YYYY-MM'.length);
    await api.services.inTransaction((trx) =>
      recordEntry(trx, {
        action: 'retire',
        outcome: 'done',
        actor: { kind: 'policy', subject: 'retention' },
        reason: 'notes',
        field: month,
      }),
    );
    const findings = await verify();
    expect(findings).toContainEqual({ what: 'retired', month, by: expect.any(Number) });
    expect(findings.filter(({ what }) => what !== 'retired')).toEqual(before);
  });

  it('is not for the API’s own role', async () => {
    const { id } = await citizen();
    await expect(eraseAccount(api.services, { account: id, actor, ticket: null })).rejects.toThrow('permission denied');
  });
});
