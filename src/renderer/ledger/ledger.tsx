import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStaff } from '../lib/staff.tsx';
import { Pane } from '../parts/pane.tsx';
import { EntriesPane } from './entries-pane.tsx';
import { EntryPane } from './entry-pane.tsx';
import type { LedgerFilters, LedgerSearch } from './filters.ts';

interface LedgerProps {
  own: boolean;
  search: LedgerSearch;
  onSearch: (change: Partial<LedgerSearch>) => void;
}

/** The list of entries, and beside it the one that is selected. */
export function Ledger({ own, search, onSearch }: LedgerProps) {
  const { t } = useTranslation('ledger');
  const { subject } = useStaff();
  const { entry = null, ...filters } = search;
  // Where only one pane has room: a list that is gone through by arrows stays until an entry is opened. One that comes by
  // the address, as from a link, is open.
  const [listed, setListed] = useState<string | null>(null);
  const asked: LedgerFilters = own ? { ...filters, actions: filters.actions ?? 'acts', actor: subject } : filters;
  const onFilter = (change: Partial<LedgerFilters>) => onSearch({ ...change, entry: undefined });
  return (
    <main className="sheet sheet--ledger" data-shows={entry === null || entry === listed ? 'list' : 'detail'}>
      <h1 className="sr-only">{own ? t('title_own') : t('title')}</h1>
      <EntriesPane
        own={own}
        filters={filters}
        asked={asked}
        selected={entry}
        onSelect={(id) => {
          setListed(id);
          onSearch({ entry: id });
        }}
        onOpen={() => setListed(null)}
        onFilter={onFilter}
      />
      <Pane id="detail" label={t('detail.region')} className="pane--detail">
        <EntryPane
          key={entry}
          id={entry}
          own={own}
          onFilter={onFilter}
          onSelect={(id) => onSearch({ entry: id })}
          onBack={() => setListed(entry)}
        />
      </Pane>
    </main>
  );
}
