import { Bookmark, CircleX } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilterScreen, SavedFilter, StoredFilter } from '../../contract/index.ts';
import type { OperationFailed } from '../lib/operations.ts';
import { Banner } from '../parts/banner.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FailureState, useFailureWords } from '../parts/failure.tsx';
import { Late } from '../parts/late.tsx';
import { DeletedFilter } from './deleted-filter.tsx';
import { NewFilter } from './new-filter.tsx';
import { OneFilter } from './one-filter.tsx';
import { asInput, type FilterChange, type SavedFiltersRead, useChangeFilters } from './use-saved-filters.ts';

interface SavedFiltersDialogProps {
  screen: FilterScreen;
  read: SavedFiltersRead;
  current: StoredFilter;
  leavesOut: boolean;
  onChoose: (one: SavedFilter) => void;
  onClose: () => void;
}

/** Keeps, chooses, names and deletes the filters of a list. */
export function SavedFiltersDialog({ screen, read, current, leavesOut, onChoose, onClose }: SavedFiltersDialogProps) {
  const { t } = useTranslation('filters');
  const { saved, failure, readAgain } = read;
  const { error, isPending, mutate } = useChangeFilters();
  const field = useRef<HTMLInputElement>(null);
  const firstChoice = useRef<HTMLButtonElement>(null);
  const narrowed = Object.keys(current).length > 0;
  const [deleted, setDeleted] = useState<readonly SavedFilter[]>([]);

  /** One at a time: a second press was meant for what the first has changed. */
  const change = (what: FilterChange, onDone?: () => void) => {
    if (!isPending) mutate(what, { onSuccess: () => onDone?.() });
  };
  const remove = (one: SavedFilter) => {
    if (!isPending) setDeleted([...deleted.filter(({ filter_id }) => filter_id !== one.filter_id), one]);
    change({ remove: one });
  };
  // Those that could not be deleted, or were taken back, are listed.
  const gone = deleted.filter(({ filter_id }) => !saved?.some((one) => one.filter_id === filter_id));

  return (
    <Dialog
      narrow
      icon={Bookmark}
      title={t('title')}
      closeLabel={t('close')}
      initialFocus={narrowed ? field : firstChoice}
      onClose={onClose}
    >
      <div className="saved">
        {narrowed ? (
          <NewFilter
            field={field}
            current={current}
            leavesOut={leavesOut}
            onSave={(named, onSaved) =>
              change({ save: { ...named, screen, filter: current, is_default: false, version: 0 } }, onSaved)
            }
          />
        ) : (
          <p className="quiet">{leavesOut ? t('only_personal') : t('nothing_to_keep')}</p>
        )}
        {error && <Failed error={error} />}
        {gone.map((one) => (
          <DeletedFilter
            key={one.filter_id}
            name={one.name}
            onUndo={() => change({ save: asInput(one, screen, { version: 0 }) })}
          />
        ))}
        {failure && <FailureState failure={failure} title={t('not_read')} onRetry={readAgain} />}
        {!failure && saved === undefined && (
          <Late>
            <p className="quiet">{t('reading')}</p>
          </Late>
        )}
        {saved && saved.length > 0 && (
          <ul className="saved__list" aria-label={t('kept')}>
            {saved.map((one, at) => (
              <OneFilter
                key={one.filter_id}
                saved={one}
                isBack={deleted.some(({ filter_id }) => filter_id === one.filter_id)}
                choice={at === 0 ? firstChoice : undefined}
                onChoose={() => onChoose(one)}
                onRename={(name, onDone) => change({ save: asInput(one, screen, { name }) }, onDone)}
                onDefault={(is_default) => change({ save: asInput(one, screen, { is_default }) })}
                onDelete={() => remove(one)}
              />
            ))}
          </ul>
        )}
        {saved?.length === 0 && gone.length === 0 && <p className="quiet">{t('none')}</p>}
      </div>
    </Dialog>
  );
}

/** What was not changed and why, or that nobody knows. */
function Failed({ error: { failure } }: { error: OperationFailed }) {
  const { t } = useTranslation('filters');
  const failureWords = useFailureWords();
  return (
    <Banner tone="danger" icon={CircleX} role="alert" title={t(failure.request_id === null ? 'unsure' : 'failed')}>
      {failureWords(failure)}
    </Banner>
  );
}
