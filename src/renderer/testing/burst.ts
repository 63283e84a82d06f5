import { onTestFinished } from 'vitest';

/**
 * Keys at once. Made by hand, because keys that a test presses through the browser are as slow as the machine is busy.
 * False where the last of them was caught.
 */
export function rollKeys(keys: Iterable<string>): boolean {
  let passed = true;
  for (const key of keys) {
    const target = document.activeElement ?? document.body;
    passed = target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }
  return passed;
}

/** What a reader does that stands in for a keyboard: the keys of a whole number at once, and Enter. */
export const burstKeys = (text: string): boolean => rollKeys([...text, 'Enter']);

/**
 * In this test each key bears the time of a reader's, one after the other: pressed through the browser they are as slow as
 * the machine is busy. What it gives lets so many milliseconds pass before the next key.
 */
export function paceKeysAsAReader(): (ms: number) => void {
  const STEP_MS = 10;
  const times = new WeakMap<Event, number>();
  let lastAt = performance.now();
  Object.defineProperty(KeyboardEvent.prototype, 'timeStamp', {
    configurable: true,
    get(this: KeyboardEvent) {
      const at = times.get(this) ?? lastAt + STEP_MS;
      lastAt = Math.max(lastAt, at);
      times.set(this, at);
      return at;
    },
  });
  onTestFinished(() => {
    Reflect.deleteProperty(KeyboardEvent.prototype, 'timeStamp');
  });
  return (ms) => {
    lastAt += ms;
  };
}
