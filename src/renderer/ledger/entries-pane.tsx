import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportButton } from '../exports/export-button.tsx';
import { serverNow } from '../lib/clock.ts';
import { useSettings } from '../lib/live.tsx';
import { useStaff } from '../lib/staff.tsx';
import { Kbd } from '../parts/kbd.tsx';
import { Pane } from '../parts/pane.tsx';
import { EntriesList } from './entries-list.tsx';
import { filterInput, firstStretch, type LedgerFilters } from './filters.ts';
import { FreshPill } from './fresh-pill.tsx';
import { LedgerFiltersBar } from './ledger-filters.tsx';
import { LedgerProof } from './ledger-proof.tsx';
import { useEntries } from './use-entries.ts';
import { WitnessLine } from './witness-line.tsx';

interface EntriesPaneProps {
  own: boolean;
  /** As they were chosen, and as they are asked: a clerk's own list asks for more than was chosen. */
  filters: LedgerFilters;
  asked: LedgerFilters;
  selected: string | null;
  onSelect: (id: string) => void;
  /** Where only one pane has room, shows the entry instead of the list. */
  onOpen: () => void;
  onFilter: (change: Partial<LedgerFilters>) => void;
}

/** The list with what narrows it, what is new, and how far back it goes. */
export function EntriesPane({ own, filters, asked, selected, onSelect, onOpen, onFilter }: EntriesPaneProps) {
  const { t } = useTranslation('ledger');
  const entries = useEntries(asked);
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <Pane id="list" labelledBy="list-title" className="pane--list">
      <div className="list__top">
        <div className="list__title">
          <h2 id="list-title">{own ? t('title_own') : t('title')}</h2>
          <Whose own={own} />
          {!own && <ExportEntries filters={asked} />}
          <FreshPill entries={entries} />
          {!own && <LedgerProof />}
        </div>
        <LedgerFiltersBar
          own={own}
          filters={filters}
          onFilter={onFilter}
          rows={entries.rows}
          given={selected !== null}
        />
      </div>
      <div className="pane__scroll" ref={scroller} aria-busy={entries.loading}>
        <EntriesList
          own={own}
          filters={filters}
          entries={entries}
          selected={selected}
          onSelect={onSelect}
          onOpen={onOpen}
          onFilter={onFilter}
          scroller={scroller}
        />
      </div>
      {!own && <WitnessLine />}
      <p className="list__foot">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('keys.select')}
        </span>
        <span className="wide">
          <Kbd>J</Kbd> <Kbd>K</Kbd> {t('keys.newer_older')}
        </span>
        <span>{t('loaded', { count: entries.rows.length })}</span>
      </p>
    </Pane>
  );
}

/** The whole period as a file, not only what was listed so far. */
function ExportEntries({ filters }: { filters: LedgerFilters }) {
  const { language } = useSettings();
  return (
    <ExportButton
      request={() => ({
        operation: 'exportEntries',
        input: { ...filterInput(filters, firstStretch(filters, serverNow())), language },
      })}
    />
  );
}

/** Whose entries these are: a supervisor's places, everything for an auditor. */
function Whose({ own }: { own: boolean }) {
  const { t } = useTranslation('ledger');
  const { name, scope } = useStaff();
  if (own) return <span className="list__total">{name}</span>;
  return <span className="list__total">{scope.map((place) => place.name).join(t('separator')) || t('scope_all')}</span>;
}
