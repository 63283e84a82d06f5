import { ArrowUp, FilterX, LockOpen } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportRequest, Language, LockedAccount, LockSort } from '../../../contract/index.ts';
import { ExportButton } from '../../exports/export-button.tsx';
import { SavedFilters } from '../../filters/saved-filters.tsx';
import { useSettings } from '../../lib/live.tsx';
import { ariaKey, useShortcut, useShortcutWorks } from '../../lib/shortcuts.tsx';
import { useHasRole, useStaff } from '../../lib/staff.tsx';
import { Blank } from '../../parts/blank.tsx';
import { Button } from '../../parts/button.tsx';
import { FailureState } from '../../parts/failure.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Kbd } from '../../parts/kbd.tsx';
import { Late } from '../../parts/late.tsx';
import { Pane } from '../../parts/pane.tsx';
import type { Target } from '../desk.ts';
import { useDesk } from '../desk-provider.tsx';
import { Filters, type Narrowing, NOT_NARROWED } from './filters.tsx';
import type { ListState, Question } from './locked-list.ts';
import { LockedTable } from './locked-table.tsx';
import { offeredPlace, type PlacePath, PlacePick, placeOf } from './place-pick.tsx';
import { RowSkeleton } from './row-skeleton.tsx';
import { knownLockFilters, lockFiltersOf, pathWithin, storedLockFilters } from './stored-filters.ts';
import { countOf } from './totals.ts';
import { useLockTotals } from './use-lock-totals.ts';
import { useLockedList } from './use-locked-list.ts';

interface ListPaneProps {
  selectedAccount: string | null;
}

/** The locked accounts: filters with totals, the pill of new ones, the rows. */
export function ListPane({ selectedAccount }: ListPaneProps) {
  const { t } = useTranslation('console');
  const desk = useDesk();
  const [path, setPath] = useState<PlacePath>([]);
  const [narrowing, setNarrowing] = useState(NOT_NARROWED);
  const [sort, setSort] = useState<LockSort>('newest');
  const [seen, setSeen] = useState<{ from: number; to: number } | null>(null);
  const { list, state } = useLockedList(questionOf(path, narrowing, sort));
  const totals = useLockTotals(placeOf(path));
  const offered = useLockTotals(offeredPlace(path));
  const supervises = useHasRole('supervisor');
  const { scope: staffScope } = useStaff();
  const { language } = useSettings();
  const { cause, kind } = narrowing;
  const total = totals && countOf(totals, { causes: cause ? [cause] : undefined, kinds: kind ? [kind] : undefined });

  const show = useCallback((row: LockedAccount, turned?: boolean) => desk.show(target(row), turned), [desk]);
  const open = useCallback((row: LockedAccount) => void desk.open(target(row)), [desk]);
  const narrowed = path.length > 0 || cause !== null || kind !== null;
  const clear = () => {
    setPath([]);
    setNarrowing(NOT_NARROWED);
  };

  return (
    <Pane id="list" labelledBy="list-title" className="pane--list">
      <div className="list__top">
        <div className="list__title">
          <h2 id="list-title">{t('list.title')}</h2>
          {totals && <span className="list__total">{t('list.total', { count: countOf(totals) })}</span>}
          {supervises && <ExportButton request={() => exportRequest(questionOf(path, narrowing, sort), language)} />}
          <PlacePick path={path} totals={offered} onPick={setPath} />
          <FreshPill state={state} onTake={() => list.takeIn()} />
        </div>
        <div className="filters">
          <Filters narrowing={narrowing} totals={totals} onChange={setNarrowing} />
          <SavedFilters
            screen="locked"
            current={storedLockFilters(path, narrowing, sort)}
            known={knownLockFilters(staffScope)}
            onChoose={(kept, { place_path }) => {
              const chosen = lockFiltersOf(kept);
              setPath(kept.place === undefined ? [] : pathWithin(staffScope, place_path));
              setNarrowing(chosen.narrowing);
              setSort(chosen.sort);
            }}
          />
        </div>
      </div>
      <ListBody state={state} narrowed={narrowed} onClear={clear} onRetry={() => list.takeIn()}>
        <LockedTable
          state={state}
          total={total}
          sort={sort}
          selectedAccount={selectedAccount}
          onSort={setSort}
          onShow={show}
          onOpen={open}
          onMore={(side) => void list.more(side)}
          onGoTo={(end) => list.goTo(end)}
          onSeen={setSeen}
        />
      </ListBody>
      <footer className="list__foot">
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t('list.foot.select')}
        </span>
        <span className="wide">
          <Kbd>Enter</Kbd> {t('list.foot.open')}
        </span>
        <FilterHint />
        <span>
          {state.moreFailed && t('list.more_failed')}
          {seen && total !== undefined && state.status === 'ready' && state.rows.length > 0
            ? t('list.shown', { ...seen, total: Math.max(total, seen.to) })
            : null}
        </span>
      </footer>
    </Pane>
  );
}

