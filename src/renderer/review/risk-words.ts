import {
  Bandage,
  Clock8,
  CreditCard,
  Dices,
  Eye,
  Gauge,
  type LucideIcon,
  MapPinOff,
  Moon,
  Repeat,
  ShieldAlert,
  Smartphone,
  TabletSmartphone,
  UserRoundX,
  UsersRound,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RISK_HIGH, RISK_MID, RISKS, type Risk, type RiskReason } from '../../contract/index.ts';

const ICONS: Record<Risk, LucideIcon> = {
  own_account: UserRoundX,
  relative: UsersRound,
  new_phone: Smartphone,
  new_device: TabletSmartphone,
  outside_scope: MapPinOff,
  repeat: Repeat,
  attack: ShieldAlert,
  out_of_hours: Moon,
  empty_note: Bandage,
  typed_beside_reader: CreditCard,
  rate: Gauge,
  left_without_act: Eye,
  sample: Dices,
};

/** Points from which one reason by itself is a strong one. */
const STRONG_POINTS = 45;

export type Level = 'high' | 'mid' | 'low';

export function levelOf(risk: number): Level {
  if (risk >= RISK_HIGH) return 'high';
  return risk >= RISK_MID ? 'mid' : 'low';
}

/** Reasons in words; one that a newer API has thought of is shown by its name. */
export function useRiskWords() {
  const { t } = useTranslation('review');
  const known = ({ risk }: RiskReason) => RISKS.find((one) => one === risk);
  const figures = ({ count = 0, median = 0, minutes = 0 }: RiskReason) => ({ count, median, minutes });
  return {
    tag: (reason: RiskReason): string => {
      const risk = known(reason);
      return risk === undefined ? reason.risk : t(`risk.${risk}`, figures(reason));
    },
    sentence: (reason: RiskReason): string => {
      const risk = known(reason);
      return risk === undefined ? reason.risk : t(`why.${risk}`, figures(reason));
    },
    icon: (reason: RiskReason): LucideIcon => {
      const risk = known(reason);
      return risk === undefined ? Clock8 : ICONS[risk];
    },
    tone: ({ risk, points }: RiskReason): 'danger' | 'warn' | 'idle' => {
      if (risk === 'sample') return 'idle';
      return points >= STRONG_POINTS ? 'danger' : 'warn';
    },
  };
}
