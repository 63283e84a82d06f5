import { beforeEach, describe, expect, test } from 'vitest';
import type { ActResult, Answer, Failure } from '../../contract/index.ts';
import { ActDesk } from './desk.ts';
import type { Act, Subject } from './subject.ts';
import { lockedAccount } from './testing/account.ts';

const subject: Subject = { operation: 'unlockAccount', seen: lockedAccount(), scanned: true };
const state = { version: 17, locked: true, lock_kind: 'temporary', disabled: false, reset_pending: false };
const result: ActResult = {
  entry_id: '01910a3e-0000-7000-8000-0000000000aa',
  recorded_at: '2026-11-18T02:27:41.000Z',
  before: state,
  after: { ...state, version: 18, locked: false, lock_kind: null },
  notice_to: '138****5678',
  code: null,
};
const failure = (code: Failure['code'], details = {}): Answer<ActResult> => ({
  ok: false,
  failure: { code, status: 409, request_id: null, details, title: code },
});

/** What was sent, and the way to answer it. */
let sent: { act: Act; answer: (answer: Answer<ActResult>) => Promise<void> }[];
let desk: ActDesk;

beforeEach(() => {
  sent = [];
  desk = new ActDesk((act) => {
    const { promise, resolve } = Promise.withResolvers<Answer<ActResult>>();
    const answer = async (given: Answer<ActResult>) => {
      resolve(given);
      await promise;
    };
    sent.push({ act, answer });
    return promise;
  });
  desk.open(subject, 'counter');
});

const current = () => desk.state().current;
const answer = (given: Answer<ActResult>, nth = 0) => sent[nth]?.answer(given);

describe('one act', () => {
  test('a double click sends once', () => {
    desk.confirm();
    desk.confirm();
    expect(sent).toHaveLength(1);
    expect(current()?.is).toBe('sending');
  });

  test('nothing goes out while something is missing', () => {
    desk.edit({ reason: 'other' });
    desk.confirm();
    expect(sent).toHaveLength(0);
  });

  test('what is typed after confirming changes nothing of what was sent', () => {
    desk.confirm();
    desk.edit({ note: '后来' });
    expect(current()).toMatchObject({ is: 'sending', draft: { note: '' } });
  });

  test('the answer becomes the receipt', async () => {
    desk.confirm();
    await answer({ ok: true, value: result });
    expect(current()).toMatchObject({ is: 'done', result, subject });
  });
});

describe('never the wrong citizen (promise 27)', () => {
  test('an open dialog stays with its account, whatever else is opened', () => {
    const other = lockedAccount();
    other.account.id = '5f0c2a8e-1f55-4f3e-9c64-3b6d0d6a9999';
    desk.open({ ...subject, seen: other }, 'counter');
    desk.renew(other);
    desk.confirm();
    expect(sent[0]?.act.input).toMatchObject({ account_id: subject.seen.account.id, version: 17 });
  });
});

describe('somebody was quicker', () => {
  const newer = lockedAccount();
  newer.account.version = 18;

  test('what was typed is kept, and confirming waits until the clerk has looked', async () => {
    desk.edit({ note: '本人已核对', reason: 'input_error' });
    desk.confirm();
    await answer(failure('stale_version', { version: 18, last_change: null }));
    expect(current()).toMatchObject({ is: 'filling', setback: { kind: 'stale' } });
    desk.confirm();
    expect(sent).toHaveLength(1);

    desk.renew(newer);
    desk.confirm();
    expect(sent[1]?.act.input).toMatchObject({ version: 18, reason: { code: 'input_error', note: '本人已核对' } });
  });

  test('a reset instead of the unlock asks for its own reason and keeps the note', () => {
    desk.edit({ note: '本人已核对', reason: 'input_error' });
    desk.renew(lockedAccount({ lock: null }), 'forceReset');
    expect(current()).toMatchObject({
      subject: { operation: 'forceReset' },
      draft: { reason: null, note: '本人已核对' },
    });
  });
});

describe('the session ends meanwhile', () => {
  test('nothing waits after somebody signed out, not even an answer', async () => {
    desk.confirm();
    desk.leave();
    await answer({ ok: true, value: result });
    expect(desk.state()).toEqual({ current: null, background: [] });
  });

  test('an act that was cut off is asked again with the same content', async () => {
    desk.confirm();
    await answer(failure('cancelled'));
    expect(current()?.is).toBe('cut_off');
    desk.confirm();
    expect(sent[1]?.act).toBe(sent[0]?.act);
    await answer({ ok: true, value: result }, 1);
    expect(current()?.is).toBe('done');
  });
});

describe('closing', () => {
  test('before confirming, it leaves nothing', () => {
    desk.close();
    expect(desk.state()).toEqual({ current: null, background: [] });
  });

  test('while the act is on its way, it is followed behind', async () => {
    desk.confirm();
    desk.close();
    expect(desk.state()).toMatchObject({ current: null, background: [{ outcome: null }] });
    await answer({ ok: true, value: result });
    const [one] = desk.state().background;
    expect(one?.outcome).toMatchObject({ is: 'done', result });
    if (one) desk.bringBack(one);
    expect(desk.state()).toMatchObject({ current: { is: 'done', result }, background: [] });
  });

  test('an act that came to nothing comes back as it was filled in', async () => {
    desk.edit({ note: '本人已核对' });
    desk.confirm();
    desk.close();
    await answer(failure('account_disabled', { since: null }));
    const [one] = desk.state().background;
    if (one) desk.bringBack(one);
    expect(current()).toMatchObject({ is: 'filling', draft: { note: '本人已核对' }, setback: { kind: 'disabled' } });
  });
});
