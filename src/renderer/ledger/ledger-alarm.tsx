import { Check, ClipboardCopy, History, RotateCw, ShieldAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeclaredLoss, LedgerCheck, RefusedCheckpoint } from '../../contract/index.ts';
import { useLedgerCheck } from '../lib/live.tsx';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useDayWords } from '../parts/time.tsx';

/** Above every screen, for everybody: the ledger is not the one that this workstation knows, and what to do. */
export function LedgerAlarm() {
  const { kept, refused, restored } = useLedgerCheck();
  if (refused) return <Alarm kept={kept} refused={refused} />;
  return restored && <Restored loss={restored} />;
}

/** Entries were lost, and two have answered for it. It stays until somebody has read it. */
function Restored({ loss: { at, by, first, last } }: { loss: DeclaredLoss }) {
  const { t } = useTranslation('check');
  const [proposed, confirmed] = by;
  const time = useDayWords(at);
  return (
    <div className="alarm">
      <Banner
        tone="warn"
        icon={History}
        title={t(first === last ? 'restored.one' : 'restored.title', { first, last })}
        role="status"
      >
        <p>{t('restored.text', { time, proposed, confirmed })}</p>
        <p className="alarm__do">
          <Button size="small" icon={Check} onPress={() => void window.lockdesk.ledger.noted()}>
            {t('restored.noted')}
          </Button>
        </p>
      </Banner>
    </div>
  );
}

function Alarm({ kept, refused }: { kept: LedgerCheck['kept']; refused: RefusedCheckpoint }) {
  const { t } = useTranslation('check');
  const administrator = useHasRole('administrator');
  const { older } = refused;
  const broken = older ?? kept;
  const time = useDayWords(broken?.checked_at ?? refused.at, 'middle');
  const [busy, setBusy] = useState(false);
  const again = () => {
    setBusy(true);
    void window.lockdesk.ledger.check().finally(() => setBusy(false));
  };
  // All are signed: whoever has them can show that the ledger was not kept as it was.
  const evidence = [kept?.checkpoint, older?.checkpoint, refused.checkpoint].filter(Boolean).join('\n');
  return (
    <div className="alarm">
      <Banner tone="danger" icon={ShieldAlert} title={t('alarm.title')} role="alert">
        <p>{t(`alarm.${older ? 'before_loss' : refused.why}`, { time, kept: broken?.size, size: refused.size })}</p>
        <p>{t(`alarm.${!administrator ? 'tell' : older ? 'tell_before_loss' : 'tell_administrator'}`)}</p>
        <p className="alarm__do">
          <Button size="small" icon={RotateCw} unavailable={busy} onPress={again}>
            {t('again')}
          </Button>
          <Button size="small" icon={ClipboardCopy} onPress={() => void navigator.clipboard.writeText(evidence)}>
            {t('copy_evidence')}
          </Button>
        </p>
      </Banner>
    </div>
  );
}
