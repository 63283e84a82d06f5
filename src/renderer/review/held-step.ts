import type { OperationInput } from '../../contract/index.ts';
import { call, type OperationFailed } from '../lib/operations.ts';

/** What a supervisor does about acts: one operation of the contract with its input. */
export type Step =
  | { operation: 'signOff'; input: OperationInput<'signOff'> }
  | { operation: 'disputeAct'; input: OperationInput<'disputeAct'> }
  | { operation: 'closeDispute'; input: OperationInput<'closeDispute'> };

/** A step and the acts that it is about, with what the screen says of it. */
export interface Held {
  step: Step;
  entryIds: readonly string[];
  /** Whom the act was for; of several, one of them. */
  name: string;
  /** When it goes to the ledger, in milliseconds of this machine's clock. */
  sentAt: number;
}

/** How long a step can be taken back. */
export const HELD_MS = 3000;

export interface Told {
  /** What is held now, or null. */
  changed: (held: Held | null) => void;
  recorded: (held: Held) => void;
  failed: (held: Held, error: OperationFailed) => void;
}

/**
 * Holds a step back for three seconds in which it can be taken back, and then sends it. One at a time: the next one, or
 * going away, sends the one before at once. Nothing is claimed meanwhile: until it is sent, the ledger knows nothing of it.
 */
export class HeldStep {
  readonly #told: Told;
  #held: { what: Held; timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(told: Told) {
    this.#told = told;
  }

  hold(what: Omit<Held, 'sentAt'>): void {
    this.flush();
    const held = { ...what, sentAt: Date.now() + HELD_MS };
    this.#held = { what: held, timer: setTimeout(() => this.flush(), HELD_MS) };
    this.#told.changed(held);
  }

  undo(): void {
    this.#take();
  }

  flush(): void {
    const held = this.#take();
    if (held === null) return;
    send(held.step).then(
      () => this.#told.recorded(held),
      (error: OperationFailed) => this.#told.failed(held, error),
    );
  }

  #take(): Held | null {
    if (this.#held === null) return null;
    const { what, timer } = this.#held;
    clearTimeout(timer);
    this.#held = null;
    this.#told.changed(null);
    return what;
  }
}

function send(step: Step): Promise<unknown> {
  switch (step.operation) {
    case 'signOff':
      return call('signOff', step.input);
    case 'disputeAct':
      return call('disputeAct', step.input);
    case 'closeDispute':
      return call('closeDispute', step.input);
  }
}
