import { ArrowLeft, FileSearch, MousePointerClick } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { EntryDetail } from '../../contract/index.ts';
import { useConsoleQuery } from '../lib/operations.ts';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';
import { FailureState } from '../parts/failure.tsx';
import { Late } from '../parts/late.tsx';
import { Time } from '../parts/time.tsx';
import { EntryFacts } from './entry-facts.tsx';
import { ActionMark, OutcomeMark } from './entry-marks.tsx';
import { useEntryWords } from './entry-words.ts';
import type { LedgerFilters } from './filters.ts';

interface EntryPaneProps {
  id: string | null;
  own: boolean;
  onFilter: (change: Partial<LedgerFilters>) => void;
  onSelect: (id: string) => void;
  onBack: () => void;
}

/** One entry whole. Reading it writes nothing. */
export function EntryPane({ id, ...rest }: EntryPaneProps) {
  const { t } = useTranslation('ledger');
  if (id !== null) return <OneEntry id={id} {...rest} />;
  return (
    <Blank icon={MousePointerClick} title={t('detail.pick')}>
      {t('detail.pick_hint')}
    </Blank>
  );
}

function OneEntry({ id, own, onFilter, onSelect, onBack }: EntryPaneProps & { id: string }) {
  const { t } = useTranslation('ledger');
  const { data, error, refetch } = useConsoleQuery('getEntry', { entry_id: id }, { gcTime: 0 });
  return (
    <>
      <p className="back">
        <Button kind="quiet" icon={ArrowLeft} onPress={onBack}>
          {t('detail.back')}
        </Button>
      </p>
      {!data && <h2 className="sr-only">{t('detail.region')}</h2>}
      {data && <Entry entry={data} own={own} onFilter={onFilter} onSelect={onSelect} />}
      {error?.failure.code === 'entry_not_found' && (
        <Blank icon={FileSearch} title={t('detail.not_found')}>
          {t('detail.not_found_text')}
        </Blank>
      )}
      {error && error.failure.code !== 'entry_not_found' && (
        <FailureState failure={error.failure} title={t('detail.error')} onRetry={() => void refetch()} />
      )}
      {!data && !error && (
        <Late>
          <p className="older" role="status">
            {t('detail.loading')}
          </p>
        </Late>
      )}
    </>
  );
}

interface EntryProps extends Pick<EntryPaneProps, 'own' | 'onFilter' | 'onSelect'> {
  entry: EntryDetail;
}

function Entry({ entry, own, onFilter, onSelect }: EntryProps) {
  const { t } = useTranslation('ledger');
  const words = useEntryWords();
  const { account, actor } = entry;
  return (
    <>
      <header className="person">
        <div className="person__line">
          <h2>{entry.index === null ? t('detail.title_unnumbered') : t('detail.title', { index: entry.index })}</h2>
          <OutcomeMark entry={entry} />
        </div>
        <p className="person__line">
          <ActionMark action={entry.action} />
          {account && <span>{account.name}</span>}
          <span className="quiet">
            {words.actor(entry)} <Time at={entry.recorded_at} seconds />
          </span>
        </p>
      </header>
      <div className="pane__scroll">
        <EntryFacts entry={entry} own={own} onSelect={onSelect} />
      </div>
      {!own && (
        <footer className="actbar">
          <p className="actbar__say">{t('detail.only')}</p>
          <div className="actbar__do">
            {account && <Button onPress={() => onFilter({ account: account.id })}>{t('detail.only_account')}</Button>}
            {actor.kind === 'staff' && (
              <Button onPress={() => onFilter({ actor: actor.subject })}>{t('detail.only_actor')}</Button>
            )}
            {actor.office && (
              <Button onPress={() => onFilter({ office: actor.office?.code })}>{t('detail.only_office')}</Button>
            )}
          </div>
        </footer>
      )}
    </>
  );
}
