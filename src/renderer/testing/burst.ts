/**
 * What a reader does that stands in for a keyboard: the keys of a whole number at once, and Enter. Made by hand, because
 * keys that a test presses through the browser are as slow as the machine is busy. False where the Enter was caught.
 */
export function burstKeys(text: string): boolean {
  const press = (key: string): boolean => {
    const target = document.activeElement ?? document.body;
    return target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  };
  for (const key of text) press(key);
  return press('Enter');
}
