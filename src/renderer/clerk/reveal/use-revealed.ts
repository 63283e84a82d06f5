import { useCallback, useEffect, useState } from 'react';
import { REVEAL_SECONDS, type RevealedField } from '../../../contract/index.ts';
import { serverNow } from '../../lib/clock.ts';

/** A whole number on the screen. It lives in this state alone: no cache, no address, no clipboard. */
export interface Shown {
  field: RevealedField;
  value: string;
  /** By the clock of `lib/clock.ts`. */
  hideAtMs: number;
}

/**
 * At most one number at a time. It goes after its seconds, when the page is no longer in sight, and with whatever showed
 * it: another account, a hand-over. Another window beside the page may well be where the number is needed.
 */
export function useRevealed() {
  const [shown, setShown] = useState<Shown | null>(null);
  const hide = useCallback(() => setShown(null), []);
  const show = useCallback(
    (field: RevealedField, value: string) => setShown({ field, value, hideAtMs: serverNow() + REVEAL_SECONDS * 1000 }),
    [],
  );
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(hide, shown.hideAtMs - serverNow());
    const onVisibility = () => {
      if (document.hidden) hide();
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [shown, hide]);
  return { shown, show, hide };
}
