import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LockdeskError } from '../../client/failure.ts';
import type { SessionState } from '../../contract/console.ts';
import type { Failure, FailureCode } from '../../contract/failure.ts';
import { SignedOutError } from '../session/session-tokens.ts';
import { Acts } from './acts.ts';

const INPUT = { account_id: 'a1', opening_id: 'o1', version: 17, reason: { code: 'old_password' } };
const RESULT = { entry_id: 'e1' };

type Played = FailureCode | 'done' | Partial<Failure>;

let played: Played[];
let sent: { name: string; input: object; key: string | undefined }[];
let abort: AbortController;
let ledgerRefused: boolean;
let subject: string;
let acts: Acts;

beforeEach(() => {
  vi.useFakeTimers();
  played = [];
  sent = [];
  abort = new AbortController();
  subject = 'limin';
  ledgerRefused = false;
  const session = {
    get signal() {
      return abort.signal;
    },
    get state() {
      return { state: 'signed_in', staff: { subject } } as SessionState;
    },
  };
  acts = new Acts(
    async (name, input, { idempotencyKey, signal }) => {
      sent.push({ name, input, key: idempotencyKey });
      const next = signal?.aborted ? 'cancelled' : (played.shift() ?? 'done');
      if (next === 'done') return RESULT;
      const failure = { code: 'internal', status: 500, request_id: null, details: {}, title: '' } as const;
      throw new LockdeskError({ ...failure, ...(typeof next === 'string' ? { code: next } : next) });
    },
    session,
    () => ledgerRefused,
  );
});
afterEach(() => vi.useRealTimers());

const keys = () => [...new Set(sent.map(({ key }) => key))];

describe('the key', () => {
  test('stays for the same content, also after an answer', async () => {
    await acts.run('unlockAccount', INPUT);
    await acts.run('unlockAccount', { ...INPUT });
    expect(sent).toHaveLength(2);
    expect(keys()).toHaveLength(1);
  });

  test.each([
    ['another reason', 'unlockAccount', { ...INPUT, reason: { code: 'input_error' } }],
    ['another version', 'unlockAccount', { ...INPUT, version: 18 }],
    ['another account', 'unlockAccount', { ...INPUT, account_id: 'a2' }],
    ['another act', 'forceReset', INPUT],
  ] as const)('is a new one for %s', async (_what, operation, input) => {
    await acts.run('unlockAccount', INPUT);
    await acts.run(operation, input);
    expect(keys()).toHaveLength(2);
  });

  test('survives a session that ran out, for the same person', async () => {
    played = ['network'];
    const first = acts.run('unlockAccount', INPUT);
    await vi.advanceTimersByTimeAsync(0);
    abort.abort();
    expect(await first).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    abort = new AbortController();
    expect(await acts.run('unlockAccount', INPUT)).toEqual({ ok: true, value: RESULT });
    expect(keys()).toHaveLength(1);
  });

  test('never serves another person', async () => {
    await acts.run('unlockAccount', INPUT);
    subject = 'zhangwei';
    await acts.run('unlockAccount', INPUT);
    subject = 'limin';
    await acts.run('unlockAccount', INPUT);
    expect(keys()).toHaveLength(3);
  });
});

describe('a double click', () => {
  test('is one request, and both get its answer', async () => {
    const answers = await Promise.all([acts.run('unlockAccount', INPUT), acts.run('unlockAccount', INPUT)]);
    expect(answers).toEqual([
      { ok: true, value: RESULT },
      { ok: true, value: RESULT },
    ]);
    expect(sent).toHaveLength(1);
  });
});

test('where nobody is signed in, fails for its caller alone and is no longer pending', async () => {
  const nobody = new Acts(
    async () => RESULT,
    {
      state: { state: 'signed_out', reason: 'idle', failure: null, hand_over: null },
      get signal(): AbortSignal {
        throw new SignedOutError();
      },
    },
    () => false,
  );
  await expect(nobody.run('unlockAccount', INPUT)).rejects.toBeInstanceOf(SignedOutError);
  expect(nobody.pending()).toEqual([]);
});

describe('while the ledger is refused', () => {
  test('no act is begun', async () => {
    ledgerRefused = true;
    expect(await acts.run('unlockAccount', INPUT)).toMatchObject({ ok: false, failure: { code: 'ledger_refused' } });
    expect(sent).toEqual([]);
    expect(acts.pending()).toEqual([]);
    ledgerRefused = false;
    expect(await acts.run('unlockAccount', INPUT)).toMatchObject({ ok: true });
  });

  test('one that was sent before is asked again by its key: it may have been done', async () => {
    played = ['cancelled'];
    expect(await acts.run('unlockAccount', INPUT)).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    ledgerRefused = true;
    expect(await acts.run('unlockAccount', INPUT)).toMatchObject({ ok: true });
    expect(keys()).toHaveLength(1);
  });
});

describe('an unknown answer', () => {
  const unknown: Played[] = [
    'network',
    'timeout',
    'internal',
    'database_unavailable',
    'in_progress',
    { code: 'answer_invalid', status: 502 },
  ];
  test.each(unknown)('%j is asked again with the same key until it is known', async (failure) => {
    played = [failure, failure, failure];
    const answer = acts.run('unlockAccount', INPUT);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await answer).toEqual({ ok: true, value: RESULT });
    expect(sent).toHaveLength(4);
    expect(keys()).toHaveLength(1);
  });

  test('the page hears how often it was asked and when it is asked again', async () => {
    played = ['network', 'network'];
    const told: unknown[] = [];
    acts.changed.add((pending) =>
      told.push(...pending.map(({ asked, unknown, next_ask_at }) => [asked, unknown, next_ask_at !== null])),
    );
    const answer = acts.run('unlockAccount', INPUT);
    await vi.advanceTimersByTimeAsync(0);
    expect(acts.pending()).toMatchObject([{ operation: 'unlockAccount', account_id: 'a1', asked: 1, unknown: true }]);
    expect(acts.unknown()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    await answer;
    expect(told).toEqual([
      [1, false, false],
      [1, true, true],
      [2, true, false],
      [2, true, true],
      [3, true, false],
    ]);
    expect(acts.pending()).toEqual([]);
  });

  test('waits as long as the API asks', async () => {
    played = [{ code: 'in_progress', details: { retry_after_s: 5 } }];
    const answer = acts.run('unlockAccount', INPUT);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await answer;
    expect(sent).toHaveLength(2);
  });

  test('a server that was too busy to begin is asked again, but nothing is unknown', async () => {
    played = [{ code: 'overloaded', details: { retry_after_s: 1 } }];
    const answer = acts.run('unlockAccount', INPUT);
    await vi.advanceTimersByTimeAsync(0);
    expect(acts.pending()).toMatchObject([{ unknown: false }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await answer).toMatchObject({ ok: true });
  });
});

describe('a definite refusal', () => {
  const definite: Played[] = [
    'stale_version',
    'not_locked',
    'ledger_unavailable',
    'role_required',
    'idempotency_key_reused',
    { code: 'answer_invalid', status: 200 },
  ];
  test.each(definite)('%j is told at once', async (failure) => {
    played = [failure];
    expect(await acts.run('unlockAccount', INPUT)).toMatchObject({ ok: false });
    expect(sent).toHaveLength(1);
  });

  test('also after an unknown answer', async () => {
    played = ['timeout', 'stale_version'];
    const answer = acts.run('unlockAccount', INPUT);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await answer).toMatchObject({ ok: false, failure: { code: 'stale_version' } });
  });
});
