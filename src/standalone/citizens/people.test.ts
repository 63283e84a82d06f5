import { describe, expect, it } from 'vitest';
import { documentOf } from '../../api/personal/documents.ts';
import { AccountRow, DOCUMENT_KINDS } from '../../contract/index.ts';
import { STAFF } from '../provider/staff.ts';
import { demoCitizens, isReserved } from './people.ts';

const citizens = demoCitizens(5000);

describe('the demo’s citizens', () => {
  it('are rows that the register takes', () => {
    for (const citizen of citizens) expect(AccountRow.safeParse(citizen).error).toBeUndefined();
  });

  it('are the same people at every start, however many there are', () => {
    expect(demoCitizens(100)).toEqual(citizens.slice(0, 100));
  });

  it('are the demo’s clerks, too, each by the account that their token names', () => {
    const clerks = STAFF.filter(({ roles }) => roles.includes('clerk'));
    const own = clerks.map(({ account }) => citizens.find(({ external_id }) => external_id === account));
    expect(own.map((citizen) => citizen?.name)).toEqual(clerks.map(({ name }) => name));
    expect(own.map((citizen) => citizen?.division)).toEqual(clerks.map(({ office }) => office.division));
    expect(own.every((citizen) => citizen && isReserved(citizen.external_id))).toBe(true);
  });

  it('differ in every number that finds one', () => {
    for (const field of ['external_id', 'document_number', 'licence_file'] as const) {
      expect(new Set(citizens.map((citizen) => citizen[field])).size).toBe(citizens.length);
    }
    const phones = citizens.flatMap(({ phone }) => phone ?? []);
    expect(new Set(phones).size).toBe(phones.length);
  });

  it('have documents of every kind, with right check digits, in the form that each kind has', () => {
    const documents = citizens.map((citizen) => documentOf(citizen.document_kind, citizen.document_number));
    expect(documents.filter(({ checkDigit }) => checkDigit === 'wrong')).toEqual([]);
    expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(DOCUMENT_KINDS));
  });

  it('live mostly in Nanjing and Suzhou, and some are disabled by the administrators', () => {
    const share = (prefix: string) =>
      citizens.filter(({ division }) => division.startsWith(prefix)).length / citizens.length;
    expect(share('3201')).toBeGreaterThan(0.4);
    expect(share('3205')).toBeGreaterThan(0.25);
    expect(share('32')).toBeGreaterThan(0.9);
    expect(share('32')).toBeLessThan(1);
    expect(citizens.some(({ status }) => status === 'disabled')).toBe(true);
  });
});
