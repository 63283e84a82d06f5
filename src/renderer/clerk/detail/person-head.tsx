import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { ExportButton } from '../../exports/export-button.tsx';
import { useSettings } from '../../lib/live.tsx';
import { useHasRole } from '../../lib/staff.tsx';
import { Numbers } from '../reveal/numbers.tsx';
import { HowItStands } from './how-it-stands.tsx';
import { placeName } from './place-name.ts';
import { StateTag } from './state-tag.tsx';

interface PersonHeadProps {
  detail: AccountDetail;
  headingRef?: Ref<HTMLHeadingElement>;
}

/** Who it is, whether they can sign in, and the numbers to compare with the document in hand. */
export function PersonHead({ detail, headingRef }: PersonHeadProps) {
  const { t } = useTranslation('console');
  const supervises = useHasRole('supervisor');
  const { language } = useSettings();
  const { account, lock, verdict } = detail;
  return (
    <header className="person">
      <div className="person__line">
        <h2 ref={headingRef} tabIndex={-1}>
          {account.name}
        </h2>
        <StateTag account={account} lock={lock} />
        <HowItStands account={account} lock={lock} lastFailureAt={verdict.last_failure_at} />
        <span className="person__end">
          {t('detail.version', { version: account.version })}
          {supervises && (
            <ExportButton
              kind="pdf"
              request={() => ({
                operation: 'exportAccountFile',
                input: { account_id: account.id, opening_id: detail.opening_id, language },
              })}
            />
          )}
        </span>
      </div>
      <dl className="facts">
        <Numbers detail={detail} />
        {account.licence_classes !== null && (
          <div>
            <dt>{t('detail.licence_classes')}</dt>
            <dd>{account.licence_classes}</dd>
          </div>
        )}
        <div>
          <dt className="sr-only">{t('detail.place')}</dt>
          <dd>{placeName(account.division)}</dd>
        </div>
      </dl>
      {!account.in_scope && <p className="person__far">{t('detail.out_of_scope')}</p>}
    </header>
  );
}
