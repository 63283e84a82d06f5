import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BellRing, Check, CheckCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Alert, type OperationOutput, STAFF_ALERT_KINDS } from '../../contract/index.ts';
import { call, type OperationFailed } from '../lib/operations.ts';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { useTimeWords } from '../parts/time.tsx';
import { knownKind, useAlertTitle } from './alert-words.ts';

/** What happened, what to do about it, and the word of whoever has taken note. */
export function AlertItem({ alert }: { alert: Alert }) {
  const { t } = useTranslation('review');
  const mayNote = useHasRole('supervisor', 'administrator');
  const { acknowledged, own } = alert;
  const kind = knownKind(alert);
  const title = useAlertTitle(alert);
  const over = isOver(alert);
  return (
    <Banner
      tone={acknowledged || over ? 'idle' : 'warn'}
      icon={acknowledged ? CheckCheck : over ? Check : BellRing}
      title={over ? t('alerts.over_title', { title }) : title}
    >
      {kind !== undefined && !acknowledged && !over && !own && <p>{t(`alerts.todo.${kind}`)}</p>}
      <p className="quiet">
        <Times alert={alert} />
      </p>
      {acknowledged && (
        <p className="quiet">
          <Noted {...acknowledged} />
        </p>
      )}
      {!acknowledged && mayNote && (own ? <p>{t('alerts.about_you')}</p> : <Acknowledge alert={alert} />)}
    </Banner>
  );
}

/** What somebody did is over as it is told, and nobody need say so. */
const isSystem = ({ kind }: Alert) => !STAFF_ALERT_KINDS.some((about) => about === kind);
const isOver = (alert: Alert) => isSystem(alert) && alert.over_at !== null;

function Times({ alert }: { alert: Alert }) {
  const { t } = useTranslation('review');
  const { raised_at, over_at, times } = alert;
  const first = useTimeWords(raised_at);
  const over = useTimeWords(over_at ?? raised_at);
  const since = !isSystem(alert)
    ? t('alerts.first', { time: first })
    : over_at === null
      ? t('alerts.goes_on', { time: first })
      : t('alerts.over', { time: first, over });
  return times > 1 ? since + t('alerts.again', { count: times }) : since;
}

function Noted({ at, by }: NonNullable<Alert['acknowledged']>) {
  const { t } = useTranslation('review');
  return t('alerts.by', { by: by ?? '', time: useTimeWords(at) });
}

function Acknowledge({ alert }: { alert: Alert }) {
  const { t } = useTranslation('review');
  const failureWords = useFailureWords();
  const queryClient = useQueryClient();
  const note = useMutation<OperationOutput<'acknowledgeAlert'>, OperationFailed>({
    mutationFn: () => call('acknowledgeAlert', { alert_id: alert.id }),
    onSettled: () => {
      for (const name of ['listAlerts', 'attention']) void queryClient.invalidateQueries({ queryKey: [name] });
    },
  });
  return (
    <>
      {note.error && (
        <p role="alert">
          {t('alerts.not_acknowledged')} {failureWords(note.error.failure)}
        </p>
      )}
      <Button icon={Check} unavailable={note.isPending} onPress={() => note.mutate()}>
        {t('alerts.acknowledge')}
      </Button>
    </>
  );
}
