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
