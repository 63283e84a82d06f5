import { expect, test } from 'vitest';
import { readTyped } from './read-typed.ts';

test.each([
  ['', null],
  ['11010519491231002X', { as: 'resident_id', whole: true }],
  ['１１０１０５１９４９１２３１００２ｘ', { as: 'resident_id', whole: true }],
  ['110105 19491231 002x', { as: 'resident_id', whole: true }],
  ['110105194912310021', { as: 'wrong_check_digit' }],
  ['1101051949123100', { as: 'incomplete', length: 16 }],
  ['13812345678', { as: 'phone', whole: false }],
  ['+86 138 1234 5678', { as: 'phone', whole: false }],
  ['320106123456', { as: 'licence_file', whole: false }],
  ['H12345678', { as: 'hk_macau_permit', whole: false }],
  ['王小明', { as: 'name', whole: false }],
  ['wang xiaoming', { as: 'pinyin', whole: false }],
  ['1101', null],
] as const)('%s', (text, read) => {
  expect(readTyped(text)).toEqual(read);
});

test('one wrong digit anywhere is never whole', () => {
  const right = '11010519491231002X';
  for (let at = 0; at < 17; at += 1) {
    for (let digit = 0; digit < 10; digit += 1) {
      const typed = right.slice(0, at) + digit + right.slice(at + 1);
      if (typed !== right) expect(readTyped(typed), typed).not.toMatchObject({ whole: true });
    }
  }
});
