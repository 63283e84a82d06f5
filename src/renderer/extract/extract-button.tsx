import { FileUser } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountDetail } from '../../contract/index.ts';
import { useSettings } from '../lib/live.tsx';
import { useHasRole } from '../lib/staff.tsx';
import { Button } from '../parts/button.tsx';
import { ExtractDialog } from './extract-dialog.tsx';

interface ExtractButtonProps {
  detail: AccountDetail;
  /** The number came from a reader. */
  scanned: boolean;
}

/** For a clerk at a counter: nobody shows a document over the phone. */
export function ExtractButton({ detail, scanned }: ExtractButtonProps) {
  const { t } = useTranslation('console');
  const clerk = useHasRole('clerk');
  const { channel } = useSettings();
  const [asked, setAsked] = useState(false);
  if (!clerk || channel !== 'counter') return null;
  return (
    <span className="head__end">
      <Button icon={FileUser} kind="quiet" size="small" onPress={() => setAsked(true)}>
        {t('detail.extract.open')}
      </Button>
      {asked && <ExtractDialog detail={detail} scanned={scanned} onClose={() => setAsked(false)} />}
    </span>
  );
}
