import { expect, test } from 'vitest';
import { looksPersonal } from './personal-looking.ts';

test.each([
  '11010519491231002X',
  '本人 320106198801011234 已核对',
  '320106 19880101 1234',
  '３２０１０６１９８８０１０１１２３４',
  '320106880101123',
  '手机 13812345678',
  '138-1234-5678',
  '+86 138 1234 5678',
  '护照 E12345678',
  '护照EJ1234567',
  '通行证 H1234567890',
])('%s looks personal', (text) => {
  expect(looksPersonal(text)).toBe(true);
});

test.each([
  '',
  '本人带身份证，人证一致',
  '排队号 A037，窗口 3',
  '2026-11-18 10:27:41',
  '苏A12345',
  '工单 20261118000123',
  '回拨 2 次，第 2 次接通',
  '3201**********1234',
  '金额 12345.67',
])('%s does not', (text) => {
  expect(looksPersonal(text)).toBe(false);
});
