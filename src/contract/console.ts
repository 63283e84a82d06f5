/**
 * What the console's own two halves, main and renderer, tell each other beside the operations: the session, the
 * workstation's settings, the stream's state, acts whose answer is still unknown, the printed slip, exports, links and the
 * checks of the ledger. Nothing here travels to the API, and nothing here holds a token.
 */
import * as z from 'zod';
import { Channel } from './action.ts';
import { Instant, Language } from './common.ts';
import type { ExportedDocument, ExportedFile, ExportedTable } from './export.ts';
import type { Part } from './extract.ts';
import type { Failure } from './failure.ts';
import type { FollowedLink } from './link.ts';
import type { OperationInput, OperationName } from './operations.ts';
import type { Paper } from './paper.ts';
import type { Me } from './staff.ts';
import type { StreamEvent } from './stream.ts';

// ── Settings of this workstation ─────────────────────────────────────────────────────────────────────────────────

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const Settings = z.strictObject({
  /** As the office labels the machine, for example `NJ-GL-W03`; sent as claimed with every request, proven by nothing. */
  workstation_id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  /** What the citizen sees above the counter, for example `3 号窗口`. Empty where there is none. */
  window_name: z.string().max(40),
  /** Where this workstation meets citizens: it proposes the channel of an act. */
  channel: Channel.extract(['counter', 'hotline']),
  /** A reader that types document numbers like a keyboard is attached. */
  reader_present: z.boolean(),
  /** Local time of the workstation. `days` are ISO weekdays: 1 is Monday, 7 is Sunday. */
  office_hours: z.strictObject({
    days: z.array(z.int().min(1).max(7)).max(7),
    from: timeOfDay,
    to: timeOfDay,
  }),
  language: Language,
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['normal', 'roomy']),
  /** WCAG 2.1.4: keys of a single letter can be turned off. */
  letter_keys: z.boolean(),
  /** The system's name of the printer that takes slips without a question. Empty: the system's dialog asks each time. */
  slip_printer: z.string().max(256),
});
export type Settings = z.infer<typeof Settings>;

export const SettingsChange = Settings.partial();
export type SettingsChange = z.infer<typeof SettingsChange>;

// ── Session ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Someone who signed in on this workstation before. Kept in a file here, so that the sign-in screen can list them. */
export const FormerStaff = z.strictObject({
  subject: z.string(),
  name: z.string(),
  staff_number: z.string().nullable(),
  roles: z.array(z.string()),
  /** When they signed out, or were last signed in if the console ended without it. */
  last_seen_at: Instant,
});
export type FormerStaff = z.infer<typeof FormerStaff>;

/** Why nobody is signed in. */
export type SignedOutReason =
  /** The console has just started. */
  | 'started'
  | 'signed_out'
  | 'hand_over'
  /** Nobody touched the console for the idle time. */
  | 'idle'
  /** The longest time of one session is over. */
  | 'time_limit'
  /** The provider or the API no longer accepts the session. */
  | 'refused';

/** Why an attempt to sign in ended without a session. */
export type SignInFailure =
  | 'cancelled'
  /** Nobody finished signing in within the time allowed (five minutes). */
  | 'timeout'
  /** The person, or the provider's rules, refused. */
  | 'denied'
  /** The provider could not be reached. */
  | 'provider_unreachable'
  /** The provider's answer failed a check (state, nonce, issuer, signature, freshness). */
  | 'provider_answer_invalid'
  /** Signed in, but the API could not be reached to read name, office and roles. */
  | 'api_unreachable'
  /** Signed in, but the API accepts none of the person's roles. */
  | 'not_permitted'
  /** This console is older than the API accepts. */
  | 'console_outdated'
  /** No program on this machine opens web addresses. */
  | 'no_browser';

/** What the last hand-over (or sign-out) left behind; shown to the next person on the sign-in screen. */
export interface HandOver {
  name: string;
  at: string;
  /** The provider took back the tokens, so that nothing of the session can be used again. */
  session_revoked: boolean;
  /** Acts whose result was still unknown; the ledger tells what became of them. */
  unknown_acts: number;
}

export type SessionState =
  | { state: 'signed_out'; reason: SignedOutReason; failure: SignInFailure | null; hand_over: HandOver | null }
  | {
      state: 'signing_in';
      step: 'opening_browser' | 'waiting_for_browser' | 'reading_staff';
      /** Whom the person picked from the list; they may still sign in as someone else. */
      expected: FormerStaff | null;
      started_at: string;
      /** When waiting ends by itself. */
      ends_at: string;
    }
  | {
      state: 'signed_in';
      staff: Me;
      signed_in_at: string;
      /** Set from two minutes before the session ends until activity (`idle`) or the end. */
      ending: { cause: 'idle' | 'time_limit'; at: string; idle_since: string } | null;
    };

// ── Acts on their way ────────────────────────────────────────────────────────────────────────────────────────────

/**
 * An action that has been sent and has no definite answer yet. Main asks again with the same idempotency key until the
 * recorded answer or a definite refusal arrives; the screen shows this meanwhile and never says "failed".
 */
