import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountDetail, REVEAL_SECONDS, type RevealedField } from '../../../contract/index.ts';
import { useClock } from '../../lib/clock.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { RevealDialog } from './reveal-dialog.tsx';
import { type Shown, useRevealed } from './use-revealed.ts';

/** The account's numbers, masked; each can be looked at whole for some seconds, for a reason that the ledger keeps. */
export function Numbers({ detail: { account, opening_id } }: { detail: AccountDetail }) {
  const { t } = useTranslation('console');
  const { shown, show, hide } = useRevealed();
  const [asked, setAsked] = useState<RevealedField | null>(null);
  const numbers = [
    { field: 'document', name: t(`document.${account.document.kind}`), masked: account.document.masked },
    { field: 'phone', name: t('detail.phone'), masked: account.phone },
    { field: 'licence_file', name: t('detail.licence_file'), masked: account.licence_file },
  ] as const;
  const asking = numbers.find(({ field }) => field === asked);
  return (
    <>
      {numbers.map(({ field, name, masked }) => {
        const whole = shown?.field === field ? shown : null;
        if (masked === null && field !== 'phone') return null;
        return (
          <div key={field}>
            <dt>{name}</dt>
            <dd>
              {whole === null ? (masked ?? t('detail.no_phone')) : <Whole shown={whole} />}
              {masked !== null && account.in_scope && (
                <IconButton
                  icon={whole === null ? Eye : EyeOff}
                  size="small"
                  className="reveal"
                  label={t(whole === null ? 'reveal.show' : 'reveal.hide', { what: name })}
                  onPress={whole === null ? () => setAsked(field) : hide}
                />
              )}
            </dd>
          </div>
        );
      })}
      {asking && (
        <RevealDialog
          accountId={account.id}
          openingId={opening_id}
          person={account.name}
          field={asking.field}
          what={asking.name}
          onClose={() => setAsked(null)}
          onRevealed={(value) => {
            setAsked(null);
            show(asking.field, value);
          }}
        />
      )}
    </>
  );
}

function Whole({ shown: { value, hideAtMs } }: { shown: Shown }) {
  const { t } = useTranslation('console');
  const seconds = useClock((now) => Math.max(0, Math.ceil((hideAtMs - now) / 1000)));
  return (
    <>
      <b className="revealed">{value}</b>
      <span className="quiet" aria-hidden="true">
        {t('reveal.left', { seconds })}
      </span>
      {/* Said once: a countdown that speaks would drown the number. */}
      <span className="sr-only" role="status">
        {t('reveal.shown', { seconds: REVEAL_SECONDS })}
      </span>
    </>
  );
}
