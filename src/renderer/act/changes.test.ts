import { expect, test } from 'vitest';
import { changesBetween } from './changes.ts';
import { lockedAccount, temporaryLock } from './testing/account.ts';

test('an unlock by somebody else shows as the state it left', () => {
  expect(changesBetween(lockedAccount(), lockedAccount({ lock: null }))).toEqual([
    { what: 'standing', before: 'temporary', after: 'normal' },
  ]);
});

test('another lock of the same kind shows by its time', () => {
  const again = temporaryLock({ id: '0a1b2c3d-0000-4000-8000-000000000018', started_at: '2026-11-18T02:45:00.000Z' });
  expect(changesBetween(lockedAccount(), lockedAccount({ lock: again }))).toEqual([
    { what: 'lock', before: '2026-11-18T02:09:12.000Z', after: '2026-11-18T02:45:00.000Z' },
  ]);
});

test('disabling outweighs the lock, and phone and place are told beside it', () => {
  const after = lockedAccount();
  after.account.disabled = { since: '2026-11-18T02:20:00.000Z' };
  after.account.phone = null;
  after.account.division = { code: '320102', province: '江苏省', city: '南京市', county: '玄武区' };
  expect(changesBetween(lockedAccount(), after)).toEqual([
    { what: 'standing', before: 'temporary', after: 'disabled' },
    { what: 'phone', before: '138****5678', after: null },
    { what: 'division', before: '南京市鼓楼区', after: '南京市玄武区' },
  ]);
});

test('a version alone shows nothing', () => {
  const after = lockedAccount();
  after.account.version = 18;
  expect(changesBetween(lockedAccount(), after)).toEqual([]);
});