const target = (row: LockedAccount): Target => ({ preview: { from: 'list', row }, scanned: false });

function questionOf(path: PlacePath, { cause, kind }: Narrowing, sort: LockSort): Question {
  return {
    ...(path.length > 0 && { places: [placeOf(path)] }),
    ...(cause && { causes: [cause] }),
    ...(kind && { kinds: [kind] }),
    sort,
  };
}

const exportRequest = (question: Question, language: Language): ExportRequest => ({
  operation: 'exportLockedAccounts',
  input: { ...question, language },
});

function FilterHint() {
  const { t } = useTranslation('console');
  if (!useShortcutWorks('F')) return null;
  return (
    <span className="wide">
      <Kbd>F</Kbd> {t('list.foot.filter')}
    </span>
  );
}

/** How many new ones wait. Its place is always kept, so that nothing moves when it comes. */
function FreshPill({ state, onTake }: { state: ListState; onTake: () => void }) {
  const { t } = useTranslation('console');
  const { waiting, behind, rows } = state;
  const keyWorks = useShortcutWorks('N');
  useShortcut('N', onTake);
  const changed = behind || rows.some(({ lock }) => lock.ended !== null);
  const idle = waiting.length === 0 && !changed;
  const words = waiting.length > 0 && !behind ? t('list.fresh', { count: waiting.length }) : t('list.fresh_more');
  return (
    <button
      type="button"
      className="fresh"
      disabled={idle}
      aria-keyshortcuts={keyWorks ? ariaKey('N') : undefined}
      onClick={onTake}
    >
      <Icon of={ArrowUp} />
      {idle ? t('list.fresh_none') : words}
      {keyWorks && (
        <span aria-hidden="true">
          <Kbd>N</Kbd>
        </span>
      )}
    </button>
  );
}

interface ListBodyProps {
  state: ListState;
  narrowed: boolean;
  onClear: () => void;
  onRetry: () => void;
  children: ReactNode;
}

/** The rows, or why there are none. */
function ListBody({ state, narrowed, onClear, onRetry, children }: ListBodyProps) {
  const { t } = useTranslation('console');
  if (state.status === 'loading') {
    return (
      <div className="pane__scroll" aria-busy="true">
        <Late>
          <RowSkeleton label={t('list.loading')} />
        </Late>
      </div>
    );
  }
  if (state.status === 'failed' && state.failure) {
    return (
      <div className="pane__scroll">
        <FailureState failure={state.failure} title={t('list.failed')} onRetry={onRetry}>
          {t('list.failed_text')}
        </FailureState>
      </div>
    );
  }
  if (state.rows.length > 0) return children;
  return (
    <Blank
      icon={LockOpen}
      title={t(narrowed ? 'list.empty_filtered' : 'list.empty')}
      action={
        narrowed && (
          <Button icon={FilterX} onPress={onClear}>
            {t('list.clear')}
          </Button>
        )
      }
      hint={
        <>
          {t('list.come_in')} <Kbd>Ctrl+K</Kbd>
        </>
      }
    >
      {t('list.empty_text')}
    </Blank>
  );
}
