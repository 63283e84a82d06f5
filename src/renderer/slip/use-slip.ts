import { useState } from 'react';
import type { EntryDetail, Language, PrintOutcome, SaveOutcome } from '../../contract/index.ts';
import { type OperationFailed, useConsoleQuery } from '../lib/operations.ts';
import type { SlipEntry } from './slip.tsx';

/** The ledger's number follows an entry by an instant. */
const NUMBERED_MS = 500;

/** What became of the last try to print or save; while one is under way, which. */
export type SlipTold =
  | { is: 'nothing' }
  | { is: 'busy'; with: 'print' | 'save' }
  | { is: 'printed'; outcome: PrintOutcome }
  | { is: 'saved'; outcome: SaveOutcome };

export interface SlipInHand {
  /** As the ledger holds it; null until it has been read and has its number. */
  entry: SlipEntry | null;
  /** It was read, and has no number yet. */
  numbering: boolean;
  error: OperationFailed | null;
  retry: () => void;
  language: Language;
  setLanguage: (language: Language) => void;
  told: SlipTold;
  print: () => void;
  save: () => void;
}

/** The slip of one entry. It is in the citizen's language, which is Chinese until the clerk says otherwise. */
export function useSlip(entryId: string): SlipInHand {
  const { data, error, refetch } = useConsoleQuery(
    'getEntry',
    { entry_id: entryId },
    { gcTime: 0, refetchInterval: ({ state }) => (state.data?.index === null ? NUMBERED_MS : false) },
  );
  const [language, setLanguage] = useState<Language>('zh-CN');
  const [told, tell] = useState<SlipTold>({ is: 'nothing' });
  const entry = data && isSlipEntry(data) ? data : null;

  /** One at a time; not before the letters are there. */
  const begin = async (busy: 'print' | 'save', run: (entry: SlipEntry) => Promise<SlipTold>) => {
    if (entry === null || told.is === 'busy') return;
    tell({ is: 'busy', with: busy });
    await document.fonts.ready;
    tell(await run(entry));
  };
  const { slip } = window.lockdesk;
  return {
    entry,
    numbering: data?.index === null,
    error,
    retry: () => void refetch(),
    language,
    setLanguage: (chosen) => {
      setLanguage(chosen);
      if (told.is !== 'busy') tell({ is: 'nothing' });
    },
    told,
    print: () =>
      void begin('print', async () => ({ is: 'printed', outcome: await slip.print().catch(() => 'failed' as const) })),
    save: () =>
      void begin('save', async ({ index }) => ({
        is: 'saved',
        outcome: await slip.save({ number: index }).catch(() => 'failed' as const),
      })),
  };
}

function isSlipEntry(entry: EntryDetail): entry is SlipEntry {
  return (entry.action === 'unlock' || entry.action === 'reset') && entry.outcome === 'done' && entry.index !== null;
}
