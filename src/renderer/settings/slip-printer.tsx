import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Printer } from '../../contract/index.ts';
import { useSettings } from '../lib/live.tsx';
import { type Choice, Pick } from '../parts/pick.tsx';

const ASK = '';

/** Which printer takes slips without a question, if any. */
export function SlipPrinterSetting() {
  const { t } = useTranslation('console');
  const { slip_printer: chosen } = useSettings();
  const [printers, setPrinters] = useState<readonly Printer[]>([]);
  useEffect(() => {
    void window.lockdesk.slip.printers().then(setPrinters);
  }, []);
  const choices: Choice<string>[] = [
    { id: ASK, label: t('settings.slip_printer_ask') },
    ...printers.map(({ name, label }) => ({ id: name, label })),
  ];
  if (!choices.some(({ id }) => id === chosen)) {
    choices.push({ id: chosen, label: t('settings.slip_printer_gone', { name: chosen }) });
  }
  return (
    <div className="field">
      <span className="legend">{t('settings.slip_printer')}</span>
      <div>
        <Pick
          boxed
          label={t('settings.slip_printer')}
          value={chosen}
          choices={choices}
          onPick={(name) => void window.lockdesk.settings.change({ slip_printer: name })}
        />
      </div>
      <p className="hint">{t(printers.length === 0 ? 'settings.slip_printer_none' : 'settings.slip_printer_hint')}</p>
    </div>
  );
}