export interface PendingAct {
  /** Made by main for this act; the same for a repeated click with the same content. */
  id: string;
  operation: string;
  /** Null for an action that is not on an account. */
  account_id: string | null;
  submitted_at: string;
  /** Times asked so far, the first included. */
  asked: number;
  /** When it is asked again; null while a request is under way. */
  next_ask_at: string | null;
  /** True from the first request that ended without a definite answer. */
  unknown: boolean;
}

// ── Connection of the stream ─────────────────────────────────────────────────────────────────────────────────────

/** A beat comes every 2 s: 5 s without one is `late`, 15 s `disconnected`. `off` while nobody is signed in. */
export type ConnectionState = 'off' | 'connecting' | 'live' | 'late' | 'disconnected';

export interface Connection {
  state: ConnectionState;
  since: string;
  /** When anything was last heard; what the screen shows is as of then. */
  last_heard_at: string | null;
  /** When the next attempt begins; null unless waiting for one. */
  next_try_at: string | null;
}

/** Beats say only that the connection lives; main keeps them. */
export type ForwardedEvent = Exclude<StreamEvent, { event: 'beat' }>;

// ── The ledger, as this workstation has checked it ───────────────────────────────────────────────────────────────

export const LedgerRefusal = z.enum([
  /** It has fewer entries than this workstation has seen. */
  'shrank',
  /** It does not hold the entries that this workstation has seen, or keeps back what would show that it does. */
  'forked',
  /** Its checkpoint is signed by another key than the ledger's, or by none. */
  'other_key',
  /** Its checkpoint is not what the ledger's key signed, or no checkpoint at all. */
  'not_signed',
]);
export type LedgerRefusal = z.infer<typeof LedgerRefusal>;

/** A checkpoint that was accepted, a signed note, and when the ledger was last found to extend it. */
export const CheckedCheckpoint = z.object({ size: z.int().nonnegative(), checkpoint: z.string(), checked_at: Instant });
export type CheckedCheckpoint = z.infer<typeof CheckedCheckpoint>;

/** A checkpoint that the API told and that was not accepted. */
export const RefusedCheckpoint = z.object({
  why: LedgerRefusal,
  /** As it was told, whatever it is. */
  checkpoint: z.string(),
  /** Entries that it tells; null where it was not signed by the ledger's key. */
  size: z.int().nonnegative().nullable(),
  at: Instant,
  /**
   * The one that it does not come to, where that is not the newest that was kept: what that one covers was declared lost, but
   * this one is of before the loss.
   */
  older: CheckedCheckpoint.optional(),
});
export type RefusedCheckpoint = z.infer<typeof RefusedCheckpoint>;

/** Entries that this workstation kept a checkpoint of, and that two administrators have declared lost. */
export const DeclaredLoss = z.object({
  at: Instant,
  /** Who proposed it and who confirmed it, by the names that the API tells. */
  by: z.tuple([z.string(), z.string()]),
  /** Indices of the first and the last entry lost. */
  first: z.int().nonnegative(),
  last: z.int().nonnegative(),
});
export type DeclaredLoss = z.infer<typeof DeclaredLoss>;

export type KeyOrigin =
  /** In `lockdesk.json`. */
  | 'named'
  /** The first one that the API told. */
  | 'first_seen'
  /** By an entry of the ledger that the key before it has signed. */
  | 'handed_on';

export interface LedgerCheck {
  /** The newest checkpoint that was accepted. */
  kept: CheckedCheckpoint | null;
  /** By which it was checked, in note-verifier form, and how this workstation came to trust it; null until the first check. */
  key: { text: string; from: KeyOrigin } | null;
  /** Set from the moment the ledger was found not to extend what was kept, until it does again: no act meanwhile. */
  refused: RefusedCheckpoint | null;
  /** Set from the moment a declared restoration was accepted until a person has taken note of it. */
  restored: DeclaredLoss | null;
}

// ── The printed slip ─────────────────────────────────────────────────────────────────────────────────────────────

/** A printer of this workstation, by the system's name and as people know it. */
export interface Printer {
  name: string;
  label: string;
}

export type PrintOutcome =
  /** Handed to the system, which no longer says what becomes of it. */
  | 'sent'
  | 'cancelled'
  | 'no_printer'
  /** The one that the settings name is not there any more. */
  | 'printer_gone'
  | 'failed';

export type SaveOutcome = 'saved' | 'cancelled' | 'disk_full' | 'failed';

// ── Exports ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Tables come from the API as files. */
export const TABLE_OPERATIONS = [
  'exportEntries',
  'exportLockedAccounts',
  'exportReportTables',
  'exportAccessReview',
] as const satisfies readonly OperationName[];
export type TableOperation = (typeof TABLE_OPERATIONS)[number];

/** Documents are printed by the console. */
export const DOCUMENT_OPERATIONS = [
  'exportReport',
  'exportAccountFile',
  'exportExtract',
] as const satisfies readonly OperationName[];
export type DocumentOperation = (typeof DOCUMENT_OPERATIONS)[number];

