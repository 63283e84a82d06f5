import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCharacter } from '../../contract/check-character.ts';
import { isDocument, recognise } from './recognise.ts';

test.each([
  ['11010519491231002x', 'resident_id', '11010519491231002X', '1101**********002X', 'right'],
  ['110105194912310021', 'resident_id', '110105194912310021', '1101**********0021', 'wrong'],
  ['138 1234 5678', 'phone', '13812345678', '138****5678', 'none'],
  ['+8613812345678', 'phone', '13812345678', '138****5678', 'none'],
  ['025-83321234', 'phone', '02583321234', '025****1234', 'none'],
  ['320112348876', 'licence_file', '320112348876', '3201****8876', 'none'],
  ['３２０１１２３４８８７６', 'licence_file', '320112348876', '3201****8876', 'none'],
  ['12345678', 'taiwan_permit', '12345678', '12***678', 'none'],
  ['H1234567802', 'hk_macau_permit', 'H12345678', 'H1****678', 'none'],
  ['南字第1234567号', 'officer_card', '南字第1234567', '南字*****567', 'none'],
  // Another country's passport, and a number cut short.
  ['L01X00T47', 'document', 'L01X00T47', 'L0****T47', 'none'],
  ['1101051949', 'taiwan_permit', '11010519', '11***519', 'none'],
  ['11010519491231', 'document', '11010519491231', '11*********231', 'none'],
  ['王', 'name', '王', '王', 'none'],
  ['王 小明', 'name', '王小明', '王小明', 'none'],
  ['迪丽娜•吐尔洪', 'name', '迪丽娜·吐尔洪', '迪丽娜·吐尔洪', 'none'],
  ['wang xiaoming', 'pinyin', 'wangxiaoming', 'wang xiaoming', 'none'],
  ['ｗａｎｇ', 'pinyin', 'wang', 'wang', 'none'],
  ['WXM', 'initials', 'wxm', 'WXM', 'none'],
  ['dlbeteh', 'initials', 'dlbeteh', 'dlbeteh', 'none'],
  ['lü bu', 'pinyin', 'lvbu', 'lü bu', 'none'],
  ['Smith', 'pinyin', 'smith', 'Smith', 'none'],
  ['Владимир', 'name', 'Владимир', 'Владимир', 'none'],
  // No letter to spell with: must not be the front of every name.
  ['-', 'name', '-', '-', 'none'],
  ['·', 'name', '·', '·', 'none'],
])('%s is read as %s', (text, as, value, shownAs, checkDigit) => {
  expect(recognise(text)).toEqual({ as, value, shownAs, checkDigit });
});

test('whatever is typed is read as something, and a number that finds people is never shown whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }), (text) => {
      fc.pre(text.trim() !== '');
      const read = recognise(text);
      expect(read.value).not.toBe('');
      if (isDocument(read.as) || read.as === 'phone' || read.as === 'licence_file') {
        expect(read.shownAs).toContain('*');
      }
    }),
  );
});

test('every identity card with a right check character is read as one, a wrong one as wrong', () => {
  const digits = fc.stringMatching(/^[1-8]\d{16}$/);
  fc.assert(
    fc.property(digits, fc.constantFrom(...'0123456789X'), (first17, last) => {
      expect(recognise(first17 + last)).toMatchObject({
        as: 'resident_id',
        checkDigit: checkCharacter(first17) === last ? 'right' : 'wrong',
      });
    }),
  );
});
