import { Check, GitCompare, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail, ConnectionState } from '../../contract/index.ts';
import { Mark } from '../parts/mark.tsx';

interface AboutProps {
  seen: AccountDetail;
  newer: AccountDetail | null;
  connection: ConnectionState;
}

/** Whom the act is about, masked, and the version that the clerk saw. */
export function About({ seen: { account }, newer, connection }: AboutProps) {
  const { t } = useTranslation(['act', 'console']);
  return (
    <dl className="facts">
      <div>
        <dt>{t(`console:document.${account.document.kind}`)}</dt>
        <dd>{account.document.masked}</dd>
      </div>
      <div>
        <dt>{t('phone')}</dt>
        <dd>{account.phone ?? t('no_phone_registered')}</dd>
      </div>
      <div>
        <dt>{t('version')}</dt>
        <dd>
          {t('version_number', { version: account.version })}
          <VersionMark newer={newer} connection={connection} />
        </dd>
      </div>
    </dl>
  );
}

/** Only what the stream has told: without it nobody knows whether the account has moved on. */
function VersionMark({ newer, connection }: Pick<AboutProps, 'newer' | 'connection'>) {
  const { t } = useTranslation('act');
  if (newer !== null) {
    return (
      <Mark tone="warn" icon={GitCompare}>
        {t('version_newer', { version: newer.account.version })}
      </Mark>
    );
  }
  return connection === 'live' || connection === 'late' ? (
    <Mark tone="ok" icon={Check}>
      {t('version_same')}
    </Mark>
  ) : (
    <Mark tone="warn" icon={Unplug}>
      {t('version_unsure')}
    </Mark>
  );
}
