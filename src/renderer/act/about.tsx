import { Check, GitCompare, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail, ConnectionState } from '../../contract/index.ts';
import { Mark } from '../parts/mark.tsx';
import type { Stage } from './stage.ts';

interface AboutProps {
  seen: AccountDetail;
  stage: Stage;
  newer: AccountDetail | null;
  connection: ConnectionState;
}

/** Whom the act is about, masked, and the version that the clerk saw. */
export function About({ seen: { account }, stage, newer, connection }: AboutProps) {
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
          <VersionMark stage={stage} newer={newer} connection={connection} />
        </dd>
      </div>
    </dl>
  );
}

/** Whether the account is still what the clerk saw; nothing where the dialog itself says more. */
function VersionMark({ stage, newer, connection }: Pick<AboutProps, 'stage' | 'newer' | 'connection'>) {
  const { t } = useTranslation('act');
  if (stage === 'look') {
    return (
      <Mark tone="warn" icon={GitCompare}>
        {newer === null ? t('version_moved') : t('version_newer', { version: newer.account.version })}
      </Mark>
    );
  }
  if (stage !== 'fill') return null;
  // Without the stream nobody would have told.
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
