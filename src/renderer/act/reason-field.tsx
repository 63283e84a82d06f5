import { useTranslation } from 'react-i18next';
import { REASONS_WITH_NOTE } from '../../contract/index.ts';
import { useShortcutWorks } from '../lib/shortcuts.tsx';
import { KeyedOption } from '../parts/keyed-option.tsx';
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
          <KeyedOption
            key={one}
            name="reason"
            number={index + 1}
            checked={one === reason}
            locked={locked}
            onPick={() => onPick(one)}
            note={one === proposed && t('reason.proposed')}
          >
            {t(`reason.${one}`)}
            {REASONS_WITH_NOTE.includes(one) && <span className="quiet"> {t('reason.other_hint')}</span>}
          </KeyedOption>
        ))}
      </div>
    </fieldset>
  );
}
