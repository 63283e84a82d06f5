import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BellRing, Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ALERT_KINDS, type Alert, type OperationOutput } from '../../contract/index.ts';
import { call, type OperationFailed } from '../lib/operations.ts';
import { useHasRole } from '../lib/staff.tsx';
import { Banner } from '../parts/banner.tsx';
import { Button } from '../parts/button.tsx';
import { useFailureWords } from '../parts/failure.tsx';
import { useTimeWords } from '../parts/time.tsx';

/** What happened, what to do about it, and the word of whoever has taken note. */
export function AlertItem({ alert }: { alert: Alert }) {
  const { t } = useTranslation('review');
  const failureWords = useFailureWords();
  const queryClient = useQueryClient();
  const mayNote = useHasRole('supervisor', 'administrator');
  const { about, figure, raised_at, times, acknowledged } = alert;
  const kind = ALERT_KINDS.find((known) => known === alert.kind);
  const first = useTimeWords(raised_at);
  const noted = useTimeWords(acknowledged?.at ?? raised_at);
  const note = useMutation<OperationOutput<'acknowledgeAlert'>, OperationFailed>({
    mutationFn: () => call('acknowledgeAlert', { alert_id: alert.id }),
    onSettled: () => {
      for (const name of ['listAlerts', 'attention']) void queryClient.invalidateQueries({ queryKey: [name] });
    },
  });
  const title =
    kind === undefined
      ? t('alerts.unknown', { kind: alert.kind })
      : t(figure === null ? `alerts.kind_plain.${kind}` : `alerts.kind.${kind}`, {
          about: about ?? '',
          figure: figure === null ? '' : Math.round(figure),
        });
  return (
    <Banner tone={acknowledged ? 'idle' : 'warn'} icon={acknowledged ? Check : BellRing} title={title}>
      {kind !== undefined && !acknowledged && <p>{t(`alerts.todo.${kind}`)}</p>}
      <p className="quiet">
        {acknowledged
          ? t('alerts.by', { by: acknowledged.by ?? '', time: noted })
          : t('alerts.times', { time: first, count: times })}
      </p>
      {note.error && (
        <p role="alert">
          {t('alerts.not_acknowledged')} {failureWords(note.error.failure)}
        </p>
      )}
      {!acknowledged && mayNote && (
        <Button icon={Check} unavailable={note.isPending} onPress={() => note.mutate()}>
          {t('alerts.acknowledge')}
        </Button>
      )}
    </Banner>
  );
}
