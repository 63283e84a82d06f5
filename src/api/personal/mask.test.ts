import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskDocument, maskLicenceFile, maskName, maskPhone, maskSignInName } from './mask.ts';

test.each([
  ['王小明', '王*明'],
  ['陈静', '陈*'],
  ['欧阳小雪', '欧阳*雪'],
  ['司马光', '司马*'],
  // A surname that could be half of a compound one.
  ['司南', '司*'],
  ['欧阳', '欧*'],
  ['李王小明', '李**明'],
  ['扎西次仁', '扎**仁'],
  ['迪丽娜·吐尔洪', '迪**·吐尔洪'],
  ['迪丽娜•吐尔洪', '迪**·吐尔洪'],
  ['阿不都·热合曼·艾力', '阿**·***·艾力'],
  ['王 小 明', '王*明'],
  ['吉', '*'],
  ['𠮷野家', '𠮷*家'],
  ['JOHN SMITH', 'J*** S****'],
  ['Anne-Marie O’Neil', 'A***-M**** O*****'],
  ['J Smith', '* S****'],
  ['Владимир', 'В*******'],
])('%s is shown as %s', (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

test.each([
  ['320106199001011234', '3201**********1234'],
  ['USA110000012345', 'USA1*******2345'],
  ['E12345678', 'E1****678'],
  ['12345678', '12***678'],
  ['1234567', '1****67'],
  ['南字第1234567', '南字*****567'],
])('document %s is shown as %s', (number, shown) => {
  expect(maskDocument(number)).toBe(shown);
});

test.each([
  ['13812345678', '138****5678'],
  ['83321234', '****1234'],
  ['12345', '***45'],
])('phone %s is shown as %s', (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});

test('licence file 320112348876 is shown as 3201****8876', () => {
  expect(maskLicenceFile('320112348876')).toBe('3201****8876');
});

test.each([
  ['13812345678', '138****5678'],
  ['320106199001011234', '3201**********1234'],
  ['wang.xm@example.com', '***'],
  ['Passw0rd!', '***'],
  ['12345678', '***'],
  ['E12345678', '***'],
])('sign-in name %s is kept as %s: people type passwords there', (typed, kept) => {
  expect(maskSignInName(typed)).toBe(kept);
});

const personal = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...'王欧阳小明·迪A b-9'), minLength: 1, maxLength: 12 }),
    fc.string({ minLength: 1, maxLength: 20 }),
  )
  .filter((text) => text.trim() !== '');

test('every mask hides three characters or more of a number of six or more, and something of any', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789X'), minLength: 1, maxLength: 24 }), (number) => {
      for (const mask of [maskDocument, maskLicenceFile, maskPhone]) {
        const hidden = mask(number).replaceAll(/[^*]/g, '').length;
        expect(mask(number)).toHaveLength(number.length);
        expect(hidden).toBeGreaterThanOrEqual(number.length >= 6 ? 3 : 1);
      }
    }),
  );
});

test('every masked name hides something', () => {
  fc.assert(
    fc.property(personal, (name) => {
      fc.pre(/[\p{Script=Han}\p{L}\p{N}]/u.test(name) && !/^\s*·/.test(name));
      expect(maskName(name)).toContain('*');
    }),
  );
});
