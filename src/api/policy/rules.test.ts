import { describe, expect, it } from 'vitest';
import { policyOf } from './policy.ts';
import { type CountedAttempt, decide, type Facts } from './rules.ts';

const { numbers, version } = policyOf({
  POLICY_WRONG_PASSWORDS: 5,
  POLICY_WINDOW_MINUTES: 15,
  POLICY_LOCK_MINUTES: 15,
  POLICY_PERMANENT_AT: 4,
  POLICY_SPREAD_NETWORKS: 3,
  POLICY_SPREAD_MINUTES: 60,
  POLICY_FAMILIAR_DAYS: 180,
});

const NOW = new Date('2026-11-18T10:00:00.000Z');

/** A wrong password so many minutes ago, from `network`; a name in capitals is a familiar one. */
const wrong = (minutesAgo: number, network: string | null = 'HOME'): CountedAttempt => ({
  at: new Date(NOW.getTime() - minutesAgo * 60_000),
  source: 'app',
  attemptId: `${minutesAgo}`,
  network,
  familiar: network !== null && network === network.toUpperCase(),
});
const facts = (attempts: CountedAttempt[], locksWithinDay = 0): Facts => ({
  now: NOW,
  attempts: attempts.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
  locksWithinDay,
});
const outcome = (given: Facts) => {
  const decision = decide(given, numbers);
  return decision && `${decision.cause} ${decision.kind} ${decision.minutes ?? 'for good'}`;
};

const FIVE = [4, 3, 2, 1, 0].map((ago) => wrong(ago));

describe('many_wrong_passwords', () => {
  it.each<[string, Facts, string | null]>([
    ['4 wrong passwords do not lock', facts(FIVE.slice(1)), null],
    ['5 in 4 minutes lock for 15', facts(FIVE), 'many_wrong_passwords temporary 15'],
    ['5 in exactly 15 minutes lock', facts([15, 9, 6, 3, 0].map((m) => wrong(m))), 'many_wrong_passwords temporary 15'],
    ['5 in more than 15 do not', facts([15.1, 9, 6, 3, 0].map((m) => wrong(m))), null],
    ['the second lock of a day is for 30', facts(FIVE, 1), 'many_wrong_passwords temporary 30'],
    ['the third for 60', facts(FIVE, 2), 'many_wrong_passwords temporary 60'],
    ['the fourth for good', facts(FIVE, 3), 'many_wrong_passwords permanent for good'],
    ['so is any after it', facts(FIVE, 7), 'many_wrong_passwords permanent for good'],
    [
      'a row that comes late completes a window whose last attempt is less than 15 minutes old',
      facts([24, 22, 20, 18, 14].map((m) => wrong(m))),
      'many_wrong_passwords temporary 15',
    ],
    ['a window that ended 15 minutes ago is history', facts([25, 22, 20, 18, 15].map((m) => wrong(m))), null],
    [
      'a reporter whose clock is ahead is no reason to miss a window',
      facts([1, 0, -1, -2, -4].map((m) => wrong(m))),
      'many_wrong_passwords temporary 15',
    ],
  ])('%s', (_, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  it('names the attempts of its window as evidence, and no others', () => {
    const decision = decide(facts([wrong(40), ...FIVE]), numbers);
    expect(decision?.evidence.map((attempt) => attempt.attemptId)).toEqual(['4', '3', '2', '1', '0']);
  });
});

describe('spread_sources', () => {
  const from = (...networks: (string | null)[]) => facts(networks.map((network, at) => wrong(at * 20, network)));
  it.each<[string, Facts, string | null]>([
    ['3 unfamiliar networks within an hour lock for good', from('a', 'b', 'c'), 'spread_sources permanent for good'],
    ['so do more', from('a', 'b', 'c', 'd'), 'spread_sources permanent for good'],
    ['2 do not', from('a', 'b', 'a'), null],
    ['a familiar one is none of the three', from('a', 'b', 'HOME'), null],
    [
      'nor does it speak for the three beside it',
      facts([0, 5, 10, 15].map((m, at) => wrong(m, ['a', 'b', 'c', 'HOME'][at]))),
      'spread_sources permanent for good',
    ],
    [
      'one that was unfamiliar when the hour began and is familiar now was unfamiliar',
      facts([wrong(30, 'a'), wrong(20, 'b'), wrong(10, 'c'), { ...wrong(0, 'c'), familiar: true }]),
      'spread_sources permanent for good',
    ],
    ['an address that tells nothing is no network', from('a', 'b', null), null],
    [
      'nor does it speak against the others',
      facts([wrong(0, 'a'), wrong(1, null), wrong(2, 'b'), wrong(3, 'c')]),
      'spread_sources permanent for good',
    ],
    [
      '3 in exactly an hour lock',
      facts([wrong(60, 'a'), wrong(30, 'b'), wrong(0, 'c')]),
      'spread_sources permanent for good',
    ],
    ['3 in more than an hour do not', facts([wrong(60.1, 'a'), wrong(30, 'b'), wrong(0, 'c')]), null],
    ['an hour that ended an hour ago is history', facts([wrong(90, 'a'), wrong(80, 'b'), wrong(60, 'c')]), null],
    [
      'it goes before many wrong passwords',
      facts([...'abcab'].map((network, at) => wrong(at, network))),
      'spread_sources permanent for good',
    ],
  ])('%s', (_, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

it('a policy’s version tells its rules and every number', () => {
  expect(version).toBe('2:5in15m-15m-4:3in60m-180d');
});