export const EXPORT_OPERATIONS = [...TABLE_OPERATIONS, ...DOCUMENT_OPERATIONS] as const;
export type ExportOperation = (typeof EXPORT_OPERATIONS)[number];

/** What is to be in the file; where it goes is between main and the person. */
export type ExportRequest<N extends ExportOperation = ExportOperation> = {
  [Name in N]: { operation: Name; input: OperationInput<Name> };
}[N];

/** How much of a table has come, or what is being done about a document. */
export type ExportProgress =
  | Pick<ExportedTable, 'rows' | 'bytes'>
  | {
      /** `asking_again` where the ledger's answer was lost. */
      step: 'reading' | 'printing' | 'recording' | 'asking_again';
      /** Of a document that is printed in several. */
      part?: Part;
    };

export type ExportOutcome =
  /** As the ledger says it, whose first entry of it this is. */
  | { is: 'saved'; export_id: string; file: ExportedFile /** The parts that follow. */; more?: ExportedDocument[] }
  /** The first parts of a document are there, as good as if all were, and the others are not. */
  | { is: 'in_part'; part: Part }
  /** Before it was begun, or on the way: there is no file. */
  | { is: 'cancelled' }
  /** One at a time. */
  | { is: 'busy' }
  | { is: 'disk_full' }
  /** The place that was chosen takes no file. */
  | { is: 'not_writable' }
  /** The page that was to be printed stopped, or took too long. */
  | { is: 'not_printed' }
  | { is: 'failed'; failure: Failure }
  /** There is no file, but the ledger says that there is one, or may say so. */
  | { is: 'lost' };

// ── What passes between page and main beside the operations ──────────────────────────────────────────────────────

/** Why the page was loaded again by itself. */
export type Recovery = 'crash' | 'hang';

/** Something chosen in the menu that the page carries out. */
export type PageCommand = 'find' | 'settings' | 'keys';

const nothing = z.undefined();

/** What the page may ask of main, with what. */
export const CONSOLE_CALLS = {
  'session:state': nothing,
  'session:former-staff': nothing,
  /** Null: someone who is not on the list. */
  'session:sign-in': z.strictObject({ subject: z.string() }).nullable(),
  'session:open-browser-again': nothing,
  'session:copy-address': nothing,
  'session:cancel-sign-in': nothing,
  'session:sign-out': nothing,
  'session:hand-over': nothing,
  'session:active': nothing,
  'stream:connection': nothing,
  'stream:reconnect': nothing,
  'settings:read': nothing,
  'settings:change': SettingsChange,
  'acts:pending': nothing,
  'page:recovery': nothing,
  'slip:print': nothing,
  /** By the number of its entry in the ledger, which names the file. */
  'slip:save': z.strictObject({ number: z.int().nonnegative() }),
  'slip:printers': nothing,
  'link:take': nothing,
  'ledger:state': nothing,
  'ledger:check': nothing,
  'ledger:noted': nothing,
  /** Answers when it is over. The input is checked by the operation's own schema. */
  'export:save': z.strictObject({ operation: z.enum(EXPORT_OPERATIONS), input: z.record(z.string(), z.unknown()) }),
  'export:cancel': nothing,
  'paper:take': nothing,
  /** All of it stands there, in its own letters. */
  'paper:drawn': nothing,
} as const;
export type ConsoleCall = keyof typeof CONSOLE_CALLS;
export type ConsoleCallInput<C extends ConsoleCall> = z.output<(typeof CONSOLE_CALLS)[C]>;

/** What main answers, where it answers anything. */
export interface ConsoleCallAnswers {
  'session:state': SessionState;
  'session:former-staff': FormerStaff[];
  'stream:connection': Connection;
  'settings:read': Settings;
  'settings:change': Settings;
  'acts:pending': PendingAct[];
  'page:recovery': Recovery | null;
  'slip:print': PrintOutcome;
  'slip:save': SaveOutcome;
  'slip:printers': Printer[];
  /** What was followed last, once; null where there is nothing. */
  'link:take': FollowedLink | null;
  'ledger:state': LedgerCheck;
  /** As it stands once the ledger has been looked at, or could not be reached. */
  'ledger:check': LedgerCheck;
  'export:save': ExportOutcome;
  /** What is to be drawn; null where nothing is. */
  'paper:take': Paper | null;
}

export type ConsoleCallAnswer<C extends ConsoleCall> = C extends keyof ConsoleCallAnswers
  ? ConsoleCallAnswers[C]
  : undefined;

/** What main tells the page by itself. */
export interface ConsoleNews {
  'session:changed': SessionState;
  'stream:connection-changed': Connection;
  'stream:events': ForwardedEvent[];
  'settings:changed': Settings;
  'acts:changed': PendingAct[];
  'page:command': PageCommand;
  /** A link was followed: whoever is signed in takes it. */
  'link:followed': null;
  'ledger:changed': LedgerCheck;
  'export:progress': ExportProgress;
}
