import { ArrowUp, ListChecks } from 'lucide-react';
import { Fragment, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { QUEUE_COUNT_MAX, QUEUE_PARTS, type QueuePart, type ReviewSummary } from '../../contract/index.ts';
import { isPlain, rowFor } from '../clerk/list/row-keys.ts';
import { SavedFilters } from '../filters/saved-filters.tsx';
import { oneOf } from '../filters/stored.ts';
import { useShortcut } from '../lib/shortcuts.tsx';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { FailureState } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { Kbd } from '../parts/kbd.tsx';
import { Late } from '../parts/late.tsx';
import { Pane } from '../parts/pane.tsx';
import { QueueItem } from './queue-item.tsx';
import { NameSubstitute, Substitutions } from './substitutes.tsx';
import type { Queue } from './use-queue.ts';
import { withinBudget } from './within-budget.ts';

interface QueuePaneProps {
  queue: Queue;
  rows: readonly ReviewSummary[];
  part: QueuePart;
  selected: string | null;
  onPart: (part: QueuePart) => void;
  onSelect: (id: string) => void;
  onOpen: () => void;
}

/** What waits, the riskiest first, and how much of it today has room for. */
export function QueuePane({ queue, rows, part, selected, onPart, onSelect, onOpen }: QueuePaneProps) {
  const { t } = useTranslation('review');
  const { first, fresh, readAnew } = queue;
  useShortcut('N', readAnew, { enabled: fresh });
  const count = (of: QueuePart) => {
    if (!first) return undefined;
    const number = first.counts[of];
    return number > QUEUE_COUNT_MAX ? t('queue.count_more') : number;
  };
  return (
    <Pane id="list" labelledBy="list-title" className="pane--list">
      <div className="list__top">
        <div className="list__title">
          <h2 id="list-title">{t('queue.title')}</h2>
          {first && (
            <span className="list__total">
              {first.counts.all > QUEUE_COUNT_MAX
                ? t('queue.total_more')
                : t('queue.total', { count: first.counts.all })}
            </span>
          )}
          <span className="fresh-place">
            {fresh && (
              <button type="button" className="fresh" aria-keyshortcuts="N" onClick={readAnew}>
                <Icon of={ArrowUp} />
                {t('queue.fresh')} <Kbd>N</Kbd>
              </button>
            )}
          </span>
          <NameSubstitute />
        </div>
        {first && <Substitutions substitutions={first.substitutions} />}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend that would stand above the chips */}
        <div className="chips" role="group" aria-label={t('queue.filter')}>
          {QUEUE_PARTS.map((one) => (
            <Chip key={one} pressed={one === part} onPress={() => onPart(one)} count={count(one)}>
              {t(`queue.part.${one}`)}
            </Chip>
          ))}
          <SavedFilters
            screen="review"
            current={part === 'all' ? {} : { part }}
            known={{ part: oneOf(QUEUE_PARTS) }}
            given={selected !== null}
            onChoose={(kept) => onPart(QUEUE_PARTS.find((one) => one === kept.part) ?? 'all')}
          />
        </div>
      </div>
      <div className="pane__scroll" aria-busy={queue.loading}>
        <Rows
          queue={queue}
          rows={rows}
          part={part}
          selected={selected}
          onPart={onPart}
          onSelect={onSelect}
          onOpen={onOpen}
        />
      </div>
      <p className="list__foot">
        <span>
          <Kbd>J</Kbd> <Kbd>K</Kbd> {t('queue.keys')}
        </span>
        {first && (
          <span>
            {t('queue.today', {
              count: first.today.reviewed,
              minutes: Math.round(first.today.minutes),
              budget: first.today.budget,
            })}
          </span>
        )}
      </p>
    </Pane>
  );
}

function Rows({ queue, rows, part, selected, onPart, onSelect, onOpen }: QueuePaneProps) {
  const { t } = useTranslation('review');
  const at = rows.findIndex(({ entry }) => entry.id === selected);
  const select = (index: number) => {
    const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (row) onSelect(row.entry.id);
  };
  useShortcut('J', () => select(at + 1));
  useShortcut('K', () => select(at - 1));
  const move = (event: KeyboardEvent) => {
    const to = isPlain(event) ? rowFor(event.key, at, rows.length) : null;
    if (to === null) return;
    event.preventDefault();
    select(to);
  };

  if (queue.error) {
    return (
      <FailureState failure={queue.error.failure} title={t('queue.failed')} onRetry={queue.readAnew}>
        {t('queue.failed_text')}
      </FailureState>
    );
  }
  if (queue.loading) {
    return (
      <Late>
        <p className="older" role="status">
          {t('queue.loading')}
        </p>
      </Late>
    );
  }
  if (rows.length === 0) {
    return part === 'all' ? (
      <Blank icon={ListChecks} title={t('queue.empty')}>
        {t('queue.empty_text')}
      </Blank>
    ) : (
      <Blank
        icon={ListChecks}
        title={t('queue.empty_part')}
        action={<Button onPress={() => onPart('all')}>{t('queue.show_all')}</Button>}
      />
    );
  }
  const today = queue.first?.today;
  const fits = today && part === 'all' ? withinBudget(rows, today.budget - today.minutes) : rows.length;
  return (
    <>
      <ol className="queue" onKeyDown={move}>
        {rows.map((row, index) => (
          <Fragment key={row.entry.id}>
            {index === fits && today && (
              <li className="queue__budget">{t('queue.budget_ends', { budget: today.budget })}</li>
            )}
            <QueueItem
              item={row}
              selected={row.entry.id === selected}
              stop={index === Math.max(0, at)}
              onSelect={() => onSelect(row.entry.id)}
              onOpen={onOpen}
            />
          </Fragment>
        ))}
      </ol>
      {queue.more && (
        <p className="older">
          <Button kind="quiet" onPress={queue.readMore}>
            {t('queue.more')}
          </Button>
        </p>
      )}
    </>
  );
}
