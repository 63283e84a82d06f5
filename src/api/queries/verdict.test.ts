import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideAdvice, decideVerdict, type VerdictCode, type VerdictFacts } from './verdict.ts';

const now = new Date('2026-11-22T08:00:00.000Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const QUIET: VerdictFacts = {
  now,
  disabled: false,
  lockCause: null,
  resetPending: false,
  failures: 0,
  repeated: 0,
  knownDevice: false,
  lastFailureAt: null,
  lastSuccessAt: hoursAgo(500),
  lockEndedAt: null,
};
const FAILED = { failures: 3, lastFailureAt: hoursAgo(2) };
const SAVED = { failures: 6, repeated: 5, knownDevice: true, lastFailureAt: hoursAgo(2) };

describe('the verdict', () => {
  test.each<[string, Partial<VerdictFacts>, VerdictCode]>([
    ['nothing happened', {}, 'quiet'],
    ['nobody ever signed in', { lastSuccessAt: null }, 'never_signed_in'],
    ['locked for wrong passwords', { lockCause: 'many_wrong_passwords', ...FAILED }, 'locked_wrong_passwords'],
    ['locked for spread sources', { lockCause: 'spread_sources', ...FAILED }, 'locked_suspected_theft'],
    ['disabled', { disabled: true }, 'disabled'],
    ['disabled and locked', { disabled: true, lockCause: 'spread_sources' }, 'disabled'],
    ['disabled with a reset pending', { disabled: true, resetPending: true }, 'disabled'],
    ['a reset pending', { resetPending: true }, 'reset_pending'],
    ['a reset pending, with failures', { resetPending: true, ...FAILED }, 'reset_pending'],
    [
      'a reset pending, and locked',
      { resetPending: true, lockCause: 'many_wrong_passwords' },
      'locked_wrong_passwords',
    ],
    ['failures since the last success', FAILED, 'recent_failures'],
    ['failures, and never a success', { ...FAILED, lastSuccessAt: null }, 'recent_failures'],
    ['failures, then a success', { ...FAILED, lastSuccessAt: hoursAgo(1) }, 'signed_in_since'],
    ['the same password again and again from a known device', SAVED, 'saved_password'],
    ['half of them repeated', { ...SAVED, repeated: 3 }, 'saved_password'],
    ['fewer than half repeated', { ...SAVED, repeated: 2 }, 'recent_failures'],
    ['repeated, but from a strange device', { ...SAVED, knownDevice: false }, 'recent_failures'],
    ['one failure from a known device', { ...SAVED, failures: 1, repeated: 0 }, 'recent_failures'],
    ['a saved password, then a success', { ...SAVED, lastSuccessAt: hoursAgo(1) }, 'signed_in_since'],
    ['a lock that has ended', { lockEndedAt: hoursAgo(1) }, 'lock_ended'],
    ['a lock that has ended after its failures', { ...FAILED, lockEndedAt: hoursAgo(1) }, 'lock_ended'],
    ['failures after the end of a lock', { ...FAILED, lockEndedAt: hoursAgo(3) }, 'recent_failures'],
    ['a saved password after the end of a lock', { ...SAVED, lockEndedAt: hoursAgo(3) }, 'saved_password'],
    ['a success after the end of a lock', { lockEndedAt: hoursAgo(3), lastSuccessAt: hoursAgo(1) }, 'signed_in_since'],
    ['a lock that ended three days ago', { lockEndedAt: hoursAgo(72) }, 'lock_ended'],
    ['a lock that ended longer ago', { lockEndedAt: hoursAgo(73) }, 'quiet'],
    [
      'a lock that ended longer ago, never a success',
      { lockEndedAt: hoursAgo(73), lastSuccessAt: null },
      'never_signed_in',
    ],
  ])('%s: %j → %s', (_, facts, verdict) => {
    expect(decideVerdict({ ...QUIET, ...facts })).toBe(verdict);
  });

  test('a success after everything else never leaves a citizen with a warning', () => {
    const time = fc.option(fc.integer({ min: 1, max: 100 }).map(hoursAgo));
    const facts = fc.record({
      failures: fc.nat(20),
      repeated: fc.nat(20),
      knownDevice: fc.boolean(),
      lastFailureAt: time,
      lockEndedAt: time,
    });
    fc.assert(
      fc.property(facts, (some) => {
        const verdict = decideVerdict({ ...QUIET, ...some, lastSuccessAt: hoursAgo(0.5) });
        expect(['quiet', 'signed_in_since']).toContain(verdict);
      }),
    );
  });
});

describe('the advice', () => {
  const ready = { hasPhone: true, codeWaiting: false };
  test.each<[VerdictCode, Partial<typeof ready>, 'unlock' | 'reset' | 'none']>([
    ['locked_wrong_passwords', {}, 'unlock'],
    ['locked_wrong_passwords', { hasPhone: false }, 'unlock'],
    ['locked_suspected_theft', {}, 'reset'],
    ['locked_suspected_theft', { hasPhone: false }, 'none'],
    ['reset_pending', {}, 'reset'],
    ['reset_pending', { codeWaiting: true }, 'none'],
    ['reset_pending', { hasPhone: false }, 'none'],
    ['disabled', {}, 'none'],
    ['lock_ended', {}, 'none'],
    ['saved_password', {}, 'none'],
    ['recent_failures', {}, 'none'],
    ['signed_in_since', {}, 'none'],
    ['quiet', {}, 'none'],
    ['never_signed_in', {}, 'none'],
  ])('%s %j → %s', (verdict, facts, advice) => {
    expect(decideAdvice(verdict, { ...ready, ...facts })).toBe(advice);
  });
});
