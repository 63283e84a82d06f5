import type { Fault, KeycloakFault } from './fault.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Faults that pass with time; any other is an answer, and the server well enough to give it. */
const PASSING: ReadonlySet<Fault> = new Set(['unreachable', 'slow', 'busy', 'server_error', 'not_keycloak']);

/** How long to leave a server alone that fails: twice as long each time, or as long as it asks. */
export class BackOff {
  #failures = 0;
  #until = 0;

  /** An answer has come, of whatever kind. */
  answered(): void {
    this.#failures = 0;
    this.#until = 0;
  }

  /** @param nowMs of a clock that only runs forward */
  failed({ code, details }: KeycloakFault, nowMs: number): void {
    if (!PASSING.has(code)) {
      this.answered();
      return;
    }
    const asked = details.retryAfterMs ?? 0;
    // Calls that were on their way together fail together: one failure.
    if (nowMs < this.#until && asked === 0) return;
    const wait = Math.max(asked, FIRST_MS * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#until = Math.max(this.#until, nowMs + Math.min(wait, LONGEST_MS));
  }

  waitMs(nowMs: number): number {
    return Math.max(0, this.#until - nowMs);
  }
}
