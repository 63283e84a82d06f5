import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCode, readCode } from './reset-code.ts';

describe('a reset code', () => {
  it('has nine characters, none of them I, L, O, U or a sign', () => {
    for (let round = 0; round < 200; round++) expect(makeCode()).toMatch(/^[0-9A-HJKMNP-TV-Z]{9}$/);
  });

  it.each([
    ['as made', (code: string) => code],
    ['in lower case', (code: string) => code.toLowerCase()],
    ['in threes', (code: string) => code.replaceAll(/(.{3})/g, ' $1 ')],
    ['with hyphens of any length', (code: string) => `${code.slice(0, 4)}—${code.slice(4)}-`],
    [
      'in full-width forms',
      (code: string) => code.replaceAll(/[0-9A-Z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    ],
    ['with O for 0 and l for 1', (code: string) => code.replaceAll('0', 'o').replaceAll('1', 'l')],
  ])('is read %s', (_, typed) => {
    for (let round = 0; round < 50; round++) {
      const code = makeCode();
      expect(readCode(typed(code))).toBe(code);
    }
  });

  it('with one character wrong, or two neighbours swapped, is known to be a slip', () => {
    const code = 'M4T9XK2P';
    const whole = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U'].map((check) => code + check).find(readCode) ?? '';
    expect(whole).toHaveLength(9);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
        (at, other) => {
          const slip = whole.slice(0, at) + other + whole.slice(at + 1);
          expect(readCode(slip)).toBe(slip === whole ? whole : null);
        },
      ),
    );
    for (let at = 0; at < 7; at++) {
      const swapped = whole.slice(0, at) + whole.charAt(at + 1) + whole.charAt(at) + whole.slice(at + 2);
      expect(readCode(swapped)).toBe(swapped === whole ? whole : null);
    }
  });

  it.each(['', 'M4T9XK2P', 'M4T9XK2P00', '密码密码密码密码密', 'M4T 9XK 2P*'])('is not %j', (typed) => {
    expect(readCode(typed)).toBeNull();
  });
});
