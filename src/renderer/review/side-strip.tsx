import { LayoutPanelLeft, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CAUSES, type Report } from '../../contract/index.ts';
import { useClock } from '../lib/clock.ts';
import { momentOf } from '../lib/days.ts';
import { useConsoleQuery } from '../lib/operations.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { StripHours, useHoursSentence } from './strip-hours.tsx';
import { StripProof, useProofSentence } from './strip-proof.tsx';

const ASK = { staleTime: 60_000, refetchInterval: 60_000 } as const;

/**
 * Beside the queue, whether the ledger is whole and what today looks like beside other days. Where there is no room beside
 * it, one line below it, which opens the same.
 */
export function SideStrip() {
  const { t } = useTranslation('review');
  const [open, setOpen] = useState(false);
  return (
    <aside className="strip" aria-label={t('strip.title')} data-pane tabIndex={-1}>
      <Line onOpen={() => setOpen(true)} />
      <div className="strip__parts">
        <Parts />
      </div>
      {open && (
        <Dialog
          narrow
          icon={LayoutPanelLeft}
          title={t('strip.title')}
          closeLabel={t('strip.close')}
          onClose={() => setOpen(false)}
        >
          <div className="pane__scroll">
            <Parts />
          </div>
        </Dialog>
      )}
    </aside>
  );
}

function Parts() {
  const today = useClock((now) => momentOf(now).date);
  const { data } = useConsoleQuery('readReport', { from: today, to: today }, ASK);
  return (
    <>
      <StripProof />
      <StripHours />
      {data && <Causes now={data} />}
    </>
  );
}

function Line({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation('review');
  const proof = useProofSentence();
  const hours = useHoursSentence();
  return (
    <button type="button" className={`proof proof--${proof.look} strip__line`} aria-haspopup="dialog" onClick={onOpen}>
      <Icon of={proof.look === 'refused' ? ShieldAlert : ShieldCheck} />
      <span>
        {proof.text}
        {hours && t('strip.and')}
        {hours && <span className={hours.bad ? 'mark--bad' : 'quiet'}>{hours.text}</span>}
      </span>
    </button>
  );
}

function Causes({ now }: { now: Report }) {
  const { t, i18n } = useTranslation(['review', 'console']);
  const id = useId();
  const { locks } = now.totals;
  const share = (part: number) =>
    (part / locks).toLocaleString(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  const rows = now.by.cause.filter((row) => row.locks > 0);
  return (
    <section className="strip__part" aria-labelledby={id}>
      <h2 id={id}>{t('strip.causes')}</h2>
      <p className="quiet">{locks > 0 ? t('strip.of', { count: locks }) : t('strip.none')}</p>
      {locks > 0 && (
        <table className="plain pattern strip__causes" aria-labelledby={id}>
          <tbody>
            {rows.map((row) => {
              const cause = CAUSES.find((one) => one === row.key);
              return (
                <tr key={row.key}>
                  <th scope="row">{cause === undefined ? row.key : t(`console:cause.${cause}`)}</th>
                  <td className="num">
                    <Share part={row.locks / locks} />
                    <b>{share(row.locks)}</b>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** A part of a whole, for sight only. */
function Share({ part }: { part: number }) {
  return (
    <svg className="meter" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect className="meter__track" x="0" y="4" width="100" height="4" />
      <rect className="meter__self" x="0" y="4" width={100 * part} height="4" />
    </svg>
  );
}
