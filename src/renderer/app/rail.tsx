import { Link } from '@tanstack/react-router';
import { ChartColumn, ClipboardCheck, LockKeyhole, type LucideIcon, ScrollText, Settings } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Role } from '../../contract/index.ts';
import { useStaff } from '../lib/staff.tsx';
import { Icon } from '../parts/icon.tsx';

type Place = 'locked' | 'mine' | 'ledger' | 'reports';

const PLACES: readonly {
  to: '/' | '/mine' | '/ledger' | '/reports';
  name: Place;
  icon: LucideIcon;
  roles: readonly Role[];
}[] = [
  { to: '/', name: 'locked', icon: LockKeyhole, roles: ['clerk', 'supervisor'] },
  { to: '/mine', name: 'mine', icon: ClipboardCheck, roles: ['clerk'] },
  { to: '/ledger', name: 'ledger', icon: ScrollText, roles: ['supervisor', 'auditor'] },
  { to: '/reports', name: 'reports', icon: ChartColumn, roles: ['supervisor', 'auditor'] },
];

/** The places of the console that this person may go to. */
export function Rail() {
  const { t } = useTranslation('console');
  const { roles } = useStaff();
  return (
    <nav className="rail" aria-label={t('shell.nav')}>
      <ul>
        {PLACES.filter((place) => place.roles.some((role) => roles.includes(role))).map(({ to, name, icon }) => (
          <li key={to}>
            <RailLink to={to} icon={icon} label={t(`shell.${name}`)} />
          </li>
        ))}
      </ul>
      <RailLink to="/settings" icon={Settings} label={t('shell.settings')} className="rail__end" />
    </nav>
  );
}

interface RailLinkProps {
  to: '/' | '/mine' | '/ledger' | '/reports' | '/settings';
  icon: LucideIcon;
  label: string;
  className?: string;
}

function RailLink({ to, icon, label, className }: RailLinkProps) {
  return (
    <Link to={to} className={className} activeOptions={{ exact: true, includeSearch: false }}>
      <Icon of={icon} />
      <span className="label">{label}</span>
    </Link>
  );
}
