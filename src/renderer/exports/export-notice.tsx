import { useNavigate } from '@tanstack/react-router';
import { CircleCheck, CircleX, FileDown, X } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportedDocument, ExportedFile, ExportOperation, ExportProgress } from '../../contract/index.ts';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import type { ExportState } from './exports.ts';
import { useExportState, useExports } from './exports-provider.tsx';
import { useSize } from './use-size.ts';

/** How far the export in hand has come, and what became of it: on every screen, a part of each with a heading of its own. */
export function ExportNotice() {
  const exports = useExports();
  const state = useExportState();
  const title = useId();
  const { t } = useTranslation('exports');
  if (state.is === 'none') return null;
  return (
    <section className="notice" aria-labelledby={title}>
      <h2 id={title} className="sr-only">
        {t('title')}
      </h2>
      {state.is === 'over' ? (
        <>
          <Outcome over={state} />
          <IconButton icon={X} size="small" label={t('dismiss')} onPress={() => exports.dismiss()} />
        </>
      ) : (
        <Running state={state} />
      )}
    </section>
  );
}

/** Whether a file holds citizens’ data. */
const OF_CITIZENS: Readonly<Record<ExportOperation, boolean>> = {
  exportEntries: true,
  exportLockedAccounts: true,
  exportReportTables: false,
  exportAccessReview: false,
  exportReport: false,
  exportAccountFile: true,
  exportExtract: true,
};

function Running({ state }: { state: Extract<ExportState, { is: 'asking' | 'running' }> }) {
  const { t } = useTranslation('exports');
  const { fileSize } = useSize();
  const what = t(`what.${state.what}`);
  const stepOf = ({ step, part }: Extract<ExportProgress, { step: unknown }>) =>
    part ? t('part_step', { ...part, how: t(`step.${step}`) }) : t(`step.${step}`);
  if (state.is === 'asking') return <Banner tone="info" icon={FileDown} title={t('asking', { what })} role="status" />;
  const { progress } = state;
  const how = 'step' in progress ? stepOf(progress) : fileSize(progress);
  return (
    // No live region: it changes five times a second. That it is over is said.
    <Banner tone="info" icon={FileDown} title={t('running', { what, how })}>
      <p>
        {OF_CITIZENS[state.what] && t('personal')} {t('running_hint')}
      </p>
      <Button size="small" onPress={() => void window.lockdesk.exports.cancel()}>
        {t('cancel')}
      </Button>
    </Banner>
  );
}

function Outcome({ over: { what, outcome } }: { over: Extract<ExportState, { is: 'over' }> }) {
  const { t } = useTranslation('exports');
  const failureWords = useFailureWords();
  const words = { what: t(`what.${what}`) };
  if (outcome.is === 'saved') {
    const { file, more = [], export_id } = outcome;
    return <Saved what={words.what} files={[file, ...more]} entryId={export_id} />;
  }
  return (
    <Banner
      tone={outcome.is === 'cancelled' ? 'info' : 'danger'}
      icon={CircleX}
      title={outcome.is === 'in_part' ? t('in_part', { ...words, ...outcome.part }) : t(outcome.is, words)}
      role={outcome.is === 'cancelled' ? 'status' : 'alert'}
    >
      {outcome.is === 'failed' && <p>{failureWords(outcome.failure)}</p>}
    </Banner>
  );
}

interface SavedProps {
  what: string;
  files: readonly [ExportedFile, ...ExportedDocument[]];
  entryId: string;
}

function Saved({ what, files, entryId }: SavedProps) {
  const { t } = useTranslation('exports');
  const { fileSize, partsSize } = useSize();
  const exports = useExports();
  const navigate = useNavigate();
  const readsAll = useHasRole('supervisor', 'auditor');
  const readsOwn = useHasRole('clerk');
  const sizeOf = ([first, ...more]: SavedProps['files']) =>
    more.length > 0 && 'pages' in first ? partsSize([first, ...more]) : fileSize(first);
  const look = () => {
    exports.dismiss();
    void navigate({ to: readsAll ? '/ledger' : '/mine', search: { period: 'month', entry: entryId } });
  };
  return (
    <Banner tone="ok" icon={CircleCheck} title={t('saved', { what, size: sizeOf(files) })} role="status">
      <p>{t('saved_hash')}</p>
      {files.map(({ sha256 }) => (
        <p key={sha256} className="copyable">
          <code>{sha256}</code>
          <CopyButton text={sha256} label={t('copy_hash')} />
        </p>
      ))}
      {(readsAll || readsOwn) && (
        <Button size="small" onPress={look}>
          {t('to_entry')}
        </Button>
      )}
    </Banner>
  );
}
