import { FileUser } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountDetail, EXTRACT_METHODS, ExtractInput } from '../../contract/index.ts';
import { MethodField } from '../act/method-field.tsx';
import { proposedMethod, readingOf } from '../act/propose.ts';
import type { Method } from '../act/subject.ts';
import { useBurstGuard } from '../act/use-burst-guard.ts';
import { useExportState, useExports } from '../exports/exports-provider.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { LongText } from '../parts/long-text.tsx';

interface ExtractDialogProps {
  detail: AccountDetail;
  scanned: boolean;
  onClose: () => void;
}

/** Asks how the citizen was verified, then makes their document. */
export function ExtractDialog({ detail, scanned, onClose }: ExtractDialogProps) {
  const { t } = useTranslation(['console', 'act', 'exports']);
  const exports = useExports();
  const { is } = useExportState();
  const busy = is === 'asking' || is === 'running';
  const reason = useId();
  const { account, opening_id } = detail;
  const reading = readingOf('counter', scanned);
  const [method, setMethod] = useState<Method | null>(() => proposedMethod({ seen: detail }, reading));
  const [documentNote, setDocumentNote] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const methodBefore = useRef(method);
  useBurstGuard({
    onFirstKey() {
      methodBefore.current = method;
    },
    onBurst: () => setMethod(methodBefore.current),
  });

  const asked = ExtractInput.safeParse({
    account_id: account.id,
    opening_id,
    verification: { method, reading, ...(method === 'other_document' && { document_note: documentNote }) },
  });
  const make = () => {
    if (!asked.success) return;
    void exports.save({ operation: 'exportExtract', input: asked.data });
    onClose();
  };
  return (
    <Dialog
      narrow
      icon={FileUser}
      title={t('console:detail.extract.title')}
      about={<p className="quiet">{t('console:detail.extract.about', { name: account.name })}</p>}
      closeLabel={t('console:keys.close')}
      onClose={onClose}
      initialFocus={first}
      foot={
        <>
          <p className="quiet" id={reason}>
            {busy ? t('exports:busy') : t('console:detail.extract.recorded')}
          </p>
          <Button onPress={onClose}>{t('console:detail.extract.cancel')}</Button>
          <Button
            kind="primary"
            icon={FileUser}
            shortcut="Ctrl+Enter"
            unavailable={!asked.success || busy}
            aria-describedby={reason}
            onPress={make}
          >
            {t('console:detail.extract.confirm')}
          </Button>
        </>
      }
    >
      <div className="dialog__main">
        <p>{t('console:detail.extract.text')}</p>
        <MethodField
          methods={EXTRACT_METHODS}
          method={method}
          reading={reading}
          phone={account.phone}
          locked={false}
          onPick={setMethod}
          field={first}
        />
        {method === 'other_document' && (
          <LongText
            label={t('act:document_note.label')}
            hint={t('act:document_note.hint')}
            value={documentNote}
            required
            onChange={setDocumentNote}
          />
        )}
      </div>
    </Dialog>
  );
}
