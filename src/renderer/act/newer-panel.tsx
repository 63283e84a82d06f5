import { ArrowRight, GitCompare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail, ErrorDetails } from '../../contract/index.ts';
import { knowsAction } from '../ledger/filters.ts';
import type { OperationFailed } from '../lib/operations.ts';
import { Banner } from '../parts/banner.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTimeWords } from '../parts/time.tsx';
import { type Change, changesBetween } from './changes.ts';
import type { Subject } from './subject.ts';

type LastChange = ErrorDetails<'stale_version'>['last_change'];

interface NewerPanelProps {
  subject: Subject;
  /** The account as it is now; null until it has been read. */
  newer: AccountDetail | null;
  error: OperationFailed | null;
  /** Who changed it, where the API said so. */
  change: LastChange;
  /** An act was sent and turned away. */
  sent: boolean;
}

/** Somebody else changed the account: what changed, and that nothing was done. */
export function NewerPanel({ subject, newer, error, change, sent }: NewerPanelProps) {
  const { t } = useTranslation('act');
  const failureWords = useFailureWords();
  const by = change?.office ?? change?.actor;
  return (
    <Banner tone="info" icon={GitCompare} title={by ? t('stale.title', { by }) : t('stale.title_unknown')} role="alert">
      <p>{sent ? t('stale.text_sent', { operation: t(`operation.${subject.operation}`) }) : t('stale.text_seen')}</p>
      {newer && <Changes before={subject.seen} after={newer} change={change} />}
      {newer === null && (
        <p>{error ? `${t('stale.unread')}${t('colon')}${failureWords(error.failure)}` : t('stale.loading')}</p>
      )}
    </Banner>
  );
}

function Changes({ before, after, change }: { before: AccountDetail; after: AccountDetail; change: LastChange }) {
  const { t } = useTranslation('act');
  const changes = changesBetween(before, after);
  return (
    <dl className="diff">
      {changes.map((one) => (
        <div key={one.what}>
          <dt>{t(`stale.what.${one.what}`)}</dt>
          <dd>
            <ChangeWords change={one} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('version')}</dt>
        <dd>
          <FromTo
            before={t('version_number', { version: before.account.version })}
            after={t('version_number', { version: after.account.version })}
          />
        </dd>
      </div>
      {change && (
        <div>
          <dt>{t('stale.by')}</dt>
          <dd>
            <ByWords change={change} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function ByWords({ change }: { change: NonNullable<LastChange> }) {
  const { t } = useTranslation(['act', 'ledger']);
  const time = useTimeWords(change.at, true);
  const action = knowsAction(change.action) ? t(`ledger:action.${change.action}`) : change.action;
  return [change.actor, time, action].filter(Boolean).join(t('separator'));
}

function ChangeWords({ change }: { change: Change }) {
  const { t } = useTranslation('act');
  switch (change.what) {
    case 'standing':
      return <FromTo before={t(`standing.${change.before}`)} after={t(`standing.${change.after}`)} />;
    case 'lock':
      return <LockTimes before={change.before} after={change.after} />;
    case 'phone':
    case 'division':
      return <FromTo before={change.before ?? t('stale.none')} after={change.after ?? t('stale.none')} />;
  }
}

function LockTimes({ before, after }: { before: string; after: string }) {
  return <FromTo before={useTimeWords(before, true)} after={useTimeWords(after, true)} />;
}

function FromTo({ before, after }: { before: string; after: string }) {
  return (
    <>
      <s>{before}</s>
      <Icon of={ArrowRight} />
      <b>{after}</b>
    </>
  );
}
