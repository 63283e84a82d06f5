import { describe, expect, it } from 'vitest';
import { makeFittingCode, makeUnguessable } from './password-policy.ts';

const NOBODY = { username: null, email: null };

const FITTING: [string | null, RegExp][] = [
  [null, /^[2-9A-HJKMNP-TV-Z]{10}$/],
  ['', /^[2-9A-HJKMNP-TV-Z]{10}$/],
  ['hashIterations(1) and passwordHistory(3) and notUsername(undefined)', /^[2-9A-Z]{10}$/],
  ['length(14)', /^.{14}$/],
  ['length(8) and maxLength(8)', /^.{8}$/],
  [
    'lowerCase(2) and upperCase(2) and specialChars(2) and digits(2)',
    /^(?=(.*[a-z]){2})(?=(.*[A-Z]){2})(?=(.*\d){2})(?=(.*[-+#*]){2}).{10}$/,
  ],
  ['lowerCase(16) and maxLength(16)', /^[a-z]{16}$/],
  ['regexPattern(\\d+)', /^\d{10}$/],
  ['regexPattern(.{13})', /^.{13}$/],
  ['regexPattern((?=.*[a-z])(?=.*[0-9]).{12,}) and notEmail', /^(?=.*[a-z])(?=.*\d).{12,}$/],
];

describe('a code for a realm', () => {
  it.each(FITTING)('whose policy is %s', (policy, pattern) => {
    for (let round = 0; round < 50; round++) expect(makeFittingCode(policy, NOBODY)).toMatch(pattern);
  });

  it.each([
    'maxLength(7)',
    'maxLength(9) and digits(10)',
    'regexPattern(secret)',
    'regexPattern((?>atomic))',
    'length(12) and maxLength(10)',
  ])('is none where no good one can fit: %s', (policy) => {
    expect(makeFittingCode(policy, NOBODY)).toBeNull();
  });

  it('is another each time', () => {
    expect(new Set(Array.from({ length: 200 }, () => makeFittingCode('lowerCase(1)', NOBODY))).size).toBe(200);
  });

  it('has its signs anywhere, not where they are asked for', () => {
    const places = Array.from({ length: 200 }, () => makeFittingCode('specialChars(1)', NOBODY)?.search(/[-+#*]/));
    expect(new Set(places).size).toBe(10);
  });

  it('does not hold the name of whom it is for', () => {
    const codes = Array.from({ length: 500 }, () => makeFittingCode(null, { username: 'a', email: '7' }));
    expect(codes.filter((code) => code === null || /[A7]/.test(code))).toEqual([]);
  });
});

it('a password that nobody knows is as long as the realm lets it be', () => {
  expect(makeUnguessable(null, NOBODY)).toMatch(/^.{48}$/);
  expect(makeUnguessable('maxLength(20) and specialChars(1)', NOBODY)).toMatch(/^(?=.*[-+#*]).{20}$/);
});
