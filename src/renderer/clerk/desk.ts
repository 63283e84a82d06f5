import type {
  AccountDetail,
  Failure,
  LockedAccount,
  OperationInput,
  OperationOutput,
  Reading,
  SearchHit,
  SearchResult,
} from '../../contract/index.ts';
import { OperationFailed } from '../lib/operations.ts';

/** What the desk asks of the API. */
export interface DeskCalls {
  search(input: OperationInput<'searchAccounts'>): Promise<OperationOutput<'searchAccounts'>>;
  open(input: OperationInput<'openAccount'>): Promise<OperationOutput<'openAccount'>>;
}

/** An account before it is opened: what a row says of it. */
export type Preview = { from: 'list'; row: LockedAccount } | { from: 'search'; hit: SearchHit };

export interface Target {
  preview: Preview;
  /** The search that found it by its whole document number: the way to an account outside the scope. */
  search_id?: string;
  /** The number came from a reader's burst. */
  scanned: boolean;
}

/** One opening of one account, and the entry that goes with it. */
export interface Opened {
  account_id: string;
  opening_id: string;
  target: Target;
}

/** What the right side shows. */
export type Shown =
  | { is: 'nothing' }
  /** `turned`: the clerk has turned to it, so that a narrow screen shows it in place of the list. */
  | { is: 'preview'; target: Target; turned: boolean }
  | { is: 'opening'; target: Target }
  | { is: 'open_failed'; target: Target; failure: Failure; takesFocus: boolean }
  | { is: 'open'; opened: Opened; takesFocus: boolean }
  | { is: 'nobody'; result: SearchResult; reading: Reading }
  | { is: 'search_failed'; asked: { text: string; reading: Reading }; failure: Failure };

export interface Hits {
  result: SearchResult;
  reading: Reading;
}

export interface DeskState {
  shown: Shown;
  /** Several people found: they stand in the list's place. */
  hits: Hits | null;
  searching: boolean;
  /** What the search field shows once a text has been read: a number masked. Null while somebody types. */
  searched: { shownAs: string; as: SearchResult['searched_as']; checkDigit: SearchResult['check_digit'] } | null;
  /** Rises when somebody should find the search field focused and its text selected. */
  asksForSearch: number;
}

const EMPTY: DeskState = { shown: { is: 'nothing' }, hits: null, searching: false, searched: null, asksForSearch: 0 };

export const accountOf = (preview: Preview): string =>
  preview.from === 'list' ? preview.row.account_id : preview.hit.account.id;

/**
 * Whom the clerk is serving: the search, the account on the right, and the way from one to the next. An answer that comes
 * after the clerk has gone on is dropped, so that nobody ever acts on another account than the one they asked for last.
 */
export class Desk {
  readonly #calls: DeskCalls;
  /** Told of each opening, before it is shown. */
  readonly #keep: (detail: AccountDetail) => void;
  readonly #listeners = new Set<() => void>();
  #state = EMPTY;
  /** Rises with whatever the clerk does; answers to an older wish are dropped. */
  #wish = 0;
  /** Somebody has begun to type since an opening was asked for: the focus is to stay with them. */
  #typing = false;
  /** Accounts opened for this citizen: coming back to one writes no second entry. */
  #openings = new Map<string, Opened>();
  /** The last search by a document: lets the API tell a phone on another account apart. */
  #byDocument: string | null = null;

  constructor(calls: DeskCalls, keep: (detail: AccountDetail) => void) {
    this.#calls = calls;
    this.#keep = keep;
  }

