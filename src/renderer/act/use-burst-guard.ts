import { useEffect, useEffectEvent } from 'react';
import { BurstMeter } from '../clerk/search/burst.ts';
import { takesText } from '../lib/shortcuts.tsx';

/** Keys after a pause as long as this begin something new; a reader may stumble, but not for so long. */
const NEW_AFTER_MS = 500;

/** Fingers roll over two keys as quickly as a reader types them, and hardly ever over three. */
const FINGER_KEYS = 2;

/**
 * Keeps a reader's burst from acting while a dialog is open: its digits would pick reasons, and its Enter would press
 * whatever has the focus, for the citizen before. Its first keys can't be told from a finger's, so `onBurst` has to undo
 * what keys did since `onFirstKey`.
 */
export function useBurstGuard({ onFirstKey, onBurst }: { onFirstKey: () => void; onBurst: () => void }): void {
  const began = useEffectEvent(onFirstKey);
  const burst = useEffectEvent(onBurst);
  useEffect(() => {
    const meter = new BurstMeter();
    let lastAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (takesText(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
      const stop = () => {
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      if (event.key.length === 1) {
        if (event.timeStamp - lastAt > NEW_AFTER_MS) began();
        lastAt = event.timeStamp;
        if (meter.key(event.timeStamp) > FINGER_KEYS) stop();
      } else if (event.key === 'Enter' && meter.length(event.timeStamp) > 0) {
        stop();
        burst();
      }
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
