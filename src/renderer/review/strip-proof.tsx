import { useTranslation } from 'react-i18next';
import type { LedgerStatus } from '../../contract/index.ts';
import { LedgerProof } from '../ledger/ledger-proof.tsx';
import { WitnessLine } from '../ledger/witness-line.tsx';
import { useLedgerCheck } from '../lib/live.tsx';
import { useConsoleQuery } from '../lib/operations.ts';
import { useTimeWords } from '../parts/time.tsx';

const ASK = { staleTime: 0, refetchInterval: 30_000 } as const;

/** Whether the ledger is whole: what this workstation has checked, what the server has signed, who outside has seen it. */
export function StripProof() {
  const { t } = useTranslation('review');
  const { data } = useConsoleQuery('ledgerStatus', {}, ASK);
  const { kept, key, refused } = useLedgerCheck();
  return (
    <div className="strip__part">
      <LedgerProof />
      <dl className="rows">
        {data?.signed_at && <Checkpoint size={data.size} at={data.signed_at} />}
        {kept && key && !refused && (
          <div>
            <dt>{t('strip.signature')}</dt>
            <dd>{t('strip.valid', { key: idOf(key.text) })}</dd>
          </div>
        )}
      </dl>
      <WitnessLine />
    </div>
  );
}

function Checkpoint({ size, at }: { size: number; at: string }) {
  const { t, i18n } = useTranslation('review');
  return (
    <div>
      <dt>{t('strip.checkpoint')}</dt>
      <dd>{t('strip.checkpoint_at', { time: useTimeWords(at, true), entries: size.toLocaleString(i18n.language) })}</dd>
    </div>
  );
}

/** A key in note-verifier form is its name, its id and itself. */
const idOf = (key: string): string => key.split('+')[1] ?? key;

/** The same in one sentence, the worst there is to tell. */
export function useProofSentence(): { text: string; look: 'sound' | 'refused' | 'none' } {
  const { t } = useTranslation(['review', 'check', 'ledger']);
  const { data } = useConsoleQuery('ledgerStatus', {}, ASK);
  const { kept, refused } = useLedgerCheck();
  const time = useTimeWords(data?.signed_at ?? kept?.checked_at ?? '');
  if (refused) return { text: t('check:refused'), look: 'refused' };
  if (isDisputed(data)) return { text: t('ledger:alert_of.witness_disputes'), look: 'refused' };
  if (!kept) return { text: t('check:none'), look: 'none' };
  return { text: t(data?.signed_at ? 'strip.whole' : 'strip.whole_checked', { time }), look: 'sound' };
}

const isDisputed = (status: LedgerStatus | undefined): boolean => status?.witness?.disputed ?? false;
