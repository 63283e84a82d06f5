import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '../lib/live.tsx';
import { type ExportState, Exports } from './exports.ts';

const Context = createContext<Exports | null>(null);

/** Holds the export in hand, above the screens. */
export function ExportsProvider({ children }: { children: ReactNode }) {
  const [exports] = useState(() => new Exports());
  const { state } = useSession();
  useEffect(() => window.lockdesk.exports.onProgress((progress) => exports.progress(progress)), [exports]);
  // Nothing of it stays behind the sign-in screen.
  useEffect(() => {
    if (state !== 'signed_in') exports.dismiss();
  }, [state, exports]);
  return <Context value={exports}>{children}</Context>;
}

export function useExports(): Exports {
  const exports = use(Context);
  if (exports === null) throw new Error('no ExportsProvider above');
  return exports;
}

export function useExportState(): ExportState {
  const { subscribe, state } = useExports();
  return useSyncExternalStore(subscribe, state);
}
