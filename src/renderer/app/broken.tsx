import { useRouter } from '@tanstack/react-router';
import { RotateCw, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Blank } from '../parts/blank.tsx';
import { Button } from '../parts/button.tsx';

/**
 * Stands where a fault of ours left nothing to show. It repeats nothing of the fault itself, which may name a citizen, and
 * leads back by a page that is loaded anew.
 */
export function Broken() {
  const { t } = useTranslation('console');
  const router = useRouter();
  const begin = () => {
    router.history.replace('/');
    location.reload();
  };
  return (
    <main className="sheet" role="alert">
      <Blank
        icon={Unplug}
        title={t('shell.broken.title')}
        action={
          <Button kind="primary" icon={RotateCw} onPress={begin}>
            {t('shell.broken.reload')}
          </Button>
        }
      >
        {t('shell.broken.text')}
      </Blank>
    </main>
  );
}
