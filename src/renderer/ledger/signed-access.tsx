import { useTranslation } from 'react-i18next';
import type { SignedAccess } from '../../contract/index.ts';
import { useAccessWords } from '../access/access-words.ts';

/** What was signed of each person in an access review. */
export function SignedAccessList({ signed }: { signed: readonly SignedAccess[] }) {
  const { t } = useTranslation(['ledger', 'console']);
  const words = useAccessWords();
  return (
    <ul className="signed">
      {signed.map(({ subject, name, verdict, roles, scope, comment }) => {
        const places = scope.map((one) => (one.prefix === '' ? t('console:list.scope_country') : one.name));
        return (
          <li key={subject}>
            {t('ledger:detail.access_one', { name, verdict: words.verdict(verdict) })}{' '}
            <span className="quiet">{[...roles.map(words.role), ...places].join(t('console:settings.day_join'))}</span>
            {comment && <span className="said">{comment}</span>}
          </li>
        );
      })}
    </ul>
  );
}
