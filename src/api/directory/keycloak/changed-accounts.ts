import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { FieldKeys } from '../../personal/field-keys.ts';
import type { RegisteredAccount } from '../account-rows.ts';

interface KnownAccount {
  external_id: string;
  name: string;
  document_kind: string;
  document_hash: Buffer;
  phone_hash: Buffer | null;
  licence_file_hash: Buffer | null;
  key_id: number;
  division: string;
  disabled: boolean;
}

/** Those of the accounts that are not known, or not like this: a realm tells no time of a user's last change. */
export async function changedAccounts(
  trx: Transaction<Database>,
  directory: string,
  accounts: readonly RegisteredAccount[],
  keys: FieldKeys,
): Promise<RegisteredAccount[]> {
  if (accounts.length === 0) return [];
  const { rows } = await sql<KnownAccount>`
    SELECT external_id, name, document_kind, document_hash, phone_hash, licence_file_hash, key_id, division, disabled
      FROM accounts
     WHERE directory = ${directory} AND external_id = ANY (${accounts.map(({ externalId }) => externalId)}::text[])`.execute(
    trx,
  );
  const known = new Map(rows.map((row) => [row.external_id, row]));
  return accounts.filter((account) => {
    const row = known.get(account.externalId);
    return !row || !isAs(row, account, keys);
  });
}

function isAs(row: KnownAccount, account: RegisteredAccount, keys: FieldKeys): boolean {
  const same = (field: 'document' | 'phone' | 'licence_file', hash: Buffer | null, plain: string | null) =>
    hash === null || plain === null ? hash === plain : keys.searchHash(field, plain, row.key_id).equals(hash);
  return (
    row.name === account.name &&
    row.document_kind === account.documentKind &&
    row.division === account.division &&
    row.disabled === account.disabled &&
    same('document', row.document_hash, account.documentNumber) &&
    same('phone', row.phone_hash, account.phone) &&
    same('licence_file', row.licence_file_hash, account.licenceFile)
  );
}
