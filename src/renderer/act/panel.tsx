import { CircleCheck, ScanLine } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PendingAct } from '../../contract/index.ts';
import { Banner } from '../parts/banner.tsx';
import { Mark } from '../parts/mark.tsx';
import { Busy, Confirming, CutOff } from './confirming.tsx';
import type { Open } from './desk.ts';
import type { Newer } from './newer.ts';
import { NewerPanel } from './newer-panel.tsx';
import { SetbackPanel } from './setback-panel.tsx';
import type { Stage } from './stage.ts';

interface PanelProps {
  open: Open;
  stage: Stage;
  reading: Newer;
  /** The account's act that main still asks about, this dialog's or an earlier one. */
  pending: PendingAct | null;
  /** A reader has read a number into the dialog, which was not used. */
  burst: boolean;
}

/** What has come in the way, above the form. */
export function Panel({ open, stage, reading, pending, burst }: PanelProps) {
  const { t } = useTranslation('act');
  const { subject } = open;
  if (pending?.unknown) return <Confirming pending={pending} />;
  if (pending?.next_ask_at) return <Busy pending={pending} />;
  if (open.is === 'cut_off') return <CutOff sent={open} />;
  if (open.is === 'sending') return null;
  const { setback, renewed } = open;
  if (stage === 'look') {
    return (
      <NewerPanel
        subject={subject}
        newer={reading.newer}
        error={reading.error}
        change={setback?.kind === 'stale' ? setback.change : null}
        sent={setback?.kind === 'stale'}
      />
    );
  }
  if (setback !== null && setback.kind !== 'stale' && setback.kind !== 'cut_off')
    return <SetbackPanel setback={setback} />;
  if (burst) return <Banner tone="warn" icon={ScanLine} title={t('burst_ignored')} role="status" />;
  if (!renewed) return null;
  return (
    <p role="status">
      <Mark tone="ok" icon={CircleCheck}>
        {t('stale.taken', { version: subject.seen.account.version })}
      </Mark>
    </p>
  );
}
