import '../app/no-eval.ts';
import { Settings } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../parts/dialog.tsx';
import { SettingsForm } from './settings-form.tsx';

/** The settings on the sign-in screen, where there is no rail to go there by. */
export function SettingsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('console');
  return (
    <Dialog
      icon={Settings}
      title={t('settings.title')}
      about={<p className="quiet">{t('settings.note')}</p>}
      closeLabel={t('keys.close')}
      onClose={onClose}
    >
      <div className="dialog__scroll">
        <SettingsForm />
      </div>
    </Dialog>
  );
}