  readonly state = (): DeskState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Shows what a row holds. Nothing is asked and no entry is written. */
  show(target: Target, turned = false): void {
    this.#wish += 1;
    const opened = this.#openings.get(accountOf(target.preview));
    this.#set({
      searching: false,
      shown: opened ? { is: 'open', opened, takesFocus: false } : { is: 'preview', target, turned },
    });
  }

  /** Opens an account: one entry, unless it has been opened for this citizen already. */
  async open(target: Target): Promise<void> {
    this.#wish += 1;
    this.#typing = false;
    const wish = this.#wish;
    const account_id = accountOf(target.preview);
    const before = this.#openings.get(account_id);
    if (before) {
      this.#set({ shown: { is: 'open', opened: before, takesFocus: true } });
      return;
    }
    this.#set({ shown: { is: 'opening', target }, searching: false });
    const { search_id } = target;
    try {
      const detail = await this.#calls.open({ account_id, ...(search_id !== undefined && { search_id }) });
      const opened = { account_id, opening_id: detail.opening_id, target };
      if (wish !== this.#wish) return;
      this.#openings.set(account_id, opened);
      this.#keep(detail);
      this.#set({ shown: { is: 'open', opened, takesFocus: !this.#typing } });
    } catch (error) {
      if (!(error instanceof OperationFailed)) throw error;
      if (wish === this.#wish)
        this.#set({ shown: { is: 'open_failed', target, failure: error.failure, takesFocus: !this.#typing } });
    }
  }

  /** What was opened may be unknown to the server by now: whatever is asked for next is opened anew. */
  forgetOpenings(): void {
    this.#openings.clear();
    this.#byDocument = null;
  }

  /** Opens once more what can no longer be read by its first opening. */
  async reopen({ account_id, target }: Opened): Promise<void> {
    this.#openings.delete(account_id);
    await this.open(target);
  }

  async search(text: string, reading: Reading): Promise<void> {
    this.#wish += 1;
    const wish = this.#wish;
    const { shown } = this.#state;
    // An opening that is under way will be dropped, so that nothing waits for it any longer.
    this.#set({
      searching: true,
      ...(shown.is === 'opening' && { shown: { is: 'preview', target: shown.target, turned: false } }),
    });
    try {
      const result = await this.#calls.search({
        text,
        reading,
        ...(this.#byDocument !== null && { follows: this.#byDocument }),
      });
      if (wish === this.#wish) this.#found(result, reading);
    } catch (error) {
      if (!(error instanceof OperationFailed)) throw error;
      const { failure } = error;
      if (wish === this.#wish) {
        this.#set({ searching: false, shown: { is: 'search_failed', asked: { text, reading }, failure } });
      }
    }
  }

  #found(result: SearchResult, reading: Reading): void {
    const { hits, search_id, shown_as: shownAs, searched_as: as, check_digit: checkDigit, everywhere, more } = result;
    if (everywhere) this.#byDocument = search_id;
    const searched = { shownAs, as, checkDigit };
    const [hit] = hits;
    if (hit === undefined) {
      this.#set({ searching: false, searched, hits: null, shown: { is: 'nobody', result, reading } });
      this.askForSearch();
    } else if (hits.length === 1 && !more) {
      this.#set({ searching: false, searched, hits: null });
      void this.open(targetOf(hit, result, reading));
    } else {
      this.#set({ searching: false, searched, hits: { result, reading }, shown: { is: 'nothing' } });
    }
  }

  /** Somebody types something new: what is on its way is no longer wanted. */
  typed(): void {
    this.#typing = true;
    if (this.#state.searching) this.#wish += 1;
    if (this.#state.searching || this.#state.searched !== null) this.#set({ searching: false, searched: null });
  }

  /** Back from the hits to the list. */
  leaveHits(): void {
    this.#wish += 1;
    this.#set({ hits: null, searched: null, searching: false, shown: { is: 'nothing' } });
  }

  /** Back from an account to whatever stands on the left. */
  showNothing(): void {
    this.#wish += 1;
    this.#set({ shown: { is: 'nothing' } });
  }

  askForSearch(): void {
    this.#set({ asksForSearch: this.#state.asksForSearch + 1 });
  }

  /** The next citizen: nothing of the one before stays. */
  next(): void {
    this.#wish += 1;
    this.forgetOpenings();
    this.#set({ ...EMPTY, asksForSearch: this.#state.asksForSearch + 1 });
  }

  #set(change: Partial<DeskState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** A hit as something to open. */
export const targetOf = (hit: SearchHit, { everywhere, search_id }: SearchResult, reading: Reading): Target => ({
  preview: { from: 'search', hit },
  ...(everywhere && { search_id }),
  scanned: reading === 'scanned',
});
