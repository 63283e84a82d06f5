/**
 * Tells a reader from fingers. A reader that stands in for a keyboard types a whole number at an even pace that no hand
 * keeps up, and ends it by Enter.
 */

/** Common readers send a key every 5 to 20 ms; the quickest typists need 60 and more. */
const READER_MS = 35;

/** A longer pause lies between two things that somebody does, unless a machine held the reader's keys back. */
const PAUSE_MS = 120;

/** For so long a busy machine may hold back the rest of a number that has begun at a reader's pace. */
const STALL_MS = 1000;

/** So many steps from key to key tell a reader's pace: two quick keys happen to people too. */
const LEAST_STEPS = 3;

/** Shorter runs of quick keys happen to people too. */
const LEAST_KEYS = 6;

/** How long the Enter that ends a burst may take to come. */
export const ENTER_WAIT_MS = 300;

export class BurstMeter {
  #lastAt = Number.NEGATIVE_INFINITY;
  #keys = 0;
  #quickKeys = 0;
  /** From key to key, without the pauses in which a machine held keys back. */
  #steps = 0;
  #stepsMs = 0;

  /**
   * Hears one key that puts a character, and says the how manieth it is of those that follow one another as quickly as a
   * reader's. Times in milliseconds of one clock, as `event.timeStamp`.
   */
  key(at: number): number {
    const pause = at - this.#lastAt;
    this.#quickKeys = pause <= READER_MS ? this.#quickKeys + 1 : 1;
    if (!this.goesOn(at)) this.end();
    else if (pause <= PAUSE_MS) {
      this.#steps += 1;
      this.#stepsMs += pause;
    }
    this.#keys += 1;
    this.#lastAt = at;
    return this.#quickKeys;
  }

  /** Whether a key at that time belongs to what has just been typed. */
  goesOn(at: number): boolean {
    const pause = at - this.#lastAt;
    return this.#keys > 0 && pause <= (this.#steps >= LEAST_STEPS && this.#isQuick() ? STALL_MS : PAUSE_MS);
  }

  /** How many characters came in the burst so far, or in the one that ended just before `now`; 0 where there was none. */
  length(now = this.#lastAt): number {
    if (this.#keys < LEAST_KEYS || now - this.#lastAt > ENTER_WAIT_MS) return 0;
    return this.#isQuick() ? this.#keys : 0;
  }

  /** Whatever comes next is something new, however soon: a reader says so by its Enter. */
  end(): void {
    this.#keys = 0;
    this.#steps = 0;
    this.#stepsMs = 0;
  }

  #isQuick(): boolean {
    return this.#stepsMs <= READER_MS * this.#steps;
  }
}
