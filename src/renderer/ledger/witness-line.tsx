import { useTranslation } from 'react-i18next';
import type { LedgerStatus } from '../../contract/index.ts';
import { useConsoleQuery } from '../lib/operations.ts';
import { useTimeWords } from '../parts/time.tsx';

/** A witness cosigns every ten seconds at most; a screen need not know to the second. */
const ASK_EVERY_MS = 30_000;

/** Who outside has seen the ledger, and how far: what makes it hard to change in silence. Nothing until it is known. */
export function WitnessLine() {
  const { data } = useConsoleQuery('ledgerStatus', {}, { staleTime: 0, refetchInterval: ASK_EVERY_MS });
  const { t } = useTranslation('ledger');
  if (!data) return null;
  if (!data.witness) return <p className="list__witness">{t('witness.none')}</p>;
  return <Seen {...data.witness} />;
}

function Seen({ name, size, cosigned_at, disputed }: NonNullable<LedgerStatus['witness']>) {
  const { t } = useTranslation('ledger');
  if (disputed) {
    return (
      <p className="list__witness list__witness--disputed" role="alert">
        {t('witness.disputed', { name })}
      </p>
    );
  }
  if (cosigned_at === null || size === 0) return <p className="list__witness">{t('witness.waiting', { name })}</p>;
  return <SeenTo name={name} index={size - 1} at={cosigned_at} />;
}

function SeenTo({ name, index, at }: { name: string; index: number; at: string }) {
  const { t } = useTranslation('ledger');
  return <p className="list__witness">{t('witness.seen', { name, index, time: useTimeWords(at) })}</p>;
}
