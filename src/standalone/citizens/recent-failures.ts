import { createHmac, randomBytes } from 'node:crypto';

/** As the API's lock policy does by default: what a thief learns must not depend on whether an account exists. */
const WINDOW_MS = 15 * 60_000;
const PAUSE_AFTER = 5;

interface Failures {
  /** Digests of the different wrong passwords, each with the time of its last use. */
  passwords: Map<string, number>;
  pausedUntil: number;
}

/**
 * The wrong passwords of the last minutes, as digests under a key that ends with the process: wrong passwords are often
 * nearly right, or right elsewhere, so they never reach a disk.
 */
export class RecentFailures {
  readonly #key = randomBytes(32);
  readonly #byName = new Map<string, Failures>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /**
   * Keeps one wrong password.
   *
   * @returns whether the same one was typed for this name within the window: a phone's saved old password repeats itself
   */
  note(name: string, password: string): { repeated: boolean } {
    const now = this.#now();
    this.#forget(now);
    const known = this.#byName.get(name) ?? { passwords: new Map(), pausedUntil: 0 };
    const digest = createHmac('sha256', this.#key).update(`${name}\n${password}`).digest('base64');
    const repeated = (known.passwords.get(digest) ?? -Infinity) > now - WINDOW_MS;
    for (const [old, at] of known.passwords) if (at <= now - WINDOW_MS) known.passwords.delete(old);
    known.passwords.set(digest, now);
    if (known.passwords.size >= PAUSE_AFTER) known.pausedUntil = now + WINDOW_MS;
    // Names stand in the order of their last failure, so that the oldest are found first.
    this.#byName.delete(name);
    this.#byName.set(name, known);
    return { repeated };
  }

  /** Whether a name that belongs to nobody is paused as an account would be. */
  isPaused(name: string): boolean {
    return (this.#byName.get(name)?.pausedUntil ?? 0) > this.#now();
  }

  clear(name: string): void {
    this.#byName.delete(name);
  }

  #forget(now: number): void {
    for (const [name, { passwords, pausedUntil }] of this.#byName) {
      const last = Math.max(...passwords.values());
      if (last > now - WINDOW_MS || pausedUntil > now) return;
      this.#byName.delete(name);
    }
  }
}
