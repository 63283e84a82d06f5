import type { Kysely } from 'kysely';
import type { LockKind } from '../../contract/index.ts';
import type { Database } from '../db/schema.ts';
import type { StaffActor } from '../http/actor.ts';
import { recordEntry } from '../ledger/record.ts';
import type { FieldKeys } from '../personal/field-keys.ts';
import type { TestPerson } from './issuer.ts';

export interface TestCitizen {
  division?: string;
  /** Null for an account that is not locked. */
  lock?: LockKind | null;
  phone?: string | null;
  disabled?: boolean;
}

let made = 0;

/**
 * An account straight into the tables, for tests that need one in a certain state and not how it came there.
 *
 * @returns its id
 */
export async function makeCitizen(
  { db, keys }: { db: Kysely<Database>; keys: FieldKeys },
  { division = '320106', lock = 'permanent', phone = '13812345678', disabled = false }: TestCitizen = {},
): Promise<string> {
  const id = crypto.randomUUID();
  const place = { province: division.slice(0, 2), city: division.slice(0, 4), division };
  const sealed = (column: string, plain: string) => keys.seal({ table: 'accounts', id, column }, plain);
  const now = new Date();
  await db
    .insertInto('accounts')
    .values({
      id,
      directory: 'built-in',
      external_id: `test-${++made}-${id}`,
      name: '王小明',
      name_pinyin: 'wangxiaoming',
      name_initials: 'wxm',
      name_masked: '王*明',
      document_kind: 'resident_id',
      document_cipher: sealed('document', '320106198001010010'),
      document_hash: keys.searchHash('document', id),
      document_masked: '3201**********0010',
      phone_cipher: phone ? sealed('phone', phone) : null,
      phone_hash: phone ? keys.searchHash('phone', phone) : null,
      phone_masked: phone ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : null,
      licence_file_cipher: null,
      licence_file_hash: null,
      licence_file_masked: null,
      key_id: keys.current,
      licence_classes: 'C1',
      ...place,
      disabled,
      disabled_at: disabled ? now : null,
      reset_pending_since: null,
      reset_entry_id: null,
      sessions_valid_after: null,
      cleared_at: null,
      last_success_at: null,
      password_changed_at: null,
      registered_at: now,
      register_updated_at: now,
    })
    .execute();
  if (lock !== null) await lockAgain({ db }, id, { division, lock });
  return id;
}

/** A lock as the policy makes it, with its entry. */
export async function lockAgain(
  { db }: { db: Kysely<Database> },
  accountId: string,
  { division = '320106', lock = 'permanent' }: { division?: string; lock?: LockKind } = {},
): Promise<void> {
  const lockId = crypto.randomUUID();
  await db.transaction().execute(async (trx) => {
    const entry = await recordEntry(trx, {
      action: 'lock',
      outcome: 'done',
      actor: { kind: 'policy', subject: 'test' },
      account: { id: accountId, division },
      reason: 'many_wrong_passwords',
      lockId,
    });
    await trx
      .insertInto('locks')
      .values({
        id: lockId,
        account_id: accountId,
        directory: 'built-in',
        kind: lock,
        cause: 'many_wrong_passwords',
        policy_version: 'test',
        failures: 5,
        trend: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5],
        evidence: '[]',
        name_masked: '王*明',
        document_masked: '3201**********0010',
        province: division.slice(0, 2),
        city: division.slice(0, 4),
        division,
        started_at: entry.recorded_at,
        ends_at: lock === 'temporary' ? new Date(entry.recorded_at.getTime() + 900_000) : null,
        ended_at: null,
        ended_by: null,
        entry_id: entry.id,
        end_entry_id: null,
      })
      .execute();
  });
}

/** An opening of the account, as `openAccount` leaves it. @returns its id */
export async function openFor(
  { db }: { db: Kysely<Database> },
  person: TestPerson,
  accountId: string,
): Promise<string> {
  const actor: StaffActor = {
    kind: 'staff',
    subject: person.subject,
    name: person.name ?? '',
    staffNumber: person.staffNumber ?? null,
    office: person.office ?? null,
    roles: person.roles,
    scope: person.scope ?? [],
    account: person.account ?? null,
    signedInAt: null,
    workstation: null,
  };
  const entry = await db
    .transaction()
    .execute((trx) =>
      recordEntry(trx, { action: 'open', outcome: 'done', actor, account: { id: accountId, division: '320106' } }),
    );
  return entry.id;
}
