import type {
  Failure,
  ForwardedEvent,
  LockedAccount,
  OperationInput,
  OperationOutput,
} from '../../../contract/index.ts';
import { OperationFailed } from '../../lib/operations.ts';

/** What the list is asked for. */
export type Question = Pick<OperationInput<'listLockedAccounts'>, 'places' | 'kinds' | 'causes' | 'sort'>;
type Page = OperationOutput<'listLockedAccounts'>;
export type ReadPage = (input: OperationInput<'listLockedAccounts'>) => Promise<Page>;

export interface ListState {
  status: 'loading' | 'ready' | 'failed';
  failure: Failure | null;
  rows: readonly LockedAccount[];
  /** There is more before the first row, or after the last. */
  before: string | null;
  after: string | null;
  /** Locks that have fallen since and wait behind the pill; of more than anybody counts, the newest. */
  waiting: readonly LockedAccount[];
  /** More has changed than the stream could tell. */
  behind: boolean;
  reading: 'before' | 'after' | 'anew' | null;
  /** The last reading of more rows failed. */
  moreFailed: boolean;
  /** Rises when the rows are others than before, not only more: the view begins anew at `at`. */
  renewed: { times: number; at: 'start' | 'end' };
}

const EMPTY: ListState = {
  status: 'loading',
  failure: null,
  rows: [],
  before: null,
  after: null,
  waiting: [],
  behind: false,
  reading: null,
  moreFailed: false,
  renewed: { times: 0, at: 'start' },
};

const PAGE = 50;
/** Enough for whatever comes while a page is on its way. */
const HEARD_MAX = 1000;
/** More than this is "many": an attack on many accounts must not grow for a whole night in a page that nobody looks at. */
const WAITING_MAX = 500;

type LockEvent = Extract<ForwardedEvent, { event: 'locked' | 'lock_ended' }>;

/**
 * The locked accounts as one clerk sees them: pages both ways, and what the stream brings. Rows never jump: a new one
 * waits until it is taken in, an ended one stays where it is with its result. Only an empty list takes rows in at once.
 */
export class LockedList {
  readonly #read: ReadPage;
  readonly #listeners = new Set<() => void>();
  #question: Question = {};
  #state = EMPTY;
  /** Rises with each question; pages of an older one are dropped. */
  #asked = 0;
  /** What was heard lately: a page says up to where it has seen the ledger, the rest is applied to it. */
  #heard: LockEvent[] = [];

  constructor(read: ReadPage) {
    this.#read = read;
  }

  readonly state = (): ListState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins anew with another filter or order. The old rows go at once: they are not what was asked for. */
  ask(question: Question): void {
    this.#question = question;
    this.#set({ ...EMPTY, renewed: this.#state.renewed });
    void this.#anew('start');
  }

  /** Takes in what waits, and lets go of what has ended. */
  takeIn(): void {
    void this.#anew('start');
  }

  /** To the newest rows, or by a reverse page to the oldest. */
  goTo(end: 'start' | 'end'): void {
    const there = end === 'start' ? this.#state.before === null : this.#state.after === null;
    if (!there) void this.#anew(end);
  }

  /** Reads the next page on one side, unless one is under way. */
  async more(side: 'before' | 'after'): Promise<void> {
    const { [side]: cursor, reading } = this.#state;
    if (cursor === null || reading !== null) return;
    const asked = this.#asked;
    this.#set({ reading: side, moreFailed: false });
    try {
      const page = await this.#read({ ...this.#question, [side]: cursor, limit: PAGE });
      if (asked !== this.#asked) return;
      const { rows } = this.#state;
      const known = new Set(rows.map(({ lock }) => lock.id));
      const items = this.#brought(page).filter(({ lock }) => !known.has(lock.id));
      this.#set({
        rows: side === 'after' ? [...rows, ...items] : [...items, ...rows],
        [side]: page[side],
        reading: null,
      });
    } catch (error) {
      if (!(error instanceof OperationFailed)) throw error;
      if (asked === this.#asked) this.#set({ reading: null, moreFailed: true });
    }
  }

