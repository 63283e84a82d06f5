/**
 * Tells a reader from fingers. A reader that stands in for a keyboard types a whole number at an even pace that no hand
 * keeps up, and ends it by Enter.
 */

/** Common readers send a key every 5 to 20 ms; the quickest typists need 60 and more. */
const READER_MS = 35;

/** A longer pause lies between two things that somebody does; a busy machine holds the rest of a number back for less. */
const PAUSE_MS = 1000;

/** Shorter runs of quick keys happen to people too. */
const LEAST_STEPS = 5;

/** A longer step says nothing of the pace: a busy machine held the key back. */
const HELD_BACK_MS = 120;

/** How long the Enter that ends a burst may take to come. */
export const ENTER_WAIT_MS = 300;

export class BurstMeter {
  #lastAt = Number.NEGATIVE_INFINITY;
  /** Since the last pause. */
  #keys = 0;
  /** From key to key, without those in which a key was held back. */
  #steps = 0;
  #stepsMs = 0;
  /** That follow one another as quickly as a reader's. */
  #quickKeys = 0;

  /**
   * Hears one key that puts a character, and says the how manieth it is of those that follow one another as quickly as a
   * reader's. Times in milliseconds of one clock, as `event.timeStamp`.
   */
  key(at: number): number {
    if (!this.goesOn(at)) this.end();
    const step = at - this.#lastAt;
    if (this.#keys > 0 && step <= HELD_BACK_MS) {
      this.#steps += 1;
      this.#stepsMs += step;
    }
    this.#quickKeys = step <= READER_MS ? this.#quickKeys + 1 : 1;
    this.#keys += 1;
    this.#lastAt = at;
    return this.#quickKeys;
  }

  /** Whether a key at that time belongs to what has just been typed. */
  goesOn(at: number): boolean {
    return this.#keys > 0 && at - this.#lastAt <= PAUSE_MS;
  }

  /** How many characters came in the burst so far, or in the one that ended just before `now`; 0 where there was none. */
  length(now = this.#lastAt): number {
    const quick = this.#steps >= LEAST_STEPS && this.#stepsMs <= READER_MS * this.#steps;
    // Slow fingers roll over some keys too: of a reader's steps those held back are the fewer.
    const even = 2 * this.#steps >= this.#keys - 1;
    return quick && even && now - this.#lastAt <= ENTER_WAIT_MS ? this.#keys : 0;
  }

  /** Whatever comes next is something new, however soon: a reader says so by its Enter. */
  end(): void {
    this.#keys = 0;
    this.#steps = 0;
    this.#stepsMs = 0;
  }
}
