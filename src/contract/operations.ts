import * as z from 'zod';
import { AccountDetail, SearchResult } from './account.ts';
import { AccountFileDocument } from './account-file.ts';
import { ActProgress, ActResult, LockTotals, Reading, ResetInput, UnlockInput } from './action.ts';
import { Alert, Attention, UnrecordedAlert } from './alert.ts';
import { AttemptPage, AttemptReport } from './attempt.ts';
import { Cursor, DivisionPrefix, Id, Instant, Language, plainLine } from './common.ts';
import { EntryAction, EntryDetail, EntryOutcome, EntryPage } from './entry.ts';
import { DocumentEnd, ExportBegun, ReportDocument } from './export.ts';
import { LedgerStatus, VerifierKeyText } from './ledger.ts';
import { Cause, LockedAccount, LockKind, LockSort } from './lock.ts';
import type { Operation } from './operation.ts';
import {
  AccountRow,
  AccountRowResult,
  AttemptRowResult,
  RedeemInput,
  RedeemResult,
  Rows,
  SignInState,
} from './register.ts';
import { Report } from './report.ts';
import {
  Declaration,
  Digest,
  HeldCheckpointAnswer,
  Restoration,
  RestorationList,
  RestorationProposal,
  RestorationState,
} from './restoration.ts';
import { Revealed, RevealInput } from './reveal.ts';
import {
  OwnDispute,
  QueuePart,
  ReviewComment,
  ReviewDetail,
  ReviewQueue,
  ReviewResult,
  SIGN_OFF_MAX,
} from './review.ts';
import { Me } from './staff.ts';

const PAGE_MAX = 200;
const limit = z.number().int().min(1).max(PAGE_MAX).default(50);
const places = z.array(DivisionPrefix).min(1).max(16).optional();
const opened = { account_id: Id, opening_id: Id };

/** What the list of the locked is narrowed to, and its order. */
const lockFilters = {
  places,
  kinds: z.array(LockKind).min(1).optional(),
  causes: z.array(Cause).min(1).optional(),
  sort: LockSort.default('newest'),
  since: Instant.optional(),
  until: Instant.optional(),
};

/** What the ledger's list is narrowed to. */
const entryFilters = {
  /** 31 days back from `to` where it is missing. */
  from: Instant.optional(),
  /** Now where it is missing. */
  to: Instant.optional(),
  account_id: Id.optional(),
  actor: z.string().min(1).max(128).optional(),
  office: z.string().min(1).max(32).optional(),
  actions: z.array(EntryAction).min(1).optional(),
  outcomes: z.array(EntryOutcome).min(1).optional(),
};
/** What a report is of. */
const reportFilters = {
  /** Days of the offices’ clock, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  /** The whole scope where it is missing. */
  place: DivisionPrefix.optional(),
};

/** What every step of a supervisor's in a review may answer. */
const REVIEW_ERRORS = [
  'entry_not_found',
  'own_act',
  'review_moved_on',
  'in_progress',
  'idempotency_key_required',
  'idempotency_key_reused',
  'ledger_unavailable',
] as const;

