import { AccountRow, type InputIssue, inputIssues } from '../../contract/index.ts';
import { documentOf, plainNumber, plainPhone } from '../personal/documents.ts';
import type { FieldKeys } from '../personal/field-keys.ts';
import { maskDocument, maskLicenceFile, maskName, maskPhone } from '../personal/mask.ts';
import { plainName } from '../personal/names.ts';
import { spell } from '../personal/pinyin.ts';
import { CLOCK_AHEAD_MS, type RefusedRow } from './attempt-rows.ts';

/** One account as the register tells it, each number in its one form. */
export interface RegisteredAccount {
  /** Position in the call. */
  row: number;
  externalId: string;
  /** To the millisecond, as it is stored. */
  updatedAt: Date;
  name: string;
  documentKind: AccountRow['document_kind'];
  documentNumber: string;
  phone: string | null;
  licenceFile: string | null;
  licenceClasses: string | null;
  division: string;
  disabled: boolean;
  disabledAt: Date | null;
  registeredAt: Date;
}

/** Reads rows one by one: what is wrong with one costs the others nothing. */
export function readAccounts(rows: readonly unknown[]): { accounts: RegisteredAccount[]; refused: RefusedRow[] } {
  const accounts: RegisteredAccount[] = [];
  const refused: RefusedRow[] = [];
  rows.forEach((given, row) => {
    const parsed = AccountRow.safeParse(given);
    const issues = parsed.success ? numberIssues(parsed.data) : inputIssues(parsed.error);
    if (!parsed.success || issues.length > 0) refused.push({ row, status: 'refused', issues });
    else accounts.push(toAccount(row, parsed.data));
  });
  return { accounts, refused };
}

/** A resident's number whose check digit is wrong belongs to nobody, or to somebody else. */
function numberIssues({ document_kind, document_number }: AccountRow): InputIssue[] {
  const { checkDigit } = documentOf(document_kind, document_number);
  return checkDigit === 'wrong' ? [{ path: 'document_number', code: 'check_digit' }] : [];
}

function toAccount(row: number, data: AccountRow): RegisteredAccount {
  const disabled = data.status === 'disabled';
  const updatedAt = new Date(data.updated_at);
  return {
    row,
    externalId: data.external_id,
    updatedAt,
    name: plainName(data.name),
    documentKind: data.document_kind,
    documentNumber: documentOf(data.document_kind, data.document_number).number,
    phone: data.phone ? plainPhone(data.phone) : null,
    licenceFile: data.licence_file ? plainNumber(data.licence_file) : null,
    licenceClasses: data.licence_classes ?? null,
    division: data.division,
    disabled,
    disabledAt: disabled ? new Date(data.disabled_at ?? updatedAt) : null,
    registeredAt: new Date(data.registered_at),
  };
}

/** No account is older than the register's first computers, or its oldest clerk. */
const EARLIEST = Date.UTC(1900, 0);

/** A row from the future would make every true one after it an older one. */
export function timeIssues({ updatedAt, disabledAt, registeredAt }: RegisteredAccount, now: Date): InputIssue[] {
  const latest = now.getTime() + CLOCK_AHEAD_MS;
  return Object.entries({ updated_at: updatedAt, disabled_at: disabledAt, registered_at: registeredAt }).flatMap(
    ([path, at]) => {
      if (at === null || (at.getTime() >= EARLIEST && at.getTime() <= latest)) return [];
      return [{ path, code: at.getTime() > latest ? 'in_future' : 'too_old' }];
    },
  );
}

/** As the table holds it, sealed for the account's id; binary values in hex, times in RFC 3339. */
export function toColumns(account: RegisteredAccount, id: string, keys: FieldKeys) {
  const sealed = (column: string, plain: string | null) =>
    plain === null ? null : keys.seal({ table: 'accounts', id, column }, plain).toString('hex');
  const hashed = (field: 'document' | 'phone' | 'licence_file', plain: string | null) =>
    plain === null ? null : keys.searchHash(field, plain).toString('hex');
  const { name, documentNumber, phone, licenceFile } = account;
  const spelling = spell(name);
  return {
    id,
    external_id: account.externalId,
    name,
    name_pinyin: spelling.pinyin,
    name_initials: spelling.initials,
    name_masked: maskName(name),
    document_kind: account.documentKind,
    document_cipher: sealed('document', documentNumber),
    document_hash: hashed('document', documentNumber),
    document_masked: maskDocument(documentNumber),
    phone_cipher: sealed('phone', phone),
    phone_hash: hashed('phone', phone),
    phone_masked: phone === null ? null : maskPhone(phone),
    licence_file_cipher: sealed('licence_file', licenceFile),
    licence_file_hash: hashed('licence_file', licenceFile),
    licence_file_masked: licenceFile === null ? null : maskLicenceFile(licenceFile),
    key_id: keys.current,
    licence_classes: account.licenceClasses,
    division: account.division,
    disabled: account.disabled,
    disabled_at: account.disabledAt,
    registered_at: account.registeredAt,
    register_updated_at: account.updatedAt,
  };
}
