import { useTranslation } from 'react-i18next';
import { ALERT_KINDS, type AlertKind, type UnrecordedAlert } from '../../contract/index.ts';
import { remaining } from '../lib/countdown.ts';

/** A kind that this console has words for; a newer API may know others. */
export const knownKind = ({ kind }: Pick<UnrecordedAlert, 'kind'>): AlertKind | undefined =>
  ALERT_KINDS.find((known) => known === kind);

/** Whose figure is seconds. */
const AGES = ['ledger_not_advancing', 'witness_behind', 'feed_behind'] as const;

/** What is wrong, in one sentence. */
export function useAlertTitle(alert: UnrecordedAlert): string {
  const { t } = useTranslation('review');
  const { t: console } = useTranslation('console');
  const { figure } = alert;
  const kind = knownKind(alert);
  const about = alert.about ?? '';
  if (kind === undefined) return t('alerts.unknown', { kind: alert.kind });
  if (kind === 'restoration_needed' || kind === 'witness_disputes') return t(`alerts.kind_plain.${kind}`, { about });
  // Less than a day is said as what it is: nearly full.
  if (figure === null || figure < 1) return t(`alerts.kind_plain.${kind}`, { about });
  const left = AGES.some((age) => age === kind) ? remaining(figure * 1000, 0) : null;
  const said =
    left && left.unit !== 'over' ? console(`time.left.${left.unit}`, { count: left.count }) : Math.round(figure);
  return t(`alerts.kind.${kind}`, { about, figure: said });
}
