import { describe, expect, test } from 'vitest';
import type { ActProgress } from '../../contract/index.ts';
import { freshProgress } from './testing/account.ts';
import { isSettled, trackOf } from './track.ts';

const AT = '2026-11-18T02:28:15.000Z';
const ENDS = '2026-11-18T02:38:13.000Z';
const SIGNED_IN = { at: AT, device: '华为 Mate 60', place: '江苏南京' };
const code = (state: NonNullable<ActProgress['code']>['state']) => ({ state, at: AT, expires_at: ENDS });
const states = (change: Partial<ActProgress>) =>
  trackOf(freshProgress(change))
    .map(({ state }) => state)
    .join(' ');

describe('the citizen’s way', () => {
  test.each([
    ['being sent', {}, 'now ahead ahead ahead'],
    ['delivered', { code: code('delivered') }, 'done now ahead ahead'],
    ['redeemed', { code: code('redeemed') }, 'done done now ahead'],
    ['a new password', { code: code('redeemed'), password_changed_at: AT }, 'done done done now'],
    ['signed in', { code: code('redeemed'), password_changed_at: AT, signed_in: SIGNED_IN }, 'done done done done'],
    ['signed in before the rest was reported', { signed_in: SIGNED_IN }, 'done done done done'],
    ['expired', { code: code('expired') }, 'stopped ahead ahead'],
    ['mistyped too often', { code: code('spent') }, 'done stopped ahead ahead'],
    ['replaced', { code: code('replaced') }, 'stopped ahead ahead'],
    ['never delivered', { code: code('gave_up') }, 'stopped ahead ahead ahead'],
  ] as const)('%s', (_name, change, expected) => {
    expect(states(change)).toBe(expected);
  });
});

describe('asking ends', () => {
  const told = { state: 'delivered', at: AT } as const;

  test.each([
    ['nothing yet', {}, false],
    ['told, not signed in', { notice: told }, false],
    ['signed in, not told yet', { signed_in: SIGNED_IN }, false],
    ['told and signed in', { notice: told, signed_in: SIGNED_IN }, true],
    ['nobody to tell, signed in', { notice: null, signed_in: SIGNED_IN }, true],
    ['told and locked again', { notice: told, locked_again: { at: AT, cause: 'spread_sources', ends_at: null } }, true],
    ['told, code redeemed', { notice: told, code: code('redeemed') }, false],
    ['told, code expired', { notice: told, code: code('expired') }, true],
  ] as const)('%s: %s', (_name, change, expected) => {
    expect(isSettled(freshProgress(change))).toBe(expected);
  });
});
