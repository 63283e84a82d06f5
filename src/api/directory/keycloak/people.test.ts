import { describe, expect, it } from 'vitest';
import { accountOf, PeopleMapping } from './people.ts';
import { KeycloakUser } from './shapes.ts';
import type { Standing, UserState } from './state.ts';

const READ_AT = new Date('2026-11-23T06:00:00Z');
const NUMBER = '11010519491231002X';
const BARE = { document: { kind: 'resident_id', number: 'username' }, division_otherwise: '320106' };
const WHOLE = {
  ...BARE,
  phone: { attribute: 'mobile' },
  licence_file: { attribute: 'file' },
  division: { attribute: 'county' },
};

const standing = (state: UserState = { kind: 'free' }): Standing => ({
  state,
  federated: false,
  resetPending: false,
  quickLogin: false,
});
const map = (user: object, mapping: object = WHOLE, state?: UserState, groups: string[] = []) =>
  accountOf(
    KeycloakUser.parse({ id: 'u-1', username: NUMBER.toLowerCase(), enabled: true, ...user }),
    standing(state),
    groups,
    PeopleMapping.parse(mapping),
    READ_AT,
  );
const attributes = { mobile: ['+86 138 1234 5678'], file: ['320100000001'], county: ['320102'] };

describe('a user as an account', () => {
  it('has what the mapping names, each in its one form', () => {
    const user = { firstName: '小明', lastName: '王', attributes, createdTimestamp: Date.UTC(2024, 2) };
    expect(map({ ...user, attributes: { ...attributes, mobile: ['+8613812345678'] } })).toMatchObject({
      externalId: 'u-1',
      updatedAt: READ_AT,
      name: '王小明',
      documentKind: 'resident_id',
      documentNumber: NUMBER,
      phone: '13812345678',
      licenceFile: '320100000001',
      division: '320102',
      disabled: false,
      registeredAt: new Date(Date.UTC(2024, 2)),
    });
  });

  it.each([
    ['first_last', 'Ming Wang'],
    ['last_first', 'Wang Ming'],
    [{ attribute: 'full' }, '王小明'],
  ])('is called by %j', (name, called) => {
    const user = { firstName: 'Ming', lastName: 'Wang', attributes: { full: ['王小明'] } };
    expect(map(user, { ...BARE, name })).toMatchObject({ name: called });
  });

  it('without a name is called as they sign in', () => {
    expect(map({})).toMatchObject({ name: NUMBER.toLowerCase() });
  });

  it('is without what is no phone, no file number and no county', () => {
    const broken = { mobile: ['ask at home'], file: ['a b'], county: ['Nanjing'] };
    expect(map({ attributes: broken })).toMatchObject({ phone: null, licenceFile: null, division: '320106' });
  });

  it.each([
    [['/staff'], '320106'],
    [['/nanjing'], '320102'],
    [['/nanjing/gulou/counter'], '320104'],
    [['/nanjing', '/nanjing/gulou'], '320104'],
  ])('in the groups %j belongs to %s', (groups, division) => {
    const mapping = { ...BARE, division: { groups: { '/nanjing': '320102', '/nanjing/gulou': '320104' } } };
    expect(map({}, mapping, undefined, groups)).toMatchObject({ division });
  });

  it.each([
    ['passport', 'E12345678'],
    ['hk_macau_permit', 'H12345678'],
    ['resident_id', NUMBER],
  ])('has a %s where the number is one', (kind, number) => {
    const mapping = { ...BARE, document: { kind: 'resident_id', number: { attribute: 'number' } } };
    expect(map({ attributes: { number: [number] } }, mapping)).toMatchObject({
      documentKind: kind,
      documentNumber: number,
    });
  });

  it.each([
    ['a name that is no number', { username: 'wangming' }, 'document_number'],
    ['a wrong check digit', { username: '110105194912310021' }, 'document_number'],
    ['no name to sign in with', { username: null }, 'name'],
    ['a federation’s id of more than 64 characters', { id: `f:${'x'.repeat(64)}` }, 'external_id'],
  ])('can’t be for %s', (_, user, because) => {
    expect(map(user)).toEqual({ userId: expect.any(String), because });
  });

  it('is disabled by an administrator’s word alone', () => {
    expect(map({ enabled: false }, WHOLE, { kind: 'permanent', by: 'user' })).toMatchObject({ disabled: false });
    expect(map({ enabled: false }, WHOLE, { kind: 'disabled_by_administrator' })).toMatchObject({
      disabled: true,
      disabledAt: READ_AT,
    });
  });

  it('was registered no later than it was read', () => {
    expect(map({ createdTimestamp: READ_AT.getTime() + 60_000 })).toMatchObject({ registeredAt: READ_AT });
    expect(map({})).toMatchObject({ registeredAt: READ_AT });
  });
});
