import { sql } from 'kysely';
import { STREAM_MAX_BEHIND } from '../../contract/index.ts';
import type { Running, Services } from '../services.ts';
import { type LedgerChange, readChanges, readMark } from './changes.ts';
import { pause } from './election.ts';
import { listen } from './listen.ts';
import { LEAVES_CHANNEL } from './sequencer.ts';

/** Changes read by one statement. */
const READ_MAX = 500;
/** Should a notification be lost, what it told of is read this much later. */
const LOOK_MS = 1_000;
/** A database that has not answered for this long: what this process knows may be old. */
const STALE_MS = 4_000;

/** How far a reader has read: the entry of an index, and by its mark which one that was. Unknown to whoever has only a number. */
export interface Place {
  index: number;
  mark: string | null;
}

export interface Follower {
  tell(changes: readonly LedgerChange[]): void;
  /** The ledger was set back behind what was told, and nothing more is told: a standby took over that had not got it. */
  lost(): void;
}

/**
 * The ledger as it grows, read once in this process however many consoles follow it. The latest changes stay in memory,
 * so that consoles which come back do not all ask the database at once.
 */
export class LedgerFeed implements Running {
  readonly #services: Pick<Services, 'config' | 'db' | 'log'>;
  readonly #followers = new Set<Follower>();
  readonly #stopping = new AbortController();
  #recent: LedgerChange[] = [];
  #last = -1;
  #readAt = 0;
  /** Aborted when there may be something to read. */
  #news = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(services: Pick<Services, 'config' | 'db' | 'log'>) {
    this.#services = services;
  }

  /** Index of the last entry read; -1 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Where {@link last} is. */
  get place(): Place {
    return { index: this.#last, mark: this.#recent.at(-1)?.mark ?? null };
  }

  /** Whether {@link last} is as new as the database can tell. */
  get fresh(): boolean {
    return Date.now() - this.#readAt < STALE_MS;
  }

  /** Begins where the ledger ends; settles when that is known. */
  async start(): Promise<void> {
    const { config, log } = this.#services;
    await this.#begin();
    const { signal } = this.#stopping;
    const heard = () => this.#news.abort();
    this.#running = Promise.all([
      listen(config.DATABASE_URL, LEAVES_CHANNEL, log, heard, signal),
      this.#follow(signal),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /**
   * Whether the ledger does not go through that place: whoever was told of it saw one that has since been set back. Of what lies
   * too far back to be told nothing is asked.
   */
  async isLost({ index, mark }: Place): Promise<boolean> {
    const behind = this.#last - index;
    if (index === -1 || behind > this.#recent.length) return false;
    const recent = behind < 0 ? undefined : this.#recent.at(-1 - behind);
    const now = recent?.mark ?? (await readMark(this.#services.db, index));
    return now === null || (mark !== null && mark !== now);
  }

  /**
   * Follows the ledger from beyond an index.
   *
   * @returns how to end it; or null, where that lies too far back to be told
   */
  follow(after: number, follower: Follower): (() => void) | null {
    const behind = this.#last - after;
    if (behind > this.#recent.length) return null;
    if (behind > 0) follower.tell(this.#recent.slice(-behind));
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  async #begin(): Promise<void> {
    this.#recent = [];
    this.#last = Math.max(-1, (await this.#next()) - 1 - STREAM_MAX_BEHIND);
    await this.#read();
  }

  /** The index that the next entry will have. */
  async #next(): Promise<number> {
    const { rows } = await sql<{ next: number }>`SELECT next_index AS next FROM sequencer_state`.execute(
      this.#services.db,
    );
    return rows[0]?.next ?? 0;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#news = new AbortController();
      try {
        await this.#read();
      } catch (error) {
        this.#services.log.warn({ err: error }, 'the ledger cannot be read');
        await pause(LOOK_MS, signal);
      }
      await pause(LOOK_MS, AbortSignal.any([signal, this.#news.signal]));
    }
  }

  async #read(): Promise<void> {
    for (;;) {
      const [lost, changes] = await Promise.all([
        this.#isSetBack(),
        readChanges(this.#services.db, this.#last, READ_MAX),
      ]);
      if (lost) {
        for (const follower of this.#followers) follower.lost();
        this.#followers.clear();
        return this.#begin();
      }
      this.#readAt = Date.now();
      this.#recent = [...this.#recent, ...changes].slice(-STREAM_MAX_BEHIND);
      this.#last = changes.at(-1)?.index ?? this.#last;
      if (changes.length > 0) for (const follower of this.#followers) follower.tell(changes);
      if (changes.length < READ_MAX) return;
    }
  }

  /** Whether the last entry read is no longer the one at its place. */
  async #isSetBack(): Promise<boolean> {
    const { index, mark } = this.place;
    return mark !== null && (await readMark(this.#services.db, index)) !== mark;
  }
}
