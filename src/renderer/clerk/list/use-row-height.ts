import { useSyncExternalStore } from 'react';
import { useSettings } from '../../lib/live.tsx';

/** `--row-2` of the tokens, in rem. */
const ROW_REM = { normal: 3, roomy: 3.5 };

/** Height of a row of two lines in pixels; it follows the person's font size and density. */
export function useRowHeight(): { rowHeight: number; rem: number } {
  const { density } = useSettings();
  const rem = useSyncExternalStore(onResize, readRem);
  return { rowHeight: ROW_REM[density] * rem, rem };
}

const readRem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}
