import { LockdeskError } from '../../client/index.ts';
import type { DeclaredLoss, LedgerCheck, RefusedCheckpoint } from '../../contract/console.ts';
import { formatVerifierKey } from '../../verify/index.ts';
import { Listeners } from '../listeners.ts';
import { note, warn } from '../log.ts';
import type { KeptLedger } from '../store/kept-ledger.ts';
import { examine, type ServedLedger, type Verdict } from './examine.ts';
import { checkedOf, type Kept, openKept, storedKept, thinned } from './kept.ts';

export interface KeeperOptions {
  ledger: ServedLedger;
  store: { readonly current: KeptLedger | null; keep(ledger: KeptLedger): void };
  /** The ledger's key as the agency named it for this console, in note-verifier form; else the first one seen counts. */
  pinned: string | undefined;
}

/** Each console asks as often: a checkpoint, and where it moved on a handful of tiles. */
const EVERY_MS = 60_000;
/** Where the stream itself shows a shorter ledger, it is looked at before its time, but no oftener than this. */
const HURRY_MS = 5_000;

/**
 * Watches from this workstation that the ledger only grows: keeps the last checkpoint it has seen, and accepts another one
 * only where the ledger's key has signed it and it is shown to extend the one that was kept. Some older ones stay beside it, to
 * be asked where that one was declared lost. Never on the path of an act.
 */
export class Keeper {
  readonly changed = new Listeners<LedgerCheck>();
  readonly #options: KeeperOptions;
  /** What trust began with; null until the first look where none was named. */
  #trusted: string | null;
  /** The newest first; each was found to extend the next. */
  #kept: readonly Kept[];
  #refused: RefusedCheckpoint | null;
  #restored: DeclaredLoss | null;
  #running: Promise<LedgerCheck> | null = null;
  #watching = false;
  #timer: NodeJS.Timeout | undefined;
  #begunAt = 0;

  constructor(options: KeeperOptions) {
    this.#options = options;
    const { current } = options.store;
    this.#kept = openKept(current);
    this.#trusted = options.pinned ?? current?.trusted ?? null;
    this.#refused = current?.refused ?? null;
    this.#restored = current?.restored ?? null;
  }

  get state(): LedgerCheck {
    const [newest] = this.#kept;
    return {
      kept: newest ? checkedOf(newest) : null,
      key: this.#keyNow(),
      refused: this.#refused,
      restored: this.#restored,
    };
  }

  /** Looks at once, and from then on each minute. */
  start(): void {
    if (this.#watching) return;
    this.#watching = true;
    void this.check();
  }

  stop(): void {
    this.#watching = false;
    clearTimeout(this.#timer);
  }

  /** @param index of the ledger's last entry, as the stream tells it */
  heard(index: number): void {
    const [newest] = this.#kept;
    const shorter = newest !== undefined && this.#refused === null && index + 1 < newest.head.size;
    if (shorter && Date.now() - this.#begunAt >= HURRY_MS) void this.check();
  }

  /** Looks now; whoever asks while that is under way hears the same. What can't be reached leaves all as it was. */
  check(): Promise<LedgerCheck> {
    this.#running ??= this.#look()
      .catch((error: unknown) => {
        const code = error instanceof LockdeskError ? error.failure.code : 'unknown';
        warn('ledger_not_checked', { code });
      })
      .then(() => this.state)
      .finally(() => {
        this.#running = null;
        this.#wait();
      });
    return this.#running;
  }

  /** A person has taken note of the restoration. */
  noted(): void {
    if (this.#restored === null || this.#trusted === null) return;
    this.#restored = null;
    this.#write(this.#trusted);
    this.changed.tell(this.state);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    // Not in step with all the others that lost the same server.
    if (this.#watching) this.#timer = setTimeout(() => void this.check(), EVERY_MS * (0.9 + Math.random() / 5));
  }

  async #look(): Promise<void> {
    this.#begunAt = Date.now();
    const { ledger } = this.#options;
    const trusted = this.#trusted ?? (await ledger.read('key'))?.toString().trim();
    const verdict = trusted === undefined ? null : await examine(ledger, trusted, this.#kept);
    if (trusted === undefined || verdict === null) return;
    if (verdict.sound) this.#accept(trusted, verdict);
    // A ledger never seen, by a key that only itself has told: nothing is known that could be broken.
    else if (this.#trusted === null) warn('ledger_not_trusted', { why: verdict.refused.why });
    else {
      this.#refuse(trusted, { ...verdict.refused, at: new Date().toISOString() });
      await this.#report(verdict.refused);
    }
  }

  #accept(trusted: string, { head, key, restored }: Extract<Verdict, { sound: true }>): void {
    const [newest] = this.#kept;
    const known =
      newest?.head.size === head.size &&
      newest.key.id === key.id &&
      this.#trusted === trusted &&
      this.#refused === null &&
      restored === null;
    this.#trusted = trusted;
    // Of what was lost, none is a checkpoint of this ledger any more.
    const upTo = restored?.first ?? head.size - 1;
    const before = this.#kept.filter((one) => one.head.size <= upTo);
    this.#kept = thinned([{ head, key, checkedAt: new Date().toISOString() }, ...before]);
    this.#refused = null;
    this.#restored = restored ?? this.#restored;
    if (restored) warn('ledger_restored', { first: restored.first, last: restored.last });
    // A ledger at rest need not be written each minute.
    if (!known) {
      note('ledger_checked', { size: head.size, key: key.id });
      this.#write(trusted);
    }
    this.changed.tell(this.state);
  }

  #refuse(trusted: string, refused: RefusedCheckpoint): void {
    const known = this.#refused?.why === refused.why && this.#refused.checkpoint === refused.checkpoint;
    if (known) return;
    this.#refused = refused;
    // All that shows what the ledger told, once it tells something else.
    warn('ledger_refused', {
      why: refused.why,
      kept: this.#kept[0]?.head.note ?? null,
      older: refused.older?.checkpoint ?? null,
      told: refused.checkpoint,
    });
    this.#write(trusted);
    this.changed.tell(this.state);
  }

  /** What this workstation holds is evidence: without it the API may not know what it has lost. */
  async #report({ why, older }: Pick<RefusedCheckpoint, 'why' | 'older'>): Promise<void> {
    const note = older?.checkpoint ?? this.#kept[0]?.head.note;
    if (note !== undefined && (why === 'shrank' || why === 'forked')) {
      await this.#options.ledger.report(note).catch(() => warn('checkpoint_not_reported'));
    }
  }

  #write(trusted: string): void {
    const { store } = this.#options;
    store.keep({ trusted, ...storedKept(this.#kept), refused: this.#refused, restored: this.#restored });
  }

  #keyNow(): LedgerCheck['key'] {
    if (this.#trusted === null) return null;
    const [newest] = this.#kept;
    const text = newest ? formatVerifierKey(newest.key) : this.#trusted;
    const began = this.#options.pinned === undefined ? 'first_seen' : 'named';
    return { text, from: text === this.#trusted ? began : 'handed_on' };
  }
}
