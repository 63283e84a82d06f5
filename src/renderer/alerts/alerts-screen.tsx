import { BellOff, BellRing, UserLock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { UnrecordedAlert } from '../../contract/index.ts';
import { useConsoleQuery } from '../lib/operations.ts';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Blank } from '../parts/blank.tsx';
import { FailureState } from '../parts/failure.tsx';
import { Pane } from '../parts/pane.tsx';
import { AlertItem } from './alert-item.tsx';
import { knownKind, useAlertTitle } from './alert-words.ts';

const ASK_EVERY_MS = 15_000;

/** What somebody must have heard of: what is open first, then what was acknowledged lately. */
export function AlertsScreen() {
  const { t } = useTranslation('review');
  const allowed = useHasRole('supervisor', 'auditor', 'administrator');
  return (
    <main className="sheet">
      <Pane id="list" labelledBy="alerts-title" className="alerts">
        <div className="list__top">
          <h1 id="alerts-title" className="title">
            {t('alerts.title')}
          </h1>
        </div>
        {allowed ? (
          <Alerts />
        ) : (
          <Blank icon={UserLock} title={t('no_permission.title')}>
            {t('no_permission.text')}
          </Blank>
        )}
      </Pane>
    </main>
  );
}

function Alerts() {
  const { t } = useTranslation('review');
  const { data, error, refetch } = useConsoleQuery('listAlerts', {}, { gcTime: 0, refetchInterval: ASK_EVERY_MS });
  if (error && !data) {
    return (
      <FailureState failure={error.failure} title={t('alerts.failed')} onRetry={() => void refetch()}>
        {t('alerts.failed_text')}
      </FailureState>
    );
  }
  if (!data) return null;
  const open = data.items.filter(({ acknowledged }) => acknowledged === null);
  const noted = data.items.filter(({ acknowledged }) => acknowledged !== null);
  const quiet = open.length + data.unrecorded.length === 0;
  if (quiet && noted.length === 0) {
    return (
      <Blank icon={BellOff} title={t('alerts.none')}>
        {t('alerts.none_text')}
      </Blank>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys too
    <section className="pane__scroll" tabIndex={0} aria-label={t('alerts.all')}>
      <div className="pane__body">
        <h2>{t('alerts.open')}</h2>
        {data.unrecorded.map((alert) => (
          <Unrecorded key={alert.kind + alert.about} alert={alert} />
        ))}
        {quiet && <p className="quiet">{t('alerts.none')}</p>}
        {open.map((alert) => (
          <AlertItem key={alert.id} alert={alert} />
        ))}
        {noted.length > 0 && <h2>{t('alerts.noted')}</h2>}
        {noted.map((alert) => (
          <AlertItem key={alert.id} alert={alert} />
        ))}
      </div>
    </section>
  );
}

/** Of a system that can't even write that it is wrong: there is nothing to acknowledge yet. */
function Unrecorded({ alert }: { alert: UnrecordedAlert }) {
  const { t } = useTranslation('review');
  const kind = knownKind(alert);
  return (
    <Banner tone="danger" icon={BellRing} title={useAlertTitle(alert)}>
      {kind !== undefined && <p>{t(`alerts.todo.${kind}`)}</p>}
      <p className="quiet">{t('alerts.unrecorded')}</p>
    </Banner>
  );
}
