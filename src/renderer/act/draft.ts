import type * as z from 'zod';
import { type Channel, inputIssues, type Reading, ResetInput, UnlockInput } from '../../contract/index.ts';
import { proposedMethod, proposedReason, readingOf } from './propose.ts';
import type { Act, Method, ReasonCode, Subject } from './subject.ts';

/** What the clerk has put into the dialog. Null where they left what was proposed. */
export interface Draft {
  channel: Channel;
  method: Method | null;
  document_note: string;
  reason: ReasonCode | null;
  note: string;
  ticket: string;
}

export const emptyDraft = (channel: Channel): Draft => ({
  channel,
  method: null,
  document_note: '',
  reason: null,
  note: '',
  ticket: '',
});

/** The draft with the proposals in place of what was left open. */
export interface Answers {
  reading: Reading;
  method: Method | null;
  reason: ReasonCode;
}

export function answersOf(subject: Subject, draft: Draft): Answers {
  const reading = readingOf(draft.channel, subject.scanned);
  return {
    reading,
    method: draft.method ?? proposedMethod(subject, reading),
    reason: draft.reason ?? proposedReason(subject),
  };
}

/** Where something is missing or wrong, in the order in which the dialog shows it. */
export const DRAFT_FIELDS = ['method', 'document_note', 'ticket', 'note'] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];
export interface Lack {
  is: 'missing' | 'too_long' | 'unprintable';
  /** The most characters that the field may hold, where it holds too many. */
  limit?: number;
}
export type Lacks = Partial<Record<DraftField, Lack>>;

export type Checked = { act: Act } | { lacks: Lacks };

/** The act that the draft amounts to, or what still stands in its way. The contract's own schema decides. */
export function checkDraft(subject: Subject, draft: Draft): Checked {
  const { operation, seen } = subject;
  const { reading, method, reason } = answersOf(subject, draft);
  const text = (typed: string) => typed.trim() || undefined;
  const candidate = {
    account_id: seen.account.id,
    opening_id: seen.opening_id,
    version: seen.account.version,
    reason: { code: reason, note: text(draft.note) },
    verification: {
      method: method ?? undefined,
      reading,
      document_note: method === 'other_document' ? text(draft.document_note) : undefined,
    },
    channel: draft.channel,
    ticket: text(draft.ticket),
  };
  if (operation === 'unlockAccount') {
    const parsed = UnlockInput.safeParse(candidate);
    return parsed.success ? { act: { operation, input: parsed.data } } : { lacks: lacksOf(parsed.error) };
  }
  const parsed = ResetInput.safeParse(candidate);
  return parsed.success ? { act: { operation, input: parsed.data } } : { lacks: lacksOf(parsed.error) };
}

const FIELD_OF: Readonly<Record<string, DraftField>> = {
  'verification.method': 'method',
  'verification.document_note': 'document_note',
  'reason.note': 'note',
  ticket: 'ticket',
};

/** What the schema complains of, by field. Whatever has no field is a mistake of ours. */
function lacksOf(error: z.ZodError): Lacks {
  const lacks: Lacks = {};
  for (const { path, code, limit } of inputIssues(error)) {
    const field = FIELD_OF[path];
    if (field === undefined) throw error;
    if (code === 'too_big' && limit !== undefined) lacks[field] ??= { is: 'too_long', limit };
    else lacks[field] ??= { is: code === 'unprintable' ? 'unprintable' : 'missing' };
  }
  return lacks;
}

/** Where the focus belongs: on the first thing that stands in the way. */
export const firstLack = (lacks: Lacks): DraftField | undefined => DRAFT_FIELDS.find((field) => field in lacks);
