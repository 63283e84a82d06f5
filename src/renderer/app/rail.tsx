import { Link } from '@tanstack/react-router';
import {
  Bell,
  ChartColumn,
  ClipboardCheck,
  LockKeyhole,
  type LucideIcon,
  ScanEye,
  ScrollText,
  Settings,
  UsersRound,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Attention, QUEUE_COUNT_MAX, type Role } from '../../contract/index.ts';
import { useAttention } from '../lib/attention.ts';
import { useStaff } from '../lib/staff.tsx';
import { Icon } from '../parts/icon.tsx';

type Place = '/' | '/review' | '/mine' | '/ledger' | '/reports' | '/access' | '/alerts';

interface PlaceRow {
  to: Place;
  name: 'locked' | 'review' | 'mine' | 'ledger' | 'reports' | 'access' | 'alerts';
  icon: LucideIcon;
  roles: readonly Role[];
  /** What waits there is counted beside it. */
  counts?: keyof Attention;
}

const PLACES: readonly PlaceRow[] = [
  { to: '/', name: 'locked', icon: LockKeyhole, roles: ['clerk', 'supervisor'] },
  { to: '/review', name: 'review', icon: ScanEye, roles: ['supervisor'], counts: 'reviews' },
  { to: '/mine', name: 'mine', icon: ClipboardCheck, roles: ['clerk'] },
  { to: '/ledger', name: 'ledger', icon: ScrollText, roles: ['supervisor', 'auditor'] },
  { to: '/reports', name: 'reports', icon: ChartColumn, roles: ['supervisor', 'auditor'] },
  { to: '/access', name: 'access', icon: UsersRound, roles: ['supervisor', 'auditor', 'administrator'] },
  { to: '/alerts', name: 'alerts', icon: Bell, roles: ['supervisor', 'auditor', 'administrator'], counts: 'alerts' },
];

/** The places of the console that this person may go to. */
export function Rail() {
  const { t } = useTranslation('console');
  const { roles } = useStaff();
  const attention = useAttention();
  return (
    <nav className="rail" aria-label={t('shell.nav')}>
      <ul>
        {PLACES.filter((place) => place.roles.some((role) => roles.includes(role))).map(
          ({ to, name, icon, counts }) => (
            <li key={to}>
              <RailLink to={to} icon={icon} label={t(`shell.${name}`)} count={counts ? attention[counts] : 0} />
            </li>
          ),
        )}
      </ul>
      <RailLink to="/settings" icon={Settings} label={t('shell.settings')} className="rail__end" />
    </nav>
  );
}

interface RailLinkProps {
  to: Place | '/settings';
  icon: LucideIcon;
  label: string;
  count?: number;
  className?: string;
}

function RailLink({ to, icon, label, count = 0, className }: RailLinkProps) {
  const { t } = useTranslation('console');
  // Another one for each click: a screen that is opened where it stands already begins as it does elsewhere.
  const [opening, setOpening] = useState(() => crypto.randomUUID());
  return (
    <Link
      to={to}
      state={{ opening }}
      onClick={() => setOpening(crypto.randomUUID())}
      className={className}
      activeOptions={{ exact: true, includeSearch: false }}
    >
      <Icon of={icon} />
      <span className="label">{label}</span>
      {count > 0 && (
        <span className="rail__count">
          <span className="sr-only">{t('shell.waiting')} </span>
          {count > QUEUE_COUNT_MAX ? t('shell.waiting_more') : count}
        </span>
      )}
    </Link>
  );
}
