/**
 * Tells a reader from fingers. A reader that stands in for a keyboard types a whole number within a few hundredths of a
 * second and ends it by Enter; nobody types that fast and that evenly.
 */

/** Longest pause between two keys of a reader: common ones send a key every 5 to 20 ms, quick typists need 60 and more. */
const PAUSE_MS = 35;

/** Shorter runs of quick keys happen to people too. */
const LEAST_KEYS = 6;

/** How long the Enter that ends a burst may take to come. */
export const ENTER_WAIT_MS = 120;

export class BurstMeter {
  #lastAt = 0;
  #keys = 0;

  /**
   * Hears one key that puts a character, and tells how many have now come in one quick run. Times in milliseconds of one
   * clock, as `event.timeStamp`.
   */
  key(at: number): number {
    this.#keys = at - this.#lastAt <= PAUSE_MS ? this.#keys + 1 : 1;
    this.#lastAt = at;
    return this.#keys;
  }

  /** How many characters came in the burst that has just ended; 0 where there was none. */
  length(now: number): number {
    return this.#keys >= LEAST_KEYS && now - this.#lastAt <= ENTER_WAIT_MS ? this.#keys : 0;
  }
}