/** THE table. */
export const OPERATIONS = {
  me: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/me',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    summary: 'Who is signed in, with which roles, office and scope, and the least console version served',
    input: z.strictObject({}),
    output: Me,
    errors: [],
  },
  listLockedAccounts: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/locked-accounts',
    roles: ['clerk', 'supervisor'],
    summary: 'Accounts locked now, in pages both ways; a time filter implies the order by time',
    input: z.strictObject({
      ...lockFilters,
      /** Rows after this one in the order asked for. */
      after: Cursor.optional(),
      /** Rows before it. */
      before: Cursor.optional(),
      /** The last page of the order, by a reverse reading. */
      from_end: z.boolean().optional(),
      limit,
    }),
    output: z.object({
      items: z.array(LockedAccount),
      /** Cursors of the first and last row, null where there is nothing beyond. */
      before: Cursor.nullable(),
      after: Cursor.nullable(),
      /** The ledger index that the page has surely seen: follow the stream from here. */
      index: z.number().int(),
    }),
    errors: ['invalid_cursor'],
  },
  lockTotals: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/lock-totals',
    roles: ['clerk', 'supervisor'],
    summary: 'How many accounts are locked, by kind, cause and place, from counters',
    input: z.strictObject({ places }),
    output: LockTotals,
    errors: [],
  },
  searchAccounts: {
    surface: 'console',
    kind: 'query',
    method: 'POST',
    path: '/v1/account-searches',
    roles: ['clerk', 'supervisor'],
    summary: 'Find a person by name, pinyin, initials, phone, licence file or document number; an entry is written',
    input: z.strictObject({
      text: plainLine(64),
      reading: Reading.default('typed'),
      /** A search for the same citizen just before, by document: lets a phone on another account be told apart. */
      follows: Id.optional(),
    }),
    output: SearchResult,
    errors: ['too_many_looks', 'ledger_unavailable'],
  },
  openAccount: {
    surface: 'console',
    kind: 'query',
    method: 'POST',
    path: '/v1/accounts/{account_id}/openings',
    roles: ['clerk', 'supervisor'],
    summary: 'Open one account: everything about it, and one entry that it was opened',
    input: z.strictObject({
      account_id: Id,
      /** One's own search that found it by its whole document number: needed outside one's scope. */
      search_id: Id.optional(),
    }),
    output: AccountDetail,
    errors: ['account_not_found', 'outside_scope', 'too_many_looks', 'ledger_unavailable'],
  },
  readAccount: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/accounts/{account_id}',
    roles: ['clerk', 'supervisor'],
    summary: 'Read an account again that one has opened; no further entry',
    input: z.strictObject(opened),
    output: AccountDetail,
    errors: ['account_not_found', 'opening_required'],
  },
  listAttempts: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/accounts/{account_id}/attempts',
    roles: ['clerk', 'supervisor'],
    summary: 'Sign-in attempts of an account that one has opened, newest first; or only those that got it wrong',
    input: z.strictObject({ ...opened, only_failures: z.boolean().optional(), after: Cursor.optional(), limit }),
    output: AttemptPage,
    errors: ['account_not_found', 'opening_required', 'invalid_cursor'],
  },
  revealField: {
    surface: 'console',
    // Not an action: it changes nothing, and an answer kept for whoever asks again would be one more place with the number.
    kind: 'query',
    method: 'POST',
    path: '/v1/accounts/{account_id}/reveals',
    roles: ['clerk', 'supervisor'],
    summary: 'One masked number of an account whole, for a reason; an entry is written',
    input: RevealInput,
    output: Revealed,
    errors: [
      'account_not_found',
      'opening_required',
      'outside_scope',
      'not_registered',
      'too_many_looks',
      'ledger_unavailable',
    ],
  },
  unlockAccount: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/accounts/{account_id}/unlock',
    roles: ['clerk'],
    summary: 'End the lock in force; the password stays',
    input: UnlockInput,
    output: ActResult,
    errors: [
      'account_not_found',
      'opening_required',
      'stale_version',
      'not_locked',
      'account_disabled',
      'in_progress',
      'idempotency_key_required',
      'idempotency_key_reused',
      'ledger_unavailable',
    ],
  },
  forceReset: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/accounts/{account_id}/reset',
    roles: ['clerk'],
    summary: 'Void the password, end all sessions and any lock, and send a one-time code to the registered phone',
    input: ResetInput,
    output: ActResult,
    errors: [
      'account_not_found',
      'opening_required',
      'stale_version',
      'account_disabled',
      'no_phone',
      'in_progress',
      'idempotency_key_required',
      'idempotency_key_reused',
      'ledger_unavailable',
    ],
  },
  followAct: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/entries/{entry_id}/progress',
    roles: ['clerk', 'supervisor'],
    summary: 'What became of an unlock or reset of one’s own: message delivered, code used, signed in, locked again',
    input: z.strictObject({ entry_id: Id }),
    output: ActProgress,
    errors: ['entry_not_found'],
  },
  listEntries: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/entries',
    roles: ['clerk', 'supervisor', 'auditor'],
    summary: 'Entries of the ledger, newest first: a clerk’s own, a supervisor’s scope, all for an auditor',
    input: z.strictObject({
      ...entryFilters,
      after: Cursor.optional(),
      limit,
    }),
    output: EntryPage,
    errors: ['invalid_cursor', 'period_too_long'],
  },
  getEntry: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/entries/{entry_id}',
    roles: ['clerk', 'supervisor', 'auditor'],
    summary: 'One entry whole',
    input: z.strictObject({ entry_id: Id }),
    output: EntryDetail,
    errors: ['entry_not_found'],
  },
  exportEntries: {
    surface: 'console',
    kind: 'query',
    method: 'POST',
    path: '/v1/exports/entries',
    roles: ['supervisor', 'auditor'],
    summary: 'Begin an export of the ledger’s entries; an entry is written, the file is fetched by its id',
    input: z.strictObject({ ...entryFilters, language: Language }),
    output: ExportBegun,
    errors: ['period_too_long', 'ledger_unavailable'],
  },
  readReport: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/report',
    roles: ['supervisor', 'auditor'],
    summary:
      'Locks, unlocks, resets, repeats and returns of a period and place, by day or month and by who, where and why',
    input: z.strictObject(reportFilters),
    output: Report,
    errors: ['period_too_long'],
  },
  exportLockedAccounts: {
    surface: 'console',
    kind: 'query',
    method: 'POST',
    path: '/v1/exports/locked-accounts',
    roles: ['supervisor'],
    summary: 'Begin an export of the accounts locked now; an entry is written, the file is fetched by its id',
    input: z.strictObject({ ...lockFilters, language: Language }),
    output: ExportBegun,
    errors: ['ledger_unavailable'],
  },
  exportReport: {
    surface: 'staff',
    kind: 'query',
    method: 'POST',
    path: '/v1/exports/report',
    roles: ['supervisor', 'auditor'],
    summary: 'Begin a document of a report and have what is to be printed; an entry is written',
    input: z.strictObject({ ...reportFilters, language: Language }),
    output: ReportDocument,
    errors: ['period_too_long', 'ledger_unavailable'],
  },
  exportAccountFile: {
    surface: 'staff',
    kind: 'query',
    method: 'POST',
    path: '/v1/exports/account-file',
    roles: ['supervisor'],
    summary: 'Begin a document of an account that one has opened and have what is to be printed; an entry is written',
    input: z.strictObject({ ...opened, language: Language }),
    output: AccountFileDocument,
    errors: ['account_not_found', 'opening_required', 'ledger_unavailable'],
  },
  endExport: {
    surface: 'staff',
    kind: 'report',
    method: 'POST',
    path: '/v1/exports/{export_id}/end',
    roles: ['supervisor', 'auditor'],
    summary: 'Say what became of a document that one has begun, once; a second entry tells the file’s hash',
    input: z.strictObject({ export_id: Id, end: DocumentEnd }),
    output: z.object({ entry_id: Id }),
    errors: ['export_not_found', 'ledger_unavailable'],
  },

  ledgerStatus: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/ledger-status',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    summary: 'How far the ledger is signed, and who outside has seen how much of it',
    input: z.strictObject({}),
    output: LedgerStatus,
    errors: [],
  },
  attention: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/attention',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    summary: 'How many reviews, disputes of one’s own and alerts wait for whoever asks',
    input: z.strictObject({}),
    output: Attention,
    errors: [],
  },
  listReviews: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/reviews',
    roles: ['supervisor'],
    summary: 'Acts that wait for this supervisor, by risk, never their own; and what they have done of it today',
    input: z.strictObject({ part: QueuePart.default('all'), after: Cursor.optional(), limit }),
    output: ReviewQueue,
    errors: ['invalid_cursor'],
  },
  getReview: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/reviews/{entry_id}',
    roles: ['supervisor'],
    summary: 'One act to be reviewed with all that tells of it',
    input: z.strictObject({ entry_id: Id }),
    output: ReviewDetail,
    errors: ['entry_not_found'],
  },
  signOff: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/reviews/sign-offs',
    roles: ['supervisor'],
    summary: 'Sign off an act, or several of one kind and low risk; an entry each',
    input: z.strictObject({ entry_ids: z.array(Id).min(1).max(SIGN_OFF_MAX), comment: ReviewComment.optional() }),
    output: ReviewResult,
    errors: [...REVIEW_ERRORS, 'not_alike'],
  },
  disputeAct: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/reviews/{entry_id}/dispute',
    roles: ['supervisor'],
    summary: 'Dispute an act: its clerk is asked for an answer',
    input: z.strictObject({ entry_id: Id, comment: ReviewComment }),
    output: ReviewResult,
    errors: [...REVIEW_ERRORS],
  },
  closeDispute: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/reviews/{entry_id}/close',
    roles: ['supervisor'],
    summary: 'Close a dispute that its clerk has answered: upheld or dismissed',
    input: z.strictObject({ entry_id: Id, upheld: z.boolean(), comment: ReviewComment }),
    output: ReviewResult,
    errors: [...REVIEW_ERRORS],
  },
  listOwnDisputes: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/own-disputes',
    roles: ['clerk'],
    summary: 'Acts of one’s own that are disputed and wait for one’s answer, oldest first',
    input: z.strictObject({}),
    output: z.object({ items: z.array(OwnDispute) }),
    errors: [],
  },
  answerDispute: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/own-disputes/{entry_id}/answer',
    roles: ['clerk'],
    summary: 'Answer a dispute of an act of one’s own',
    input: z.strictObject({ entry_id: Id, comment: ReviewComment }),
    output: ReviewResult,
    errors: [
      'entry_not_found',
      'review_moved_on',
      'in_progress',
      'idempotency_key_required',
      'idempotency_key_reused',
      'ledger_unavailable',
    ],
  },
  listAlerts: {
    surface: 'console',
    kind: 'query',
    method: 'GET',
    path: '/v1/alerts',
    roles: ['supervisor', 'auditor', 'administrator'],
    summary:
      'Alerts that nobody has acknowledged, newest first, then those of the last seven days and those that go on',
    input: z.strictObject({}),
    output: z.object({ items: z.array(Alert), unrecorded: z.array(UnrecordedAlert) }),
    errors: [],
  },
  acknowledgeAlert: {
    surface: 'console',
    kind: 'action',
    method: 'POST',
    path: '/v1/alerts/{alert_id}/acknowledge',
    roles: ['supervisor', 'administrator'],
    summary: 'Say that one has taken note of an alert; never of one about oneself',
    input: z.strictObject({ alert_id: Id, comment: ReviewComment.optional() }),
    output: z.object({ entry_id: Id, acknowledged_at: Instant }),
    errors: [
      'alert_not_found',
      'own_act',
      'in_progress',
      'idempotency_key_required',
      'idempotency_key_reused',
      'ledger_unavailable',
    ],
  },

  rotateLedgerKey: {
    surface: 'console',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger-keys',
    roles: ['administrator'],
    summary: 'Hand the signing of the ledger on to the next key, which the API must hold; again, it changes nothing',
    input: z.strictObject({ verifier_key: VerifierKeyText }),
    output: z.object({ entry_id: Id }),
    errors: ['ledger_key_unfit', 'in_progress', 'ledger_unavailable'],
  },
  listRestorations: {
    surface: 'staff',
    kind: 'query',
    method: 'GET',
    path: '/v1/ledger/restorations',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    summary:
      'Declared restorations: what of the ledger was kept and lost, by whom declared, and the entry that says so',
    input: z.strictObject({}),
    output: RestorationList,
    errors: [],
  },
  reportCheckpoint: {
    surface: 'staff',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger/held-checkpoints',
    roles: ['clerk', 'supervisor', 'auditor', 'administrator'],
    summary: 'Hand in a signed checkpoint that one keeps, where the ledger does not seem to extend it',
    input: z.strictObject({ checkpoint: z.string().min(1).max(16_384) }),
    output: HeldCheckpointAnswer,
    errors: ['checkpoint_invalid', 'ledger_unavailable'],
  },
  restorationState: {
    surface: 'staff',
    kind: 'query',
    method: 'GET',
    path: '/v1/ledger/restoration',
    roles: ['administrator', 'auditor'],
    summary: 'Whether the ledger waits for a declaration of what was lost, and what one would say now',
    input: z.strictObject({}),
    output: RestorationState,
    errors: ['ledger_unavailable'],
  },
  proposeRestoration: {
    surface: 'staff',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger/restoration/proposals',
    roles: ['administrator'],
    summary: 'Propose what to declare of a restored ledger; for someone who has signed in just now',
    input: z.strictObject({ declaration: Declaration }),
    output: RestorationProposal,
    errors: ['sign_in_again', 'restoration_not_needed', 'declaration_outdated', 'ledger_unavailable'],
  },
  confirmRestoration: {
    surface: 'staff',
    kind: 'report',
    method: 'POST',
    path: '/v1/ledger/restoration/confirmations',
    roles: ['administrator'],
    summary: 'Confirm what another administrator proposed, by its digest; for someone who has signed in just now',
    input: z.strictObject({ digest: Digest }),
    output: Restoration,
    errors: [
      'sign_in_again',
      'second_person_required',
      'restoration_not_needed',
      'declaration_outdated',
      'ledger_unavailable',
    ],
  },

  registerAccounts: {
    surface: 'service',
    kind: 'report',
    method: 'POST',
    path: '/v1/accounts',
    roles: ['directory'],
    summary: 'The register of accounts: create or update up to 1,000, answered row by row',
    input: z.strictObject({ accounts: Rows }),
    rows: { accounts: AccountRow },
    output: z.object({ results: z.array(AccountRowResult) }),
    errors: ['ledger_unavailable'],
  },
  reportAttempts: {
    surface: 'service',
    kind: 'report',
    method: 'POST',
    path: '/v1/sign-in-attempts',
    roles: ['directory'],
    summary: 'Report up to 1,000 sign-in attempts, answered row by row; the policy may lock',
    input: z.strictObject({ attempts: Rows }),
    rows: { attempts: AttemptReport },
    output: z.object({ results: z.array(AttemptRowResult) }),
    errors: ['ledger_unavailable'],
  },
  accountState: {
    surface: 'service',
    kind: 'query',
    method: 'POST',
    path: '/v1/account-state',
    roles: ['directory'],
    summary: 'What a sign-in system must know of up to 1,000 accounts before it checks a password',
    input: z.strictObject({ external_ids: z.array(z.string().min(1).max(64)).min(1).max(1000) }),
    output: z.object({ states: z.array(SignInState) }),
    errors: [],
  },
  redeemCode: {
    surface: 'service',
    kind: 'report',
    method: 'POST',
    path: '/v1/reset-codes/redeem',
    roles: ['directory'],
    summary: 'A citizen typed the one-time code of a forced reset',
    input: RedeemInput,
    output: RedeemResult,
    errors: [],
  },
} as const satisfies Record<string, Operation>;

export type Operations = typeof OPERATIONS;
export type OperationName = keyof Operations;
export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** What a caller hands in (defaults may be missing) and what a handler gets (defaults filled). */
export type OperationInput<N extends OperationName> = z.input<Operations[N]['input']>;
export type ParsedInput<N extends OperationName> = z.output<Operations[N]['input']>;
export type OperationOutput<N extends OperationName> = z.output<Operations[N]['output']>;

type NamesWhere<Shape> = { [N in OperationName]: Operations[N] extends Shape ? N : never }[OperationName];
export type ConsoleOperation = NamesWhere<{ surface: 'console' }>;
export type ConsoleAction = NamesWhere<{ surface: 'console'; kind: 'action' }>;
export type ConsoleQuery = NamesWhere<{ surface: 'console'; kind: 'query' }>;
export const CONSOLE_OPERATIONS = OPERATION_NAMES.filter(
  (name): name is ConsoleOperation => OPERATIONS[name].surface === 'console',
);
