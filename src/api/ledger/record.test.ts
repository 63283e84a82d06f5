import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import { ApiError } from '../problem.ts';
import { openTestDatabase, type TestDatabase } from '../testing/database.ts';
import { type EntryDraft, recordEntries, recordEntry } from './record.ts';

let database: TestDatabase;
let db: Kysely<Database>;
beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterAll(() => database.close());

const CLERK: StaffActor = {
  kind: 'staff',
  subject: 'subject-of-a-clerk',
  name: '李敏',
  staffNumber: '032417',
  office: { code: '320106-01', name: '南京市车管所鼓楼分所', division: '320106' },
  roles: ['clerk'],
  scope: ['3201'],
  account: null,
  signedInAt: null,
  workstation: 'window-3',
};
const ACCOUNT = { id: '0199f5a0-0000-7000-8000-000000000001', division: '320505' };
const UNLOCK: EntryDraft = {
  action: 'unlock',
  outcome: 'done',
  actor: CLERK,
  account: ACCOUNT,
  reason: 'other',
  channel: 'counter',
  verification: { method: 'other_document', reading: 'typed' },
  requestId: '0199f5a0-0000-4000-8000-000000000002',
  before: { version: 2, locked: true, lock_kind: 'temporary', disabled: false, reset_pending: false },
  after: { version: 3, locked: false, lock_kind: null, disabled: false, reset_pending: false },
  private: { note: '本人忘带手机\n已核对', document_note: '驾驶证 "原件"', ticket: 'A037' },
};

const entryOf = (id: string) => db.selectFrom('entries').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('an entry', () => {
  it('has a leaf in RFC 8785 form with its own id and time, and no personal data', async () => {
    const { id, recorded_at } = await db.transaction().execute((trx) => recordEntry(trx, UNLOCK));
    const text = (await entryOf(id)).leaf.toString('utf8');
    const leaf = JSON.parse(text);
    expect(canonicalize(leaf)).toBe(text);
    expect(leaf).toMatchObject({
      at: recorded_at.toISOString(),
      format: 1,
      id,
      entry: { action: 'unlock', account: ACCOUNT.id, division: '320106', reason: 'other' },
    });
    for (const personal of ['李敏', '032417', '手机', '原件', 'A037']) expect(text).not.toContain(personal);
  });

  it('commits to every private value by a salt of its own', async () => {
    const { id } = await db.transaction().execute((trx) => recordEntry(trx, UNLOCK));
    const leaf = JSON.parse((await entryOf(id)).leaf.toString('utf8'));
    const { fields } = await db
      .selectFrom('entry_private')
      .select('fields')
      .where('entry_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(Object.keys(fields).sort()).toEqual(['actor_name', 'document_note', 'note', 'staff_number', 'ticket']);
    expect(fields.note?.value).toBe(UNLOCK.private?.note);
    expect(new Set(Object.values(fields).map((field) => field.salt)).size).toBe(5);
    for (const [name, { value, salt }] of Object.entries(fields)) {
      const hash = createHash('sha256').update(Buffer.from(salt, 'hex')).update(value).digest('hex');
      expect(leaf.entry.private[name]).toBe(hash);
    }
  });

  it('belongs to the office of the staff, and to the account’s county for all others', async () => {
    const policy: EntryDraft = {
      action: 'lock',
      outcome: 'done',
      actor: { kind: 'policy', subject: 'policy-1' },
      account: ACCOUNT,
    };
    const [byClerk, byPolicy] = await db.transaction().execute((trx) => recordEntries(trx, [UNLOCK, policy]));
    expect(await entryOf(byClerk?.id ?? '')).toMatchObject({ province: '32', city: '3201', division: '320106' });
    expect(await entryOf(byPolicy?.id ?? '')).toMatchObject({ province: '32', city: '3205', division: '320505' });
  });

  it('takes the transaction’s time, and ids that rise in the order of the drafts', async () => {
    const drafts = Array.from({ length: 50 }, (_, at): EntryDraft => ({ ...UNLOCK, reason: `reason-${at}` }));
    const recorded = await db.transaction().execute((trx) => recordEntries(trx, drafts));
    expect(new Set(recorded.map((entry) => entry.recorded_at.getTime())).size).toBe(1);
    expect(recorded.map((entry) => entry.id)).toEqual(recorded.map((entry) => entry.id).sort());
    expect((await entryOf(recorded[37]?.id ?? '')).reason).toBe('reason-37');
  });

  it('is gone with a transaction that is rolled back', async () => {
    const ids: string[] = [];
    const act = db.transaction().execute(async (trx) => {
      ids.push((await recordEntry(trx, UNLOCK)).id);
      throw new Error('the act failed');
    });
    await expect(act).rejects.toThrow('the act failed');
    expect(await db.selectFrom('entries').select('id').where('id', 'in', ids).execute()).toEqual([]);
    expect(await db.selectFrom('entry_private').select('entry_id').where('entry_id', 'in', ids).execute()).toEqual([]);
  });

  it('that the ledger does not take voids the act (promise 2)', async () => {
    const tooLong = { ...UNLOCK, reason: 'x'.repeat(16_384) };
    const act = db.transaction().execute((trx) => recordEntry(trx, tooLong));
    await expect(act).rejects.toThrow(new ApiError('ledger_unavailable', {}));
  });
});
