import { ArrowUp, History, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../lib/days.ts';
import type { OperationFailed } from '../lib/operations.ts';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { useTimeWords } from '../parts/time.tsx';
import type { Entries } from './use-entries.ts';
import type { Newer, Older } from './use-entry-pages.ts';

interface BeyondProps {
  entries: Entries;
}

/** Above the rows, where they don't begin at the newest and pages found little: how far the search came, and a question. */
export function NewerEntries({ entries: { newer, readNewer, readingNewer, newerError } }: BeyondProps) {
  const { t } = useTranslation('ledger');
  if (newer.is === 'none' && newerError === null) return null;
  return (
    <Beyond
      loading={readingNewer && newer.is === 'thin' && t('newer.loading')}
      failed={newerError && { error: newerError, title: t('newer.failed'), retry: t('newer.retry') }}
      further={newer.is === 'thin' && { icon: ArrowUp, label: t('newer.further') }}
      onRead={readNewer}
    >
      {newer.is === 'thin' && <NewerSearched newer={newer} />}
    </Beyond>
  );
}

/** Below the rows: where pages found little, or the period ends, how far the search came, and a question. */
export function OlderEntries({ entries: { rows, newer, older, readOlder, readingOlder, olderError } }: BeyondProps) {
  const { t } = useTranslation('ledger');
  return (
    <Beyond
      loading={readingOlder && t('older.loading')}
      failed={olderError && { error: olderError, title: t('older.failed'), retry: t('older.retry') }}
      further={
        older.is !== 'more' && { icon: History, label: older.is === 'thin' ? t('older.further') : t('older.earlier') }
      }
      onRead={readOlder}
    >
      {older.is !== 'more' && <OlderSearched older={older} found={newer.is === 'none' ? rows.length : null} />}
    </Beyond>
  );
}

interface EdgeProps {
  loading: string | false;
  failed: { error: OperationFailed; title: string; retry: string } | null;
  /** What reads on; where pages are full, scrolling does. */
  further: { icon: LucideIcon; label: string } | false;
  onRead: () => void;
  children: ReactNode;
}

function Beyond({ loading, failed, further, onRead, children }: EdgeProps) {
  const failureWords = useFailureWords();
  if (loading) {
    return (
      <p className="older" role="status">
        {loading}
      </p>
    );
  }
  if (failed) {
    return (
      <div className="older" role="alert">
        <p>
          {failed.title} {failureWords(failed.error.failure)}
        </p>
        <Button size="small" onPress={onRead}>
          {failed.retry}
        </Button>
      </div>
    );
  }
  return (
    further && (
      <div className="older">
        <p role="status">{children}</p>
        <Button size="small" icon={further.icon} onPress={onRead}>
          {further.label}
        </Button>
      </div>
    )
  );
}

function NewerSearched({ newer }: { newer: Extract<Newer, { is: 'thin' }> }) {
  const { t } = useTranslation('ledger');
  const time = useTimeWords(newer.searchedTo);
  return t('newer.searched_to', { time });
}

interface OlderSearchedProps {
  older: Exclude<Older, { is: 'more' }>;
  /** How many there are from the newest on; null where the rows begin later. */
  found: number | null;
}

function OlderSearched({ older, found }: OlderSearchedProps) {
  const { t } = useTranslation('ledger');
  const time = useTimeWords(older.is === 'thin' ? older.searchedTo : older.from);
  if (older.is === 'thin') {
    if (found === null) return t('older.searched_back', { time });
    return t(found === 0 ? 'older.searched_to_none' : 'older.searched_to', { time, count: found });
  }
  const from = momentOf(older.from).date;
  if (found === null) return t('older.period_begins', { from });
  return t(found === 0 ? 'older.period_empty' : 'older.period_done', { from });
}
