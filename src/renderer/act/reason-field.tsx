import { useTranslation } from 'react-i18next';
import { REASONS_WITH_NOTE } from '../../contract/index.ts';
import { useShortcut, useShortcutWorks } from '../lib/shortcuts.tsx';
import { Kbd } from '../parts/kbd.tsx';
import { type ActOperation, REASONS, type ReasonCode } from './subject.ts';

interface ReasonFieldProps {
  operation: ActOperation;
  reason: ReasonCode;
  proposed: ReasonCode;
  locked: boolean;
  onPick: (reason: ReasonCode) => void;
}

/** Why the clerk acts: by number key, with the one proposed that the verdict points to. */
export function ReasonField({ operation, reason, proposed, locked, onPick }: ReasonFieldProps) {
  const { t } = useTranslation('act');
  const keys = useShortcutWorks('1');
  return (
    <fieldset>
      <legend className="legend">
        <span className="step" aria-hidden="true">
          2
        </span>
        {t('reason.legend')}
        <span className="hint">{keys ? t('reason.hint') : t('reason.hint_no_keys')}</span>
      </legend>
      <div className="grid-2">
        {REASONS[operation].map((one, index) => (
          <ReasonOption
            key={one}
            reason={one}
            number={index + 1}
            checked={one === reason}
            proposed={one === proposed}
            locked={locked}
            onPick={onPick}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface ReasonOptionProps {
  reason: ReasonCode;
  /** Its place in the list, which is its key. */
  number: number;
  checked: boolean;
  proposed: boolean;
  locked: boolean;
  onPick: (reason: ReasonCode) => void;
}

function ReasonOption({ reason, number, checked, proposed, locked, onPick }: ReasonOptionProps) {
  const { t } = useTranslation('act');
  const key = String(number);
  useShortcut(key, () => onPick(reason), { enabled: !locked });
  const keyWorks = useShortcutWorks(key);
  return (
    <label className="option option--line">
      <input
        className="radio"
        type="radio"
        name="reason"
        checked={checked}
        disabled={locked}
        aria-keyshortcuts={keyWorks ? key : undefined}
        onChange={() => onPick(reason)}
      />
      <span className="option__text">
        {t(`reason.${reason}`)}
        {REASONS_WITH_NOTE.includes(reason) && <span className="quiet"> {t('reason.other_hint')}</span>}
      </span>
      {proposed && <span className="option__note">{t('reason.proposed')}</span>}
      {keyWorks && <Kbd>{key}</Kbd>}
    </label>
  );
}
