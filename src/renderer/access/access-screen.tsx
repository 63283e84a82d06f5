import { useMutation } from '@tanstack/react-query';
import { FunnelX, UserLock, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  ACCESS_MARKS,
  type AccessPerson,
  type AccessVerdictInput,
  type OperationOutput,
  ROLES,
} from '../../contract/index.ts';
import { type PlacePath, PlacePick, placeOf } from '../clerk/list/place-pick.tsx';
import { ExportButton } from '../exports/export-button.tsx';
import { useSettings } from '../lib/live.tsx';
import { call, type OperationFailed } from '../lib/operations.ts';
import { useHasRole } from '../lib/staff.tsx';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';
import { FailureState, useFailureWords } from '../parts/failure.tsx';
import { Late } from '../parts/late.tsx';
import { Pane } from '../parts/pane.tsx';
import { Pick } from '../parts/pick.tsx';
import { PeopleTable } from './people-table.tsx';
import { SignBar } from './sign-bar.tsx';
import { type Access, type AccessFilters, useAccess } from './use-access.ts';
import { SayingContext } from './verdict-cell.tsx';
import { plainPeople, toSign, type Verdicts, withoutComment, withSaid } from './verdicts.ts';

/** Who may do what, to be looked at and signed each quarter. */
export function AccessScreen() {
  const { t } = useTranslation('access');
  const allowed = useHasRole('supervisor', 'auditor', 'administrator');
  return (
    <main className="sheet">
      <Pane id="access" labelledBy="access-title" className="access">
        {allowed ? (
          <Review />
        ) : (
          <>
            <h1 id="access-title" className="sr-only">
              {t('title')}
            </h1>
            <Blank icon={UserLock} title={t('no_permission.title')}>
              {t('no_permission.text')}
            </Blank>
          </>
        )}
      </Pane>
    </main>
  );
}

const NOTHING_SAID: Verdicts = new Map();

function Review() {
  const [filters, setFilters] = useState<AccessFilters>({});
  const [path, setPath] = useState<PlacePath>([]);
  const [verdicts, setVerdicts] = useState(NOTHING_SAID);
  const [missing, setMissing] = useState<string | null>(null);
  const access = useAccess(questionOf(filters, path));
  const { people } = access;
  const signed = toSign(people, verdicts);
  const plain = plainPeople(people, verdicts);
  const sign = useMutation<OperationOutput<'signAccess'>, OperationFailed, AccessVerdictInput[]>({
    mutationFn: (said) => call('signAccess', { people: said }),
    onSuccess: () => setVerdicts(NOTHING_SAID),
    onSettled: access.readAnew,
  });
  const say = (person: AccessPerson, change: Parameters<typeof withSaid>[2]) => {
    setMissing(null);
    setVerdicts((before) => withSaid(before, person, change));
  };
  const trySign = () => {
    const without = withoutComment(signed);
    setMissing(without);
    if (without === null) sign.mutate(signed);
    else document.getElementById(`why-${without}`)?.focus();
  };
  return (
    <SayingContext value={{ verdicts, say, missing }}>
      <Head access={access} filters={filters} path={path} onFilter={setFilters} onPath={setPath} />
      <div className="pane__scroll" aria-busy={access.stale}>
        <People
          access={access}
          narrowed={path.length > 0 || Object.values(filters).some((value) => value !== undefined)}
          onClear={() => {
            setFilters({});
            setPath([]);
          }}
        />
      </div>
      <SignBar
        signed={signed}
        plain={plain.length}
        onKeepPlain={() =>
          setVerdicts((before) => plain.reduce((said, person) => withSaid(said, person, { verdict: 'keep' }), before))
        }
        onSign={trySign}
        busy={sign.isPending}
        done={sign.data}
        error={sign.error}
      />
    </SayingContext>
  );
}

const questionOf = (filters: AccessFilters, path: PlacePath): AccessFilters => ({
  ...filters,
  ...(path.length > 0 && { place: placeOf(path) }),
});

