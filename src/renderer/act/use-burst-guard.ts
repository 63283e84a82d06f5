import { useEffect, useEffectEvent } from 'react';
import { BurstMeter } from '../clerk/search/burst.ts';
import { takesText } from '../lib/shortcuts.tsx';

/**
 * Keeps a reader's burst from acting while a dialog is open: its digits would pick reasons, and its Enter would press
 * whatever has the focus, for the citizen before. The first key can't be told from a finger's, so `onBurst` has to undo
 * what it did since `onKey`.
 */
export function useBurstGuard({ onKey, onBurst }: { onKey: () => void; onBurst: () => void }): void {
  const began = useEffectEvent(onKey);
  const burst = useEffectEvent(onBurst);
  useEffect(() => {
    const meter = new BurstMeter();
    const onKeyDown = (event: KeyboardEvent) => {
      if (takesText(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
      const stop = () => {
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      if (event.key.length === 1) {
        if (meter.key(event.timeStamp) === 1) began();
        else stop();
      } else if (event.key === 'Enter' && meter.length(event.timeStamp) > 0) {
        stop();
        burst();
      }
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
