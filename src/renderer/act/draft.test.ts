import { describe, expect, test } from 'vitest';
import { NOTE_MAX, ResetInput, UnlockInput } from '../../contract/index.ts';
import { checkDraft, type Draft, emptyDraft, firstLack } from './draft.ts';
import type { Subject } from './subject.ts';
import { lockedAccount } from './testing/account.ts';

const subject: Subject = { operation: 'unlockAccount', seen: lockedAccount(), scanned: true };
const check = (change: Partial<Draft>, about: Partial<Subject> = {}) =>
  checkDraft({ ...subject, ...about }, { ...emptyDraft('counter'), ...change });

test('a scanned card leaves nothing to fill in', () => {
  expect(check({})).toEqual({
    act: {
      operation: 'unlockAccount',
      input: {
        account_id: subject.seen.account.id,
        opening_id: subject.seen.opening_id,
        version: 17,
        reason: { code: 'remembered_password' },
        verification: { method: 'id_card', reading: 'scanned' },
        channel: 'counter',
      },
    },
  });
});

test('what is sent is what the contract takes', () => {
  const typed = { method: 'other_document', document_note: '户口簿', note: ' 已核对 ', ticket: 'A037' } as const;
  const unlock = check(typed);
  const reset = check(typed, { operation: 'forceReset' });
  if (!('act' in unlock && 'act' in reset)) throw new Error('something is said to be missing');
  expect(UnlockInput.parse(unlock.act.input)).toEqual(unlock.act.input);
  expect(ResetInput.parse(reset.act.input)).toEqual(reset.act.input);
  expect(unlock.act.input.reason.note).toBe('已核对');
});

test('a note on a document is left out with the document', () => {
  const checked = check({ method: 'id_card', document_note: '户口簿' });
  expect('act' in checked && checked.act.input.verification).toEqual({ method: 'id_card', reading: 'scanned' });
});

describe('what is missing', () => {
  test.each([
    ['a method, for a typed number', {}, { scanned: false }, { method: { is: 'missing' } }],
    ['which other document', { method: 'other_document' }, {}, { document_note: { is: 'missing' } }],
    ['a note for other reasons', { reason: 'other' }, {}, { note: { is: 'missing' } }],
    ['a note of more than spaces', { reason: 'other', note: '  \n ' }, {}, { note: { is: 'missing' } }],
    ['fewer characters', { note: '字'.repeat(NOTE_MAX + 1) }, {}, { note: { is: 'too_long', limit: NOTE_MAX } }],
    ['fewer characters of the ticket', { ticket: '1'.repeat(33) }, {}, { ticket: { is: 'too_long', limit: 32 } }],
    ['visible characters', { note: 'a\u202Eb' }, {}, { note: { is: 'unprintable' } }],
    ['one line', { ticket: 'A\n1' }, {}, { ticket: { is: 'unprintable' } }],
    [
      'several things',
      { reason: 'other', method: 'other_document' },
      {},
      { document_note: { is: 'missing' }, note: { is: 'missing' } },
    ],
  ] as const)('%s', (_name, draft, about, lacks) => {
    expect(check(draft, about)).toEqual({ lacks });
  });

  test('the first in the order of the dialog gets the focus', () => {
    expect(firstLack({ note: { is: 'missing' }, method: { is: 'missing' } })).toBe('method');
    expect(firstLack({})).toBeUndefined();
  });
});
