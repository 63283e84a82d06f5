import { useRouterState } from '@tanstack/react-router';
import { Bookmark } from 'lucide-react';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilterScreen, SavedFilter, StoredFilter } from '../../contract/index.ts';
import { Button } from '../parts/button.tsx';
import { isSame, type Known, readStored, type StoredField } from './stored.ts';
import { useSavedFilters } from './use-saved-filters.ts';

const SavedFiltersDialog = lazy(async () => ({
  default: (await import('./saved-filters-dialog.tsx')).SavedFiltersDialog,
}));

interface SavedFiltersProps {
  screen: FilterScreen;
  /** What the list is narrowed to now, as far as it can be kept, without what every list begins with. */
  current: StoredFilter;
  /** It is narrowed to somebody, or to a day, too. */
  leavesOut?: boolean;
  known: Known;
  /** Narrows the list to a filter, of which it knows everything. */
  onChoose: (kept: StoredFilter, saved: SavedFilter) => void;
  /** The list came with a filter of its own or an entry, as from a link: the default stays aside. */
  given?: boolean;
}

/** What of a filter could not be chosen, and what was: the sentence goes when the list is narrowed otherwise. */
interface Lost {
  name: string;
  fields: readonly StoredField[];
  kept: StoredFilter;
}

/** The filters that the person keeps for a list. The list begins with the one that they chose for that. */
export function SavedFilters({
  screen,
  current,
  leavesOut = false,
  known,
  onChoose,
  given = false,
}: SavedFiltersProps) {
  const { t } = useTranslation('filters');
  const read = useSavedFilters(screen);
  const { saved } = read;
  const [open, setOpen] = useState(false);
  const [lost, setLost] = useState<Lost | null>(null);

  const choose = (one: SavedFilter) => {
    const { kept, lost: fields } = readStored(one.filter, known);
    setLost(fields.length > 0 ? { name: one.name, fields, kept } : null);
    onChoose(kept, one);
    setOpen(false);
  };

  // Of the screen as it is shown, and not of one that is on its way.
  const opening = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.state.opening });
  const lastOpening = useRef(opening);
  const begun = useRef(given);
  const narrowed = Object.keys(current).length > 0 || leavesOut;
  const inForce = narrowed && !leavesOut ? saved?.find(({ filter }) => isSame(filter, current)) : undefined;
  const begin = useEffectEvent(() => {
    if (opening !== undefined && opening !== lastOpening.current) {
      lastOpening.current = opening;
      begun.current = false;
    }
    if (begun.current || (saved === undefined && !narrowed)) return;
    begun.current = true;
    const first = saved?.find(({ is_default }) => is_default);
    if (first && !narrowed) choose(first);
  });
  const show = () => {
    // Whoever looks at them chooses by themselves; what another window did meanwhile is read.
    begun.current = true;
    read.readAgain();
    setOpen(true);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once an opening, when the filters are there or the person is quicker
  useEffect(() => begin(), [saved === undefined, narrowed, opening]);

  return (
    <>
      <Button kind="quiet" size="small" icon={Bookmark} {...(!inForce && { 'aria-label': t('open') })} onPress={show}>
        {inForce ? (
          <>
            <span className="sr-only">{t('in_force')} </span>
            <span className="filters__name">{inForce.name}</span>
          </>
        ) : (
          t('open_short')
        )}
      </Button>
      {lost && isSame(lost.kept, current) && (
        <span role="status" className="hint filters__lost">
          {t('lost', { name: lost.name, fields: lost.fields.map((field) => t(`field.${field}`)).join(t('join')) })}
        </span>
      )}
      {open && (
        <Suspense>
          <SavedFiltersDialog
            screen={screen}
            read={read}
            current={current}
            leavesOut={leavesOut}
            onChoose={choose}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
