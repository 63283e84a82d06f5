import { CircleHelp, History, Hourglass, type LucideIcon, MoonStar, PauseCircle, UserRoundSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type AccessMark, type AccessPerson, RIGHTS, UNUSED_DAYS } from '../../contract/index.ts';
import { serverNow } from '../lib/clock.ts';
import { daysBack } from '../lib/days.ts';
import { Mark } from '../parts/mark.tsx';
import { Time, useTimeWords } from '../parts/time.tsx';
import { useAccessWords } from './access-words.ts';

interface PersonProps {
  person: AccessPerson;
}

const MARKS: Record<AccessMark, LucideIcon> = {
  absent: MoonStar,
  unused: PauseCircle,
  changed: History,
  never_reviewed: UserRoundSearch,
  questioned: CircleHelp,
  overdue: Hourglass,
};

/** Name, office, and what deserves a look. */
export function WhoCell({ person }: PersonProps) {
  const { t } = useTranslation('access');
  const { name, staff_number, office, marks } = person;
  return (
    <>
      <span className="who">{name}</span>{' '}
      {staff_number && <span className="quiet">{t('staff_number', { number: staff_number })}</span>}
      <span className="two">{office?.name ?? t('no_office')}</span>
      {marks.map((mark) => (
        <Mark key={mark} tone={mark === 'overdue' ? 'bad' : 'warn'} icon={MARKS[mark]} className="two">
          {t(`mark_of.${mark}`)}
        </Mark>
      ))}
    </>
  );
}

export function MayCell({ person: { roles, scope, version, changed_at, unused_roles, first_seen_at } }: PersonProps) {
  const { t } = useTranslation(['access', 'console']);
  const words = useAccessWords();
  const changed = useTimeWords(changed_at ?? first_seen_at);
  const places = scope.map(({ prefix, name }) => (prefix === '' ? t('console:list.scope_country') : name));
  return (
    <>
      {roles.map(words.role).join(t('console:settings.day_join'))}
      <span className="two">
        {places.length === 0 ? t('access:scope_none') : places.join(t('console:settings.day_join'))}
      </span>
      {changed_at && <span className="two">{t('access:version', { version, time: changed })}</span>}
      {unused_roles.length < roles.length &&
        unused_roles.map((role) => (
          <Mark key={role} tone="warn" icon={PauseCircle} className="two">
            {t('access:unused_role', { role: words.role(role) })}
          </Mark>
        ))}
    </>
  );
}

/** What the roles allow, and when each was last used; the latest of them in sight. */
export function UsesCell({ person: { rights, first_seen_at, name } }: PersonProps) {
  const { t } = useTranslation('access');
  const words = useAccessWords();
  const used = rights.filter(({ last_used_at }) => last_used_at !== null);
  const latest = used.toSorted((a, b) => (b.last_used_at ?? '').localeCompare(a.last_used_at ?? ''))[0];
  const latestAt = useTimeWords(latest?.last_used_at ?? first_seen_at);
  return (
    <details className="uses">
      <summary>
        <span className="sr-only">{name} </span>
        {t('uses_of', { count: rights.length })}
        <span className="two">
          {latest ? t('last_use', { right: words.right(latest.right), time: latestAt }) : t('never_used')}
        </span>
      </summary>
      <ul>
        {rights.map(({ right, last_used_at }) => (
          <li key={right}>
            <span>{words.right(right)}</span> <LastUse right={right} at={last_used_at} since={first_seen_at} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function LastUse({ right, at, since }: { right: string; at: string | null; since: string }) {
  const { t } = useTranslation('access');
  const kind: string | undefined = RIGHTS[right as keyof typeof RIGHTS];
  if (kind === 'untold') return <span className="quiet">{t('untold')}</span>;
  const long = kind === 'often' && daysBack(at ?? since, serverNow()) >= UNUSED_DAYS;
  return (
    <span className={long ? 'warn' : 'quiet'}>
      {at === null ? t('never_used') : <Time at={at} />}
      {long && at !== null && ` (${t('not_since')})`}
    </span>
  );
}

/** The last verdict on them, by whom. */
export function ReviewCell({ person: { review, first_seen_at } }: PersonProps) {
  const { t } = useTranslation('access');
  const words = useAccessWords();
  const time = useTimeWords(review?.at ?? first_seen_at);
  if (review === null) return <span className="quiet">{t('not_reviewed')}</span>;
  return (
    <>
      {t('reviewed', { verdict: words.verdict(review.verdict), by: review.by, time })}
      {review.comment && <span className="two said">{review.comment}</span>}
    </>
  );
}
