import type { ShortcutKey } from '../lib/shortcuts.tsx';

/** A key, as it is printed on a keyboard. */
export function Kbd({ children }: { children: ShortcutKey }) {
  return <kbd className="key">{children === 'Escape' ? 'Esc' : children.replaceAll('+', ' ')}</kbd>;
}
