import { describe, expect, test } from 'vitest';
import { proposedMethod, proposedReason, readingOf } from './propose.ts';
import type { Subject } from './subject.ts';
import { lockedAccount, temporaryLock } from './testing/account.ts';

const subject = (change: Partial<Subject> = {}): Subject => ({
  operation: 'unlockAccount',
  seen: lockedAccount(),
  scanned: false,
  ...change,
});
const verdict = (change: Partial<Subject['seen']['verdict']>) =>
  lockedAccount({ verdict: { ...lockedAccount().verdict, ...change } });

describe('how the number came in', () => {
  test.each([
    ['counter', true, 'scanned'],
    ['counter', false, 'typed'],
    ['online', false, 'typed'],
    ['hotline', false, 'spoken'],
    ['hotline', true, 'spoken'],
  ] as const)('at the %s, scanned %s: %s', (channel, scanned, reading) => {
    expect(readingOf(channel, scanned)).toBe(reading);
  });
});

describe('the method', () => {
  test('a scanned resident ID was in the clerk’s hands', () => {
    expect(proposedMethod(subject(), 'scanned')).toBe('id_card');
  });

  test('another scanned document needs its note', () => {
    const seen = lockedAccount();
    seen.account.document = { kind: 'passport', masked: 'E****5678' };
    expect(proposedMethod(subject({ seen }), 'scanned')).toBe('other_document');
  });

  test('on the hotline the registered phone is called back, if there is one', () => {
    expect(proposedMethod(subject(), 'spoken')).toBe('call_back');
    const seen = lockedAccount();
    seen.account.phone = null;
    expect(proposedMethod(subject({ seen }), 'spoken')).toBeNull();
  });

  test('a typed number says nothing about what was shown', () => {
    expect(proposedMethod(subject(), 'typed')).toBeNull();
  });
});

describe('the reason', () => {
  const theft = lockedAccount({ lock: temporaryLock({ cause: 'spread_sources', kind: 'permanent', ends_at: null }) });

  test.each([
    ['unlock, own device', subject(), 'remembered_password'],
    [
      'unlock, password changed the day before',
      subject({ seen: verdict({ password_changed_at: '2026-11-17T08:40:00.000Z' }) }),
      'old_password',
    ],
    [
      'unlock, password changed weeks before',
      subject({ seen: verdict({ password_changed_at: '2026-10-17T08:40:00.000Z' }) }),
      'remembered_password',
    ],
    [
      'unlock, password changed after the failures',
      subject({ seen: verdict({ password_changed_at: '2026-11-18T03:00:00.000Z' }) }),
      'remembered_password',
    ],
    ['unlock, one saved wrong password', subject({ seen: verdict({ failures: 8, counted: 1 }) }), 'old_password'],
    ['unlock, device never seen', subject({ seen: verdict({ known_device: false }) }), 'new_phone'],
    ['unlock, suspected theft', subject({ seen: theft }), 'someone_else_typed'],
    ['reset', subject({ operation: 'forceReset' }), 'forgot_password'],
    ['reset, suspected theft', subject({ operation: 'forceReset', seen: theft }), 'taken_over'],
  ] as const)('%s', (_name, about, reason) => {
    expect(proposedReason(about)).toBe(reason);
  });
});
