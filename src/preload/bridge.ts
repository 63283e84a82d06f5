/**
 * The type of `window.lockdesk`, all that the page can reach outside itself. Types only: renderer and preload both
 * import it, and neither gets code of the other by that.
 */
import type {
  Connection,
  ExportOutcome,
  ExportProgress,
  ExportRequest,
  FormerStaff,
  ForwardedEvent,
  LedgerCheck,
  PageCommand,
  PendingAct,
  Printer,
  PrintOutcome,
  Recovery,
  SaveOutcome,
  SessionState,
  Settings,
  SettingsChange,
} from '../contract/console.ts';
import type { Answer } from '../contract/failure.ts';
import type { FollowedLink } from '../contract/link.ts';
import type { ConsoleOperation, OperationInput, OperationOutput } from '../contract/operations.ts';
import type { Paper } from '../contract/paper.ts';

export type Unsubscribe = () => void;

export interface LockdeskBridge {
  /** One method an operation of the console, named as in the contract. They never reject: a failure is an answer. */
  operations: OperationsBridge;
  session: SessionBridge;
  stream: StreamBridge;
  settings: SettingsBridge;
  acts: ActsBridge;
  ledger: LedgerBridge;
  slip: SlipBridge;
  exports: ExportsBridge;
  paper: PaperBridge;
  app: AppBridge;
}

export type OperationsBridge = {
  [N in ConsoleOperation]: (input: OperationInput<N>) => Promise<Answer<OperationOutput<N>>>;
};

interface SessionBridge {
  /** The state now; changes follow by `onChange`. */
  state(): Promise<SessionState>;
  onChange(listener: (state: SessionState) => void): Unsubscribe;
  /** Who signed in here before, the latest first. */
  formerStaff(): Promise<FormerStaff[]>;
  /** Opens the system browser; progress and outcome arrive by `onChange`. Does nothing while one is under way. */
  signIn(expected: { subject: string } | null): Promise<void>;
  /** Opens the sign-in page in the browser once more. */
  openBrowserAgain(): Promise<void>;
  /** Puts the sign-in page's address on the clipboard, for when no browser showed up. */
  copyAddress(): Promise<void>;
  cancelSignIn(): Promise<void>;
  signOut(): Promise<void>;
  /** As `signOut`, for the next clerk: within 5 seconds nothing of this session is left, whatever the network does. */
  handOver(): Promise<void>;
  /** "Keep using": ends the warning. Any key or click in the window counts by itself. */
  stay(): Promise<void>;
}

interface StreamBridge {
  /** At most one call in 100 ms, in the order of the stream; beats are not passed on. */
  onEvents(listener: (events: ForwardedEvent[]) => void): Unsubscribe;
  connection(): Promise<Connection>;
  onConnection(listener: (connection: Connection) => void): Unsubscribe;
  /** Tries at once instead of waiting for the next attempt. */
  reconnect(): Promise<void>;
}

interface SettingsBridge {
  read(): Promise<Settings>;
  /** Answers the settings as they now stand. Rejects what is not valid. */
  change(change: SettingsChange): Promise<Settings>;
  /** Also when the language was changed in the menu. */
  onChange(listener: (settings: Settings) => void): Unsubscribe;
}

interface ActsBridge {
  /** Every act that has no definite answer yet, also those that a page before a reload began. */
  pending(): Promise<PendingAct[]>;
  onChange(listener: (acts: PendingAct[]) => void): Unsubscribe;
}

interface LedgerBridge {
  /** What this workstation has found so far; what it finds later follows by `onChange`. */
  state(): Promise<LedgerCheck>;
  /** Looks now instead of within the minute. */
  check(): Promise<LedgerCheck>;
  /** Somebody has read that the ledger was restored. */
  noted(): Promise<void>;
  onChange(listener: (check: LedgerCheck) => void): Unsubscribe;
}

interface SlipBridge {
  /** Prints the slip that the page shows: by the printer that the settings name, else as the system's dialog says. */
  print(): Promise<PrintOutcome>;
  /** As a PDF, where the person says; the file is called by the number of the slip's entry. */
  save(slip: { number: number }): Promise<SaveOutcome>;
  printers(): Promise<Printer[]>;
}

interface ExportsBridge {
  /** As a file, where the person says; answers when it is there, or why it is not. One at a time. */
  save(request: ExportRequest): Promise<ExportOutcome>;
  cancel(): Promise<void>;
  onProgress(listener: (progress: ExportProgress) => void): Unsubscribe;
}

/** For the page that draws what main prints. */
interface PaperBridge {
  take(): Promise<Paper | null>;
  drawn(): Promise<void>;
}

interface AppBridge {
  version: string;
  /** Set where this page was loaded again because it had stopped or hung; says so once. */
  recovery(): Promise<Recovery | null>;
  onCommand(listener: (command: PageCommand) => void): Unsubscribe;
  /** Where the link leads that somebody followed outside the console; told once. */
  takeLink(): Promise<FollowedLink | null>;
  onLink(listener: () => void): Unsubscribe;
}

declare global {
  interface Window {
    readonly lockdesk: LockdeskBridge;
    /** Set where the console runs on a Chromium instead of Electron; `product` names it, for example `Edge 143`. */
    readonly lockdeskChromiumShell?: { product: string };
  }
}
