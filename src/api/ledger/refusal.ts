import * as z from 'zod';
import { type EntryAction, type ErrorCode, Id } from '../../contract/index.ts';
import type { Actor } from '../http/actor.ts';
import type { ApiError } from '../problem.ts';
import type { Services } from '../services.ts';
import { type EntryDraft, recordEntry } from './record.ts';

/** Refusals by role, scope, state or limit. What is malformed says nothing about whoever sent it. */
const RECORDED: readonly ErrorCode[] = [
  'role_required',
  'roles_exclude',
  'sign_in_again',
  'second_person_required',
  'opening_required',
  'outside_scope',
  'own_act',
  'account_not_found',
  'entry_not_found',
  'export_not_found',
  'alert_not_found',
  'person_not_found',
  'review_moved_on',
  'not_alike',
  'access_changed',
  'stale_version',
  'not_locked',
  'account_disabled',
  'no_phone',
  'not_registered',
  'too_many_looks',
  'rate_limited',
];

/** Of limits: whoever is over one goes on asking. */
const REPEATED: readonly ErrorCode[] = ['too_many_looks', 'rate_limited'];

/** Operations that are entries when they succeed; any other is a `call`. */
const ACTIONS: Readonly<Record<string, EntryAction>> = {
  unlockAccount: 'unlock',
  forceReset: 'reset',
  openAccount: 'open',
  readAccount: 'open',
  listAttempts: 'open',
  searchAccounts: 'search',
  revealField: 'reveal',
  exportExtract: 'export',
  exportEntries: 'export',
  exportLockedAccounts: 'export',
  exportReportTables: 'export',
  exportAccessReview: 'export',
  exportReport: 'export',
  exportAccountFile: 'export',
  endExport: 'export',
  readExportEnd: 'export',
  signOff: 'review',
  disputeAct: 'review',
  closeDispute: 'review',
  answerDispute: 'review',
  acknowledgeAlert: 'acknowledge',
  signAccess: 'review_access',
  nameSubstitute: 'substitute',
  endSubstitute: 'substitute',
};

/** What of a checked input tells what was tried. */
const Tried = z.object({
  account_id: Id.optional(),
  field: z.string().optional(),
  entry_id: Id.optional(),
  entry_ids: z.array(Id).optional(),
  reason: z.object({ code: z.string(), note: z.string().optional() }).optional(),
  verification: z.object({ method: z.string(), reading: z.string(), document_note: z.string().optional() }).optional(),
  channel: z.string().optional(),
  ticket: z.string().optional(),
});

export interface Refused {
  /** Name of the operation or endpoint. */
  operation: string;
  requestId: string;
  actor: Actor;
  /** The operation's input, if it was checked; else null. */
  input: unknown;
}

/** Someone over their limit leaves one entry in this time, not one a request. */
const LIMIT_ENTRY_EVERY_MS = 60_000;

export type RecordRefusal = (refused: Refused, problem: ApiError) => Promise<void>;

/** Leaves an entry of what an authenticated caller was refused, before they learn of it. */
export function makeRecordRefusal({ db }: Pick<Services, 'db'>): RecordRefusal {
  const limitedUntil = new Map<string, number>();

  const firstInAWhile = (subject: string): boolean => {
    const now = Date.now();
    for (const [other, until] of limitedUntil) if (until <= now) limitedUntil.delete(other);
    if (limitedUntil.has(subject)) return false;
    limitedUntil.set(subject, now + LIMIT_ENTRY_EVERY_MS);
    return true;
  };

  return async (refused, { code, recorded }) => {
    if (recorded || !RECORDED.includes(code)) return;
    if (REPEATED.includes(code) && !firstInAWhile(refused.actor.subject)) return;
    await db.transaction().execute((trx) => recordEntry(trx, refusalDraft(refused, code)));
  };
}

function refusalDraft({ operation, requestId, actor, input }: Refused, code: ErrorCode): EntryDraft {
  const action = ACTIONS[operation] ?? 'call';
  const tried = Tried.parse(input ?? {});
  const { account_id, entry_id, entry_ids = [], field, reason, verification, channel, ticket } = tried;
  return {
    action,
    outcome: 'refused',
    refusedWith: code,
    actor,
    requestId,
    account: account_id ? { id: account_id, division: null } : null,
    reason: action === 'call' ? operation : reason?.code,
    verification: verification && { method: verification.method, reading: verification.reading },
    channel,
    field,
    refersTo: action === 'review' ? (entry_id ?? entry_ids[0]) : null,
    private: { note: reason?.note, document_note: verification?.document_note, ticket },
  };
}
