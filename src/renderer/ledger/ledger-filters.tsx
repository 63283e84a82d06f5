import { FunnelX } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryOutcome, type EntrySummary } from '../../contract/index.ts';
import { SavedFilters } from '../filters/saved-filters.tsx';
import { serverNow } from '../lib/clock.ts';
import { momentOf } from '../lib/days.ts';
import { Button } from '../parts/button.tsx';
import { Chip } from '../parts/chip.tsx';
import { type Choice, Pick } from '../parts/pick.tsx';
import {
  ACTION_GROUP_NAMES,
  filtersOf,
  isNarrowed,
  isPersonal,
  KNOWN_FILTERS,
  type LedgerFilters,
  PERIOD_NAMES,
  storedFilters,
  UNFILTERED,
} from './filters.ts';

interface LedgerFiltersBarProps {
  /** A clerk's own list: whose it is need not be asked. */
  own: boolean;
  filters: LedgerFilters;
  onFilter: (change: Partial<LedgerFilters>) => void;
  /** The rows that are listed: offices and people to choose from are those that occur. */
  rows: readonly EntrySummary[];
  /** An entry was asked for, as by a link: the list stays as it is. */
  given: boolean;
}

const ALL = 'all';

/** What the list is narrowed to. */
export function LedgerFiltersBar({ own, filters, onFilter, rows, given }: LedgerFiltersBarProps) {
  const { t } = useTranslation('ledger');
  const outcomes: Choice<string>[] = [
    { id: ALL, label: t('outcome_all') },
    ...EntryOutcome.options.map((id) => ({ id, label: t(`outcome_of.${id}`) })),
  ];
  const actions: Choice<NonNullable<LedgerFilters['actions']>>[] = [
    { id: ALL, label: t('actions_all') },
    ...ACTION_GROUP_NAMES.map((id) => ({ id, label: t(`action_group.${id}`) })),
  ];
  return (
    <fieldset className="filters" aria-label={t('filters')}>
      <Pick
        boxed
        label={t('period')}
        value={filters.period}
        choices={PERIOD_NAMES.map((id) => ({ id, label: t(`period_of.${id}`) }))}
        onPick={(period) => onFilter({ period })}
      />
      <Until value={filters.until} onChange={(until) => onFilter({ until })} />
      <Pick
        boxed
        label={t('actions')}
        value={filters.actions ?? (own ? 'acts' : ALL)}
        choices={actions}
        onPick={(id) => onFilter({ actions: id })}
      />
      {!own && (
        <>
          <Pick
            boxed
            label={t('office')}
            value={filters.office ?? ALL}
            choices={[{ id: ALL, label: t('office_all') }, ...officesIn(rows, filters.office)]}
            onPick={(id) => onFilter({ office: id === ALL ? undefined : id })}
          />
          <Pick
            boxed
            label={t('actor')}
            value={filters.actor ?? ALL}
            choices={[{ id: ALL, label: t('actor_all') }, ...actorsIn(rows, filters.actor)]}
            onPick={(id) => onFilter({ actor: id === ALL ? undefined : id })}
          />
        </>
      )}
      <Pick
        boxed
        label={t('outcome')}
        value={filters.outcome ?? ALL}
        choices={outcomes}
        onPick={(id) => onFilter({ outcome: EntryOutcome.options.find((one) => one === id) })}
      />
      {filters.account !== undefined && (
        <Chip pressed onPress={() => onFilter({ account: undefined })}>
          {t('only_account', { name: rows.find(({ account }) => account)?.account?.name ?? t('account') })}
        </Chip>
      )}
      <SavedFilters
        screen={own ? 'own_acts' : 'ledger'}
        current={storedFilters(filters)}
        leavesOut={isPersonal(filters)}
        known={KNOWN_FILTERS}
        given={given}
        onChoose={(kept) => onFilter({ ...UNFILTERED, ...filtersOf(kept) })}
      />
      {isNarrowed(filters) && (
        <Button kind="quiet" icon={FunnelX} onPress={() => onFilter(UNFILTERED)}>
          {t('clear')}
        </Button>
      )}
    </fieldset>
  );
}

/** The last day of the period, typed as a date: nobody has to page through months of a calendar. */
function Until({ value, onChange }: { value: string | undefined; onChange: (value: string | undefined) => void }) {
  const { t } = useTranslation('ledger');
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const commit = () => {
    if (typed === null) return;
    const until = typed.trim();
    const today = momentOf(serverNow()).date;
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(Date.parse(until)) && until <= today;
    setWrong(until !== '' && !isDay);
    if (until !== '' && !isDay) return;
    setTyped(null);
    onChange(until === '' || until === today ? undefined : until);
  };
  return (
    <p className="until">
      <label htmlFor={id}>{t('until')}</label>
      <input
        id={id}
        className="input"
        value={typed ?? value ?? ''}
        placeholder={t('until_today')}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong}
        aria-describedby={`${id}-wrong`}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
      <span id={`${id}-wrong`} role="status" className="until__wrong">
        {wrong && t('until_wrong')}
      </span>
    </p>
  );
}

function officesIn(rows: readonly EntrySummary[], chosen: string | undefined): Choice<string>[] {
  const offices = new Map(rows.flatMap(({ actor }) => (actor.office ? [[actor.office.code, actor.office.name]] : [])));
  return choicesOf(offices, chosen);
}

function actorsIn(rows: readonly EntrySummary[], chosen: string | undefined): Choice<string>[] {
  const people = new Map(
    rows.flatMap(({ actor }) => (actor.kind === 'staff' ? [[actor.subject, actor.name ?? actor.subject]] : [])),
  );
  return choicesOf(people, chosen);
}

function choicesOf(names: Map<string, string>, chosen: string | undefined): Choice<string>[] {
  if (chosen !== undefined && !names.has(chosen)) names.set(chosen, chosen);
  return [...names].map(([id, label]) => ({ id, label })).sort((a, b) => a.label.localeCompare(b.label, 'zh-CN'));
}
