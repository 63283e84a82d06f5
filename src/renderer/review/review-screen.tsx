import { useNavigate, useSearch } from '@tanstack/react-router';
import { UserLock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHasRole } from '../lib/staff.tsx';
import { Blank } from '../parts/blank.tsx';
import { Pane } from '../parts/pane.tsx';
import { alikeOf } from './alike.ts';
import { HeldBar } from './held-bar.tsx';
import type { Held } from './held-step.ts';
import { ItemPane } from './item-pane.tsx';
import { QueuePane } from './queue-pane.tsx';
import { ReviewSearch } from './search.ts';
import { SideStrip } from './side-strip.tsx';
import { useHeldStep } from './use-held-step.ts';
import { useQueue } from './use-queue.ts';

/** The supervisor's queue, and beside it the act that is looked at. */
export function ReviewScreen() {
  const { t } = useTranslation('review');
  const allowed = useHasRole('supervisor');
  const search = ReviewSearch.parse(useSearch({ strict: false }));
  const navigate = useNavigate();
  if (!allowed) {
    return (
      <main className="sheet">
        <h1 className="sr-only">{t('title')}</h1>
        <section className="pane" aria-label={t('title')}>
          <Blank icon={UserLock} title={t('no_permission.title')}>
            {t('no_permission.text')}
          </Blank>
        </section>
      </main>
    );
  }
  return (
    <Review
      search={search}
      onSearch={(change) => void navigate({ to: '.', search: { ...search, ...change }, replace: true })}
    />
  );
}

interface ReviewProps {
  search: ReviewSearch;
  onSearch: (change: Partial<ReviewSearch>) => void;
}

function Review({ search: { part, act: chosen }, onSearch }: ReviewProps) {
  const { t } = useTranslation('review');
  const act = chosen ?? null;
  const queue = useQueue(part);
  const steps = useHeldStep();
  const { held, gone } = steps;
  // Where only one pane has room: an act is shown instead of the list once it is opened.
  const [listed, setListed] = useState<string | null>(null);
  // What is held, or sent and not read anew yet, waits no longer.
  const rows = queue.rows.filter(
    ({ entry, state }) => !held?.entryIds.includes(entry.id) && gone.get(entry.id) !== state,
  );

  const take = (what: Omit<Held, 'sentAt'>) => {
    const at = rows.findIndex(({ entry }) => entry.id === act);
    const left = rows.filter(({ entry }) => !what.entryIds.includes(entry.id));
    steps.take(what);
    // On to the next one, which stands where this one stood.
    onSearch({ act: left[Math.min(Math.max(at, 0), left.length - 1)]?.entry.id });
  };
  return (
    <main className="sheet sheet--review" data-shows={act === null || act === listed ? 'list' : 'detail'}>
      <h1 className="sr-only">{t('title')}</h1>
      <QueuePane
        queue={queue}
        rows={rows}
        part={part}
        selected={act}
        onPart={(next) => onSearch({ part: next, act: undefined })}
        onSelect={(id) => {
          setListed(id);
          onSearch({ act: id });
        }}
        onOpen={() => setListed(null)}
      />
      <Pane id="detail" label={t('item.region')} className="pane--detail">
        <HeldBar steps={{ ...steps, undo: () => undo(steps.held) }} />
        <ItemPane
          id={act}
          alike={alikeOf(
            rows.find(({ entry }) => entry.id === act),
            rows,
          )}
          onStep={take}
          onBack={() => setListed(act)}
        />
      </Pane>
      <SideStrip />
    </main>
  );

  function undo(what: Held | null): void {
    steps.undo();
    if (what) onSearch({ act: what.entryIds[0] });
  }
}
