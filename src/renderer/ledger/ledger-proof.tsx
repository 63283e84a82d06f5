import { Hourglass, RotateCw, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerCheck } from '../../contract/index.ts';
import { useLedgerCheck } from '../lib/live.tsx';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Time } from '../parts/time.tsx';

const LOOKS = { sound: ShieldCheck, refused: ShieldAlert, none: Hourglass };

/** How far this workstation has checked the ledger, in passing; what exactly, once it is pressed. */
export function LedgerProof() {
  const { t } = useTranslation('check');
  const check = useLedgerCheck();
  const { kept, refused } = check;
  const look = refused ? 'refused' : kept ? 'sound' : 'none';
  const [shown, setShown] = useState(false);
  return (
    <>
      <button type="button" className={`proof proof--${look}`} onClick={() => setShown(true)}>
        <Icon of={LOOKS[look]} />
        <span>{look === 'sound' && kept?.size === 0 ? t('empty') : t(look, { number: (kept?.size ?? 0) - 1 })}</span>
        {kept && !refused && (
          <span className="quiet">
            <Time at={kept.checked_at} />
          </span>
        )}
      </button>
      {shown && <ProofDialog check={check} onClose={() => setShown(false)} />}
    </>
  );
}

function ProofDialog({ check: { kept, key }, onClose }: { check: LedgerCheck; onClose: () => void }) {
  const { t } = useTranslation('check');
  const [busy, setBusy] = useState(false);
  const again = () => {
    setBusy(true);
    void window.lockdesk.ledger.check().finally(() => setBusy(false));
  };
  return (
    <Dialog
      narrow
      icon={ShieldCheck}
      title={t('title')}
      closeLabel={t('close')}
      onClose={onClose}
      foot={
        <>
          <p />
          <Button icon={RotateCw} unavailable={busy} onPress={again}>
            {t('again')}
          </Button>
        </>
      }
    >
      <div className="dialog__main">
        <p>{kept ? t('how') : t('not_yet')}</p>
        <dl className="rows">
          {kept && (
            <>
              <div>
                <dt>{t('entries')}</dt>
                <dd>
                  <span className="copyable">
                    {t('entries_count', { count: kept.size })}
                    <CopyButton text={kept.checkpoint} label={t('copy_checkpoint')} />
                  </span>
                </dd>
              </div>
              <div>
                <dt>{t('checked')}</dt>
                <dd>
                  <Time at={kept.checked_at} seconds />
                </dd>
              </div>
            </>
          )}
          {key && (
            <div>
              <dt>{t('key')}</dt>
              <dd>
                <span className="copyable">
                  <code>{key.text}</code>
                  <CopyButton text={key.text} label={t('copy_key')} />
                </span>
                <span className="quiet">{t(`key_from.${key.from}`)}</span>
              </dd>
            </div>
          )}
        </dl>
      </div>
    </Dialog>
  );
}
