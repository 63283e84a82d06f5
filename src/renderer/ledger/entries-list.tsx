import { FunnelX, ScrollText } from 'lucide-react';
import { type RefObject, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';
import { FailureState } from '../parts/failure.tsx';
import { Late } from '../parts/late.tsx';
import { NewerEntries, OlderEntries } from './beyond.tsx';
import { EntriesTable } from './entries-table.tsx';
import { isNarrowed, type LedgerFilters, UNFILTERED } from './filters.ts';
import type { Entries } from './use-entries.ts';

interface EntriesListProps {
  own: boolean;
  filters: LedgerFilters;
  entries: Entries;
  selected: string | null;
  onSelect: (id: string) => void;
  onOpen: () => void;
  onFilter: (change: Partial<LedgerFilters>) => void;
  scroller: RefObject<HTMLElement | null>;
}

/** The rows; while there are none, why. */
export function EntriesList(props: EntriesListProps) {
  const { own, entries, selected, onSelect, onOpen, scroller } = props;
  const { t } = useTranslation('ledger');
  if (entries.error !== null) {
    return (
      <FailureState failure={entries.error.failure} title={t('error.title')} onRetry={entries.retry}>
        {t('error.text')}
      </FailureState>
    );
  }
  if (entries.loading) {
    return (
      <Late>
        <Skeleton />
      </Late>
    );
  }
  return (
    <>
      <NewerEntries entries={entries} />
      {entries.rows.length === 0 ? (
        <NoEntries {...props} />
      ) : (
        <EntriesTable
          label={own ? t('title_own') : t('list')}
          own={own}
          entries={entries}
          selected={selected}
          onSelect={onSelect}
          onOpen={onOpen}
          scroller={scroller}
        />
      )}
      <OlderEntries entries={entries} />
    </>
  );
}

function NoEntries({ own, filters, onFilter }: EntriesListProps) {
  const { t } = useTranslation('ledger');
  if (isNarrowed(filters)) {
    return (
      <Blank
        icon={ScrollText}
        title={t('empty.narrowed')}
        action={
          <Button icon={FunnelX} onPress={() => onFilter(UNFILTERED)}>
            {t('clear')}
          </Button>
        }
      />
    );
  }
  return (
    <Blank icon={ScrollText} title={own ? t('empty.title_own') : t('empty.title')}>
      {own ? t('empty.text_own') : t('empty.text')}
    </Blank>
  );
}

const BONES = Array.from({ length: 12 }, (_, n) => n);

/** In the shape of the rows. */
function Skeleton() {
  const { t } = useTranslation('ledger');
  const id = useId();
  return (
    <div className="bones" role="status" aria-labelledby={id}>
      <span id={id} className="sr-only">
        {t('loading')}
      </span>
      {BONES.map((n) => (
        <p key={n} aria-hidden="true">
          <span className="bone bone--left" />
          <span className="bone bone--left" />
          <span className="bone bone--when" />
          <span className="bone bone--id" />
          <span className="bone bone--when" />
          <span className="bone bone--id" />
        </p>
      ))}
    </div>
  );
}
