import { History } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../lib/days.ts';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { useTimeWords } from '../parts/time.tsx';
import type { Entries, Older } from './use-entries.ts';

interface OlderProps {
  entries: Entries;
}

/** The end of the list: reads on by itself while pages are full; else it says how far the search came and asks. */
export function OlderEntries({ entries }: OlderProps) {
  const { t } = useTranslation('ledger');
  const failureWords = useFailureWords();
  const { older, readingOlder, olderError, readOlder, rows } = entries;
  if (readingOlder) {
    return (
      <p className="older" role="status">
        {t('older.loading')}
      </p>
    );
  }
  if (olderError !== null) {
    return (
      <div className="older" role="alert">
        <p>
          {t('older.failed')} {failureWords(olderError.failure)}
        </p>
        <Button size="small" onPress={readOlder}>
          {t('older.retry')}
        </Button>
      </div>
    );
  }
  if (older.is === 'more') return <ReadOnSight read={readOlder} />;
  return (
    <div className="older">
      <p role="status">
        <HowFar older={older} count={rows.length} />
      </p>
      <Button size="small" icon={History} onPress={readOlder}>
        {older.is === 'thin' ? t('older.further') : t('older.earlier')}
      </Button>
    </div>
  );
}

function HowFar({ older, count }: { older: Exclude<Older, { is: 'more' }>; count: number }) {
  const { t } = useTranslation('ledger');
  const time = useTimeWords(older.is === 'thin' ? older.searchedTo : older.from);
  if (older.is === 'thin') return t(count === 0 ? 'older.searched_to_none' : 'older.searched_to', { time, count });
  return t(count === 0 ? 'older.period_empty' : 'older.period_done', { from: momentOf(older.from).date });
}

/** Scrolling near the end reads on, before anybody has to wait. */
const AHEAD = '400px';

function ReadOnSight({ read }: { read: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const seen = useEffectEvent(read);
  useEffect(() => {
    const element = end.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) seen();
      },
      { root: element.closest('.pane__scroll'), rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return <div ref={end} className="older__end" />;
}
