import { expect, test } from 'vitest';
import type { Failure } from '../../contract/index.ts';
import { setbackOf } from './failure.ts';

const failure = (code: Failure['code'], details: Failure['details'] = {}): Failure => ({
  code,
  status: 409,
  request_id: null,
  details,
  title: '',
});

test.each([
  ['stale_version', 'stale'],
  ['not_locked', 'not_locked'],
  ['account_disabled', 'disabled'],
  ['no_phone', 'no_phone'],
  ['opening_required', 'reopen'],
  ['account_not_found', 'reopen'],
  // The session ended. An earlier try may have been done: never said to be refused.
  ['session_ended', 'cut_off'],
  ['token_expired', 'cut_off'],
  ['cancelled', 'cut_off'],
  ['timeout', 'cut_off'],
  ['network', 'cut_off'],
  ['in_progress', 'cut_off'],
  ['answer_invalid', 'cut_off'],
  ['ledger_unavailable', 'refused'],
  ['role_required', 'refused'],
  ['unrecognised', 'refused'],
] as const)('%s is read as %s', (code, kind) => {
  expect(setbackOf(failure(code)).kind).toBe(kind);
});

test('what moved the account on is handed over', () => {
  const last_change = { action: 'unlock', at: '2026-11-18T02:27:38.000Z', actor: '张伟', office: '2 号窗口' };
  expect(setbackOf(failure('stale_version', { version: 18, last_change }))).toEqual({
    kind: 'stale',
    change: last_change,
  });
});
