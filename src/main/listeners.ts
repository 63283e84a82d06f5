/** Who wants to hear of a change. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  add(listener: (value: T) => void): void {
    this.#listeners.add(listener);
  }

  tell(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
}
