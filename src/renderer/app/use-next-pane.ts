import { useShortcut } from '../lib/shortcuts.tsx';

/** `F6` goes round: search field, then each pane that is on the screen. */
export function useNextPane(): void {
  useShortcut('F6', () => step(1));
  useShortcut('Shift+F6', () => step(-1));
}

function step(by: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>('#search, [data-pane]')].filter(
    (stop) => stop.getClientRects().length > 0,
  );
  const at = stops.findIndex((stop) => stop.contains(document.activeElement));
  const next = at === -1 ? (by === 1 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
  stops[next]?.focus();
}
