import { useSyncExternalStore } from 'react';
import { useSettings } from '../../lib/live.tsx';

/** `--row-2` of the tokens, in rem. */
const ROW_REM = { normal: 3, roomy: 3.5 };

/** Of the head above them. */
const HEAD_REM = { normal: 1.875, roomy: 2.75 };

/** Heights in pixels of a row of two lines and of the head; they follow the person's font size and density. */
export function useRowHeight(): { rowHeight: number; headHeight: number } {
  const { density } = useSettings();
  const rem = useSyncExternalStore(onResize, readRem);
  return { rowHeight: ROW_REM[density] * rem, headHeight: HEAD_REM[density] * rem };
}

const readRem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

function onResize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}
