import { useTranslation } from 'react-i18next';
import { useSettings } from '../lib/live.tsx';

/** The mark, the name and where this workstation stands. */
export function Brand({ office }: { office: string | null }) {
  const { t } = useTranslation('console');
  const { window_name } = useSettings();
  return (
    <div className="brand">
      <span className="brand__mark">
        <svg viewBox="0 0 28 28" aria-hidden="true">
          <rect x="2" y="2" width="24" height="24" rx="6.5" fill="currentColor" />
          <path className="brand__shackle" d="M9.5 13V10.4a4.5 4.5 0 0 1 8.7-1.6" />
          <rect className="brand__body" x="7.5" y="12.6" width="13" height="9" rx="2.2" />
          <path className="brand__slot" d="M14 16v2.4" />
        </svg>
      </span>
      <span className="brand__name">{t('product')}</span>
      {(office !== null || window_name !== '') && (
        <span className="brand__office">
          {office}
          <span className="quiet">{window_name}</span>
        </span>
      )}
    </div>
  );
}
