import { FileDown } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportRequest } from '../../contract/index.ts';
import { Button } from '../parts/button.tsx';
import { useExportState, useExports } from './exports-provider.tsx';

interface ExportButtonProps {
  /** What the list shows, asked for when the button is pressed. */
  request: () => ExportRequest;
  kind?: 'csv' | 'pdf';
}

export function ExportButton({ request, kind = 'csv' }: ExportButtonProps) {
  const { t } = useTranslation('exports');
  const exports = useExports();
  const { is } = useExportState();
  const reason = useId();
  const busy = is === 'asking' || is === 'running';
  return (
    <>
      <Button
        icon={FileDown}
        kind="quiet"
        size="small"
        ignoresDouble
        unavailable={busy}
        aria-describedby={busy ? reason : undefined}
        onPress={() => void exports.save(request())}
      >
        {t(kind)}
      </Button>
      {busy && (
        <span id={reason} className="sr-only">
          {t('busy')}
        </span>
      )}
    </>
  );
}
