import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCharacter } from '../../contract/check-character.ts';
import { documentOf, plainNumber, plainPhone, recogniseDocument } from './documents.ts';

/** First 17 digits of identity cards: county, date of birth, sequence. */
const first17 = fc
  .tuple(
    fc.constantFrom('320106', '110101', '650102', '820000'),
    fc.integer({ min: 1920, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(
    ([county, year, month, day, sequence]) =>
      `${county}${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${String(sequence).padStart(3, '0')}`,
  );

describe('check character (GB 11643)', () => {
  test.each([
    // The standard's own example, and one that ends in X.
    ['11010519491231002', 'X'],
    ['44052418800101001', '4'],
  ])('%s ends in %s', (digits, character) => {
    expect(checkCharacter(digits)).toBe(character);
  });

  test('any one digit mistyped, and any two neighbours swapped, is found out', () => {
    fc.assert(
      fc.property(first17, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const whole = digits + checkCharacter(digits);
        const mistyped = `${whole.slice(0, at)}${(Number(whole[at]) + by) % 10}${whole.slice(at + 1)}`;
        expect(documentOf('resident_id', mistyped).checkDigit).toBe('wrong');
        const neighbours = whole.slice(at, at + 2);
        fc.pre(neighbours[0] !== neighbours[1] && !neighbours.includes('X'));
        const swapped = whole.slice(0, at) + neighbours[1] + neighbours[0] + whole.slice(at + 2);
        expect(documentOf('resident_id', swapped).checkDigit).toBe('wrong');
      }),
    );
  });
});

describe('recognising', () => {
  test.each([
    ['11010519491231002X', 'resident_id', '11010519491231002X', 'right'],
    ['11010519491231002x', 'resident_id', '11010519491231002X', 'right'],
    ['11010519491231002*', 'resident_id', '11010519491231002X', 'right'],
    ['１１０１０５１９４９１２３１００２Ｘ', 'resident_id', '11010519491231002X', 'right'],
    ['110105 19491231 002X', 'resident_id', '11010519491231002X', 'right'],
    ['110105194912310021', 'resident_id', '110105194912310021', 'wrong'],
    // First generation.
    ['110105491231002', 'resident_id', '11010519491231002X', 'right'],
    ['E12345678', 'passport', 'E12345678', 'none'],
    ['EA1234567', 'passport', 'EA1234567', 'none'],
    ['g12345678', 'passport', 'G12345678', 'none'],
    ['SE1234567', 'passport', 'SE1234567', 'none'],
    ['H12345678', 'hk_macau_permit', 'H12345678', 'none'],
    ['M1234567801', 'hk_macau_permit', 'M12345678', 'none'],
    ['12345678', 'taiwan_permit', '12345678', 'none'],
    ['0123456701', 'taiwan_permit', '01234567', 'none'],
    ['0123456701B', 'taiwan_permit', '01234567', 'none'],
    ['USA110000012345', 'foreigner_permit', 'USA110000012345', 'none'],
    ['南字第1234567号', 'officer_card', '南字第1234567', 'none'],
    ['军字第 1234567', 'officer_card', '军字第1234567', 'none'],
    ['1234567', 'officer_card', '1234567', 'none'],
  ])('%s is a %s, written %s, check digit %s', (typed, kind, number, checkDigit) => {
    expect(recogniseDocument(typed)).toEqual({ kind, number, checkDigit });
  });

  test('the foreigner’s card of 2023 is checked like an identity card', () => {
    const digits = '91108401985010112';
    expect(recogniseDocument(digits + checkCharacter(digits))).toMatchObject({
      kind: 'foreigner_permit',
      checkDigit: 'right',
    });
  });

  test.each(['', '123', '李敏', 'wang', 'AB-12', '1234567890123456'])('%j is none of them', (typed) => {
    expect(recogniseDocument(typed)).toBeNull();
  });

  test('however an identity card is spaced and whatever the width of its digits, it is the same number', () => {
    const wide = (text: string): string =>
      text.replaceAll(/[!-~]/g, (character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0));
    fc.assert(
      fc.property(first17, fc.constantFrom(' ', '-', '　', '–', ''), fc.boolean(), (digits, between, full) => {
        const number = digits + checkCharacter(digits);
        const typed = [number.slice(0, 6), number.slice(6, 14), number.slice(14)].join(between).toLowerCase();
        expect(recogniseDocument(full ? wide(typed) : typed)).toEqual({
          kind: 'resident_id',
          number,
          checkDigit: 'right',
        });
      }),
    );
  });

  test('a register’s number and the same number typed meet in one form', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789ABEGHMX '), minLength: 1, maxLength: 18 }),
        (typed) => {
          const read = recogniseDocument(typed);
          const number = read?.number ?? plainNumber(typed);
          expect(documentOf(read?.kind ?? 'passport', typed).number).toBe(number);
          expect(plainNumber(plainNumber(typed))).toBe(plainNumber(typed));
        },
      ),
    );
  });
});

test('an identity card of no such build is wrong, a passport of another country is not', () => {
  expect(documentOf('resident_id', '1234').checkDigit).toBe('wrong');
  expect(documentOf('passport', 'l01x 00t47')).toEqual({ kind: 'passport', number: 'L01X00T47', checkDigit: 'none' });
});

test.each([
  ['138 1234 5678', '13812345678'],
  ['+86 138-1234-5678', '13812345678'],
  ['008613812345678', '13812345678'],
  ['8613812345678', '13812345678'],
  ['１３８１２３４５６７８', '13812345678'],
  ['+852 9123 4567', '+85291234567'],
  ['0085291234567', '+85291234567'],
  ['(025) 8332 1234', '02583321234'],
])('phone %s is %s', (typed, phone) => {
  expect(plainPhone(typed)).toBe(phone);
});
