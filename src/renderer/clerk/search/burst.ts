/**
 * Tells a reader from fingers. A reader that stands in for a keyboard types a whole number at an even pace that no hand
 * keeps up, and ends it by Enter.
 */

/** Common readers send a key every 5 to 20 ms; the quickest typists need 60 and more. */
const READER_MS = 35;

/** A busy machine delays single keys; a longer pause than this lies between two things that somebody does. */
const PAUSE_MS = 120;

/** Shorter runs of quick keys happen to people too. */
const LEAST_KEYS = 6;

/** How long the Enter that ends a burst may take to come. */
export const ENTER_WAIT_MS = PAUSE_MS;

export class BurstMeter {
  #beganAt = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #keys = 0;
  #quickKeys = 0;

  /**
   * Hears one key that puts a character, and says the how manieth it is of those that follow one another as quickly as a
   * reader's. Times in milliseconds of one clock, as `event.timeStamp`.
   */
  key(at: number): number {
    const pause = at - this.#lastAt;
    this.#quickKeys = pause <= READER_MS ? this.#quickKeys + 1 : 1;
    if (pause > PAUSE_MS) {
      this.#beganAt = at;
      this.#keys = 0;
    }
    this.#keys += 1;
    this.#lastAt = at;
    return this.#quickKeys;
  }

  /** How many characters came in the burst that has just ended; 0 where there was none. */
  length(now: number): number {
    if (this.#keys < LEAST_KEYS || now - this.#lastAt > ENTER_WAIT_MS) return 0;
    const pace = (this.#lastAt - this.#beganAt) / (this.#keys - 1);
    return pace <= READER_MS ? this.#keys : 0;
  }
}
