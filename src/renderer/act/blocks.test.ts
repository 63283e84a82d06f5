import { expect, test } from 'vitest';
import type { PendingAct } from '../../contract/index.ts';
import { blockOf } from './blocks.ts';
import type { Subject } from './subject.ts';
import { lockedAccount } from './testing/account.ts';

const unlock: Subject = { operation: 'unlockAccount', seen: lockedAccount(), scanned: false };
const reset: Subject = { ...unlock, operation: 'forceReset' };
const about = (subject: Subject, change: (seen: Subject['seen']) => void): Subject => {
  const seen = structuredClone(subject.seen);
  change(seen);
  return { ...subject, seen };
};
const noPhone = (seen: Subject['seen']) => {
  seen.account.phone = null;
};
const notLocked = (seen: Subject['seen']) => {
  seen.lock = null;
};
const disabled = (seen: Subject['seen']) => {
  seen.account.disabled = { since: null };
};
const pending = (account_id: string): PendingAct => ({
  id: 'x',
  operation: 'unlockAccount',
  account_id,
  submitted_at: '2026-11-18T02:27:41.000Z',
  asked: 1,
  next_ask_at: null,
  unknown: true,
});

test.each([
  ['locked, live', unlock, 'live', [], null],
  ['locked, late', unlock, 'late', [], null],
  ['disconnected', unlock, 'disconnected', [], 'disconnected'],
  ['not locked any more', about(unlock, notLocked), 'live', [], 'not_locked'],
  ['a reset needs no lock', about(reset, notLocked), 'live', [], null],
  ['an unlock needs no phone', about(unlock, noPhone), 'live', [], null],
  ['a reset does', about(reset, noPhone), 'live', [], 'no_phone'],
  ['disabled outweighs all of that', about(reset, disabled), 'disconnected', [], 'disabled'],
  ['an act on it is not answered yet', unlock, 'live', [pending(unlock.seen.account.id)], 'elsewhere'],
  ['an act on another account', unlock, 'live', [pending('another')], null],
] as const)('%s', (_name, subject, connection, acts, block) => {
  expect(blockOf(subject, { connection, ledgerRefused: false, pending: acts })).toBe(block);
});

test('the ledger is not the one that this workstation knows', () => {
  expect(blockOf(unlock, { connection: 'disconnected', ledgerRefused: true, pending: [] })).toBe('ledger');
});
