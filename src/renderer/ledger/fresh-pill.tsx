import { ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShortcut, useShortcutWorks } from '../lib/shortcuts.tsx';
import { Icon } from '../parts/icon.tsx';
import { Kbd } from '../parts/kbd.tsx';
import type { Entries } from './use-entries.ts';

/** New entries wait behind it, so that no row moves by itself. Its place is kept while there are none. */
export function FreshPill({ entries: { fresh, takeFresh } }: { entries: Entries }) {
  const { t } = useTranslation('ledger');
  const waits = fresh !== 0;
  const keyWorks = useShortcutWorks('N');
  useShortcut('N', takeFresh, { enabled: waits });
  return (
    <span className="fresh-place" role="status">
      {waits && (
        <button type="button" className="fresh" aria-keyshortcuts={keyWorks ? 'N' : undefined} onClick={takeFresh}>
          <Icon of={ArrowUp} />
          {fresh === 'many' ? t('fresh_unknown') : t('fresh', { count: fresh })}
          {keyWorks && <Kbd>N</Kbd>}
        </button>
      )}
    </span>
  );
}
