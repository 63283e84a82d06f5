import { describe, expect, it } from 'vitest';
import { demoPassword, hashPassword, matchesHash } from './passwords.ts';
import { RecentFailures } from './recent-failures.ts';
import type { Citizen } from './store.ts';
import { strengthOf } from './strength.ts';

const citizen: Citizen = {
  externalId: 'C00000001',
  name: '王小明',
  documentNumber: '320106198807154819',
  phone: '13907261548',
  division: '320106',
  passwordHash: null,
  ownPassword: false,
};

describe('hashes', () => {
  it('match their password and no other, and are salted', async () => {
    const [first, second] = await Promise.all([hashPassword('lantian-4827'), hashPassword('lantian-4827')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await matchesHash('lantian-4827', first)).toBe(true);
    expect(await matchesHash('lantian-4828', first)).toBe(false);
  });
});

describe('strength', () => {
  it.each([
    ['zhufa-7lu-qiaomai', true],
    [demoPassword('C00000001'), true],
    ['qx7-Fw', false],
    ['12345678', false],
    ['password1', false],
    ['aaaaaaaaaaaa', false],
    ['wangxiaoming-zhufa-7lu', false],
    ['zhufa-7lu-19880715', false],
    ['zhufa-7lu-1548-qiaomai', false],
    ['王小明-zhufa-7lu-qiaomai', false],
  ])('%s: %s', (password, accepted) => {
    expect(strengthOf(password, citizen).accepted).toBe(accepted);
  });

  it('says what is wrong', () => {
    expect(strengthOf('wangxiaoming', citizen)).toMatchObject({ longEnough: true, impersonal: false });
    expect(strengthOf('12345678', citizen)).toMatchObject({ longEnough: true, impersonal: true, uncommon: false });
    expect(strengthOf('蓝天', citizen)).toMatchObject({ length: 2, longEnough: false });
  });

  it('finds no fault with what it accepts, though a piece of it may be common', () => {
    const good = { longEnough: true, impersonal: true, uncommon: true, accepted: true };
    expect(strengthOf('zhufa-7lu-qing', citizen)).toMatchObject(good);
  });
});

describe('recent failures', () => {
  const minutes = (count: number) => count * 60_000;

  it('know the same password again within the window, whatever was typed between', () => {
    let now = 0;
    const failures = new RecentFailures(() => now);
    expect(failures.note('a', 'one')).toEqual({ repeated: false });
    expect(failures.note('a', 'two')).toEqual({ repeated: false });
    now = minutes(14);
    expect(failures.note('a', 'one')).toEqual({ repeated: true });
    expect(failures.note('b', 'one')).toEqual({ repeated: false });
    now = minutes(28);
    expect(failures.note('a', 'one')).toEqual({ repeated: true });
    expect(failures.note('a', 'two')).toEqual({ repeated: false });
  });

  it('pause nobody’s name after five different passwords, for as long as an account would be', () => {
    let now = 0;
    const failures = new RecentFailures(() => now);
    for (const password of ['1', '2', '2', '2', '3', '4']) failures.note('nobody', password);
    expect(failures.isPaused('nobody')).toBe(false);
    failures.note('nobody', '5');
    expect(failures.isPaused('nobody')).toBe(true);
    now = minutes(15);
    expect(failures.isPaused('nobody')).toBe(false);
  });
});