  /** Hears what the stream brings, in its order. */
  hear(events: readonly ForwardedEvent[]): void {
    for (const event of events) {
      if (event.event === 'locked' || event.event === 'lock_ended') {
        this.#heard = [...this.#heard.slice(-HEARD_MAX + 1), event];
        if (this.#state.status === 'ready') this.#hearOne(event);
      } else if (event.event === 'reset') {
        this.#heard = [];
        void this.catchUp();
      }
    }
  }

  /** The stream may have begun after the page was read: looks once more at the first page, and moves nothing. */
  async catchUp(): Promise<void> {
    if (this.#state.status !== 'ready') return;
    const asked = this.#asked;
    const page = await this.#read({ ...this.#question, limit: PAGE }).catch(() => null);
    if (asked !== this.#asked || this.#state.status !== 'ready') return;
    const { rows, waiting, before } = this.#state;
    if (page === null || before !== null) {
      this.#set({ behind: true });
      return;
    }
    if (rows.length === 0) {
      this.#show(page, 'start');
      return;
    }
    const items = this.#brought(page);
    const known = new Set([...rows, ...waiting].map(({ lock }) => lock.id));
    const listed = new Set(items.map(({ lock }) => lock.id));
    const first = rows.slice(0, items.length).filter(({ lock }) => lock.ended === null);
    const fresh = items.filter(({ lock }) => !known.has(lock.id) && this.#comesFirst(lock.id, items, rows));
    this.#set({
      waiting: [...fresh, ...waiting],
      behind:
        this.#state.behind || first.length - first.filter(({ lock }) => listed.has(lock.id)).length > fresh.length,
    });
  }

  /** Whether a row of a page stands before the last one that page and list share: others are only further down. */
  #comesFirst(id: string, items: readonly LockedAccount[], rows: readonly LockedAccount[]): boolean {
    const known = new Set(rows.map(({ lock }) => lock.id));
    const last = items.findLastIndex(({ lock }) => known.has(lock.id));
    return items.findIndex(({ lock }) => lock.id === id) < (last === -1 ? items.length : last);
  }

  async #anew(at: 'start' | 'end'): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#set({ reading: 'anew', moreFailed: false });
    try {
      const page = await this.#read({ ...this.#question, limit: PAGE, ...(at === 'end' && { from_end: true }) });
      if (asked === this.#asked) this.#show(page, at);
    } catch (error) {
      if (!(error instanceof OperationFailed)) throw error;
      if (asked !== this.#asked) return;
      // Rows that are there are worth more than a message in their place.
      if (this.#state.status === 'ready') this.#set({ reading: null, behind: true, moreFailed: true });
      else this.#set({ status: 'failed', failure: error.failure, reading: null });
    }
  }

  #show(page: Page, at: 'start' | 'end'): void {
    const rows = this.#brought(page);
    const { renewed } = this.#state;
    this.#set({
      ...EMPTY,
      status: 'ready',
      rows,
      before: page.before,
      after: page.after,
      renewed: { times: renewed.times + 1, at },
    });
    for (const event of this.#heard) {
      if (event.event === 'locked' && event.data.index >= page.index) this.#hearOne(event);
    }
  }

  /** A page's rows, with what has been heard since it was read. */
  #brought({ items, index }: Page): LockedAccount[] {
    const ended = new Map<string, LockedAccount>();
    for (const { event, data } of this.#heard) {
      if (event === 'lock_ended' && data.index >= index) ended.set(data.row.lock.id, data.row);
    }
    return items.map((row) => ended.get(row.lock.id) ?? row);
  }

  #hearOne({ event, data: { row } }: LockEvent): void {
    const { rows, waiting } = this.#state;
    const { id } = row.lock;
    if (event === 'lock_ended') {
      this.#set({
        rows: rows.map((one) => (one.lock.id === id ? { ...one, lock: row.lock } : one)),
        waiting: waiting.filter(({ lock }) => lock.id !== id),
      });
      return;
    }
    const known = rows.some(({ lock }) => lock.id === id) || waiting.some(({ lock }) => lock.id === id);
    const over = this.#heard.some((one) => one.event === 'lock_ended' && one.data.row.lock.id === id);
    if (known || over || !matches(this.#question, row)) return;
    if (rows.length === 0) this.#set({ rows: [row] });
    else if (waiting.length < WAITING_MAX) this.#set({ waiting: [row, ...waiting] });
    else this.#set({ waiting: [row, ...waiting.slice(0, -1)], behind: true });
  }

  #set(change: Partial<ListState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Whether a lock belongs to what was asked for. */
export function matches({ places, kinds, causes }: Question, { lock, division }: LockedAccount): boolean {
  return (
    (places?.some((prefix) => division.code.startsWith(prefix)) ?? true) &&
    (kinds?.includes(lock.kind) ?? true) &&
    (causes?.includes(lock.cause) ?? true)
  );
}
