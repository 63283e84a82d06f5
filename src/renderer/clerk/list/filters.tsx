import { Fragment, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CAUSES, type Cause, LOCK_KINDS, type LockKind, type LockTotals } from '../../../contract/index.ts';
import { useShortcut } from '../../lib/shortcuts.tsx';
import { Chip } from '../../parts/chip.tsx';
import { countOf } from './totals.ts';

export interface Narrowing {
  cause: Cause | null;
  kind: LockKind | null;
}

export const NOT_NARROWED: Narrowing = { cause: null, kind: null };

interface FiltersProps {
  narrowing: Narrowing;
  totals: LockTotals | undefined;
  onChange: (narrowing: Narrowing) => void;
}

/** Causes and kinds, each with how many it would leave. */
export function Filters({ narrowing, totals, onChange }: FiltersProps) {
  const { t } = useTranslation('console');
  const { cause, kind } = narrowing;
  const first = useRef<HTMLButtonElement>(null);
  useShortcut('F', () => first.current?.focus());
  const count = (causes: readonly Cause[] | undefined, kinds: readonly LockKind[] | undefined) =>
    totals && countOf(totals, { causes, kinds });
  // A rule of some directories only: without one of them nobody is ever locked by it.
  const causes = CAUSES.filter(
    (one) => one !== 'quick_failures' || cause === one || (count([one], undefined) ?? 0) > 0,
  );
  return (
    <fieldset className="chips" aria-label={t('list.filter_by')}>
      <Chip
        ref={first}
        pressed={cause === null && kind === null}
        count={count(undefined, undefined)}
        onPress={() => onChange(NOT_NARROWED)}
      >
        {t('list.all')}
      </Chip>
      {causes.map((one) => (
        <Chip
          key={one}
          pressed={cause === one}
          count={count([one], kind === null ? undefined : [kind])}
          onPress={() => onChange({ kind, cause: cause === one ? null : one })}
        >
          {t(`cause_short.${one}`)}
        </Chip>
      ))}
      {LOCK_KINDS.map((one, at) => (
        <Fragment key={one}>
          {at === 0 && <span className="chips__gap" />}
          <Chip
            pressed={kind === one}
            count={count(cause === null ? undefined : [cause], [one])}
            onPress={() => onChange({ cause, kind: kind === one ? null : one })}
          >
            {t(`kind_short.${one}`)}
          </Chip>
        </Fragment>
      ))}
    </fieldset>
  );
}