interface HeadProps {
  access: Access;
  filters: AccessFilters;
  path: PlacePath;
  onFilter: (filters: AccessFilters) => void;
  onPath: (path: PlacePath) => void;
}

const ALL = 'all';
const STAFF_ROLES = ROLES.filter((role) => role !== 'directory');

/** How far this quarter's review has come, what the list can't know, and what it is narrowed to. */
function Head({ access: { first, stale }, filters, path, onFilter, onPath }: HeadProps) {
  const { t } = useTranslation(['access', 'console']);
  const { language } = useSettings();
  const everywhere = useHasRole('auditor', 'administrator');
  return (
    <div className="list__top">
      <div className="list__title wraps">
        <h1 id="access-title" className="title">
          {t('access:title')}
        </h1>
        <PlacePick
          path={path}
          whole={everywhere ? t('console:list.scope_country') : undefined}
          totals={first && !stale ? { places: first.places } : undefined}
          onPick={onPath}
        />
        {first && (
          <span className="list__total">
            {t('access:counts', first.counts)}{' '}
            <span className="access__due">
              {t('access:due', { quarter: first.quarter.name, ends: first.quarter.ends })}
            </span>
          </span>
        )}
        {first && first.counts.overdue > 0 && (
          <span className="mark mark--bad">{t('access:overdue', { count: first.counts.overdue })}</span>
        )}
        <ExportButton
          request={() => ({ operation: 'exportAccessReview', input: { ...questionOf(filters, path), language } })}
        />
      </div>
      <p className="quiet access__honest">{t('access:honest')}</p>
      <fieldset className="filters" aria-label={t('access:filters')}>
        <Pick
          boxed
          label={t('access:role')}
          value={filters.role ?? ALL}
          choices={[
            { id: ALL, label: t('access:role_all') },
            ...STAFF_ROLES.map((id) => ({ id, label: t(`console:shell.role.${id}`) })),
          ]}
          onPick={(id) => onFilter({ ...filters, role: STAFF_ROLES.find((role) => role === id) })}
        />
        <Pick
          boxed
          label={t('access:mark')}
          value={filters.mark ?? ALL}
          choices={[
            { id: ALL, label: t('access:mark_all') },
            ...ACCESS_MARKS.map((id) => ({ id, label: t(`access:mark_of.${id}`) })),
          ]}
          onPick={(id) => onFilter({ ...filters, mark: ACCESS_MARKS.find((mark) => mark === id) })}
        />
      </fieldset>
    </div>
  );
}

function People({ access, narrowed, onClear }: { access: Access; narrowed: boolean; onClear: () => void }) {
  const { t } = useTranslation('access');
  const failureWords = useFailureWords();
  const { people, first, error, more, moreError, readMore, readAnew } = access;
  if (error) {
    return (
      <FailureState failure={error.failure} title={t('failed')} onRetry={readAnew}>
        {t('failed_text')}
      </FailureState>
    );
  }
  if (first === null) {
    return (
      <Late>
        <p className="older" role="status">
          {t('loading')}
        </p>
      </Late>
    );
  }
  if (people.length === 0) {
    return (
      <Blank
        icon={UsersRound}
        title={narrowed ? t('empty_filtered') : t('empty')}
        action={
          narrowed && (
            <Button icon={FunnelX} onPress={onClear}>
              {t('clear')}
            </Button>
          )
        }
      >
        {t('empty_text')}
      </Blank>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways where there is no room */}
      <section className="access__wide" tabIndex={0} aria-label={t('table')}>
        <PeopleTable people={people} />
      </section>
      {moreError && (
        <p role="alert" className="older">
          {t('more_failed')} {failureWords(moreError.failure)}
        </p>
      )}
      {more && (
        <p className="older">
          <Button kind="quiet" onPress={readMore}>
            {t('more')}
          </Button>
        </p>
      )}
    </>
  );
}
