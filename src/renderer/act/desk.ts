import type { ActResult, Answer, Channel } from '../../contract/index.ts';
import { checkDraft, type Draft, emptyDraft } from './draft.ts';
import { type Setback, setbackOf } from './failure.ts';
import type { Act, ActOperation, Subject } from './subject.ts';

/** Carries out an act; main asks until there is a definite answer, however long that takes. */
export type Perform = (act: Act) => Promise<Answer<ActResult>>;

/** An act on its way. */
export interface Sent {
  subject: Subject;
  draft: Draft;
  act: Act;
  at: string;
}

/** Done and read back. */
export interface Done {
  is: 'done';
  subject: Subject;
  act: Act;
  result: ActResult;
}

/** The clerk has the word. */
interface Filling {
  is: 'filling';
  subject: Subject;
  draft: Draft;
  /** What the last try came to. */
  setback: Setback | null;
  /** How often others have changed the account since the clerk looked. */
  moves: number;
  /** The clerk has just taken over a newer version. */
  renewed: boolean;
}

export type Current =
  | Filling
  | ({ is: 'sending' } & Sent)
  /** The session ended while it was under way. Only asking again tells. */
  | ({ is: 'cut_off' } & Sent)
  | Done;

/** An act whose dialog was closed before its answer came. */
export interface Background extends Sent {
  /** Where the answer would have left the dialog; null until it comes. */
  outcome: Exclude<Current, { is: 'sending' }> | null;
}

/** An act in hand that is not done yet. */
export type Open = Exclude<Current, { is: 'done' }>;

export interface DeskState {
  /** The dialog or the receipt that is open. */
  current: Current | null;
  background: readonly Background[];
}

const EMPTY: DeskState = { current: null, background: [] };

/**
 * The act in hand, from opening the dialog to the receipt. It lives outside the screens, so that it survives the sign-in
 * screen that comes when a session ends. There is one for each person who signs in.
 */
export class ActDesk {
  readonly #perform: Perform;
  readonly #listeners = new Set<() => void>();
  #state = EMPTY;

  constructor(perform: Perform) {
    this.#perform = perform;
  }

  readonly state = (): DeskState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The person has left by themself: nothing waits for them, and what is still on its way the ledger will tell. */
  leave(): void {
    this.#set(EMPTY);
  }

  /** Opens a dialog, unless one is open. */
  open(subject: Subject, channel: Channel): void {
    if (this.#state.current && this.#state.current.is !== 'done') return;
    this.#show({ is: 'filling', subject, draft: emptyDraft(channel), setback: null, moves: 0, renewed: false });
  }

  edit(change: Partial<Draft>): void {
    const { current } = this.#state;
    if (current?.is !== 'filling') return;
    this.#show({ ...current, draft: { ...current.draft, ...change }, renewed: false });
  }

  /** Sends the act if nothing is missing. Once it is on its way, confirming again does nothing. */
  confirm(): void {
    const { current } = this.#state;
    if (current?.is === 'cut_off') this.#send(current);
    if (current?.is !== 'filling' || current.setback?.kind === 'stale') return;
    const { subject, draft } = current;
    const checked = checkDraft(subject, draft);
    if ('act' in checked) this.#send({ subject, draft, act: checked.act, at: new Date().toISOString() });
  }

  /** Somebody else changed the account: the clerk has to look before they can confirm. */
  move(): void {
    const { current } = this.#state;
    if (current?.is === 'filling') this.#show({ ...current, moves: current.moves + 1 });
  }

  /** Goes on with the account as it is now, which the clerk has been shown; what they filled in stays. */
  renew(seen: Subject['seen'], operation?: ActOperation): void {
    const { current } = this.#state;
    if (current?.is !== 'filling' || seen.account.id !== current.subject.seen.account.id) return;
    const switched = operation !== undefined && operation !== current.subject.operation;
    this.#show({
      is: 'filling',
      subject: { ...current.subject, seen, ...(operation && { operation }) },
      draft: switched ? { ...current.draft, reason: null } : current.draft,
      setback: null,
      moves: 0,
      renewed: true,
    });
  }

  /** Closes what is open. An act on its way goes on behind it. */
  close(): void {
    const { current, background } = this.#state;
    const sent = current?.is === 'sending' || current?.is === 'cut_off' ? current : null;
    if (sent?.is === 'sending') {
      const { subject, draft, act, at } = sent;
      this.#set({ current: null, background: [...background, { subject, draft, act, at, outcome: null }] });
    } else this.#set({ current: null, background });
  }

  /** Shows what became of an act whose dialog was closed. */
  bringBack(one: Background): void {
    if (one.outcome === null) return;
    this.putAway(one);
    this.#show(one.outcome);
  }

  putAway(one: Background): void {
    const { current, background } = this.#state;
    this.#set({ current, background: background.filter((other) => other.act !== one.act) });
  }

  #send({ subject, draft, act, at }: Sent): void {
    // On its way first: drawing the dialog anew takes longer than asking.
    const answered = this.#perform(act);
    this.#show({ is: 'sending', subject, draft, act, at });
    void answered.then((answer) => this.#answered(act, answer));
  }

  #answered(act: Act, answer: Answer<ActResult>): void {
    const { current, background } = this.#state;
    if (current?.is === 'sending' && current.act === act) {
      this.#show(after(current, answer));
      return;
    }
    this.#set({
      current,
      background: background.map((one) => (one.act === act ? { ...one, outcome: after(one, answer) } : one)),
    });
  }

  #show(current: Current): void {
    this.#set({ ...this.#state, current });
  }

  #set(state: DeskState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Where an answer leaves a dialog. */
function after({ subject, draft, act, at }: Sent, answer: Answer<ActResult>): Exclude<Current, { is: 'sending' }> {
  if (answer.ok) return { is: 'done', subject, act, result: answer.value };
  const setback = setbackOf(answer.failure);
  if (setback.kind === 'cut_off') return { is: 'cut_off', subject, draft, act, at };
  return { is: 'filling', subject, draft, setback, moves: 0, renewed: false };
}
