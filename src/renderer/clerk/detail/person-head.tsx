import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../../contract/index.ts';
import { HowItStands } from './how-it-stands.tsx';
import { placeName } from './place-name.ts';
import { StateTag } from './state-tag.tsx';

interface PersonHeadProps {
  detail: AccountDetail;
  headingRef?: Ref<HTMLHeadingElement>;
}

/** Who it is, whether they can sign in, and the numbers to compare with the document in hand. */
export function PersonHead({ detail: { account, lock, verdict }, headingRef }: PersonHeadProps) {
  const { t } = useTranslation('console');
  const facts = [
    { name: t(`document.${account.document.kind}`), value: account.document.masked },
    { name: t('detail.phone'), value: account.phone ?? t('detail.no_phone') },
    { name: t('detail.licence_file'), value: account.licence_file },
    { name: t('detail.licence_classes'), value: account.licence_classes },
  ];
  return (
    <header className="person">
      <div className="person__line">
        <h2 ref={headingRef} tabIndex={-1}>
          {account.name}
        </h2>
        <StateTag account={account} lock={lock} />
        <HowItStands account={account} lock={lock} lastFailureAt={verdict.last_failure_at} />
        <span className="person__end">{t('detail.version', { version: account.version })}</span>
      </div>
      <dl className="facts">
        {facts.map(
          ({ name, value }) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
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
